import type { Credential } from './credential.ts';
import { groupingPath } from './grouping-path.ts';

/** One request that carries results to somebody who asked for them. */
export interface Delivery {
  /** What goes where, for messages: `the metrics to the Pushgateway at https://metrics.example.com`. */
  readonly what: string;
  readonly method: 'PUT' | 'POST';
  readonly url: string;
  readonly contentType: string;
  readonly body: string;
  readonly credential: Credential | null;
  /** The beginning of the variables that a credential is taken from; null where its address is all that it takes. */
  readonly variable: string | null;
  /** Headers of its own. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What must not stand in any message, besides the credential. */
  readonly secrets?: readonly string[];
}

/** The beginnings of the variables that hold credentials. */
export const PUSHGATEWAY_VARIABLE = 'MEKHANIKUBE_PUSHGATEWAY';
export const ALERTMANAGER_VARIABLE = 'MEKHANIKUBE_ALERTMANAGER';

/**
 * Metrics for a Pushgateway. PUT replaces all that this cluster's last run left there, so that what is gone goes.
 * @see https://github.com/prometheus/pushgateway#put-method
 */
export function toPushgateway(
  address: string,
  cluster: string,
  metrics: string,
  credential: Credential | null,
): Delivery {
  return {
    what: `the metrics to the Pushgateway at ${address}`,
    method: 'PUT',
    url: `${address}/metrics/job/mekhanikube/${groupingPath('cluster', cluster)}`,
    contentType: 'text/plain; version=0.0.4; charset=utf-8',
    body: metrics,
    credential,
    variable: PUSHGATEWAY_VARIABLE,
  };
}

/**
 * Alerts for an Alertmanager.
 * @see https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml
 */
export function toAlertmanager(address: string, alerts: string, credential: Credential | null): Delivery {
  return {
    what: `the alerts to the Alertmanager at ${address}`,
    method: 'POST',
    url: `${address}/api/v2/alerts`,
    contentType: 'application/json',
    body: alerts,
    credential,
    variable: ALERTMANAGER_VARIABLE,
  };
}
