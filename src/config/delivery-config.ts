import { MekhanikubeError } from '../base/errors.ts';
import { durationMs, waitMs } from './duration.ts';

/** Where results are sent to, checked. */
export interface DeliveryConfig {
  /** The address without a slash at its end; null for nowhere. */
  readonly pushgateway: string | null;
  readonly alertmanager: string | null;
  /** How long after the cluster was read an alert ends, unless it is sent again. */
  readonly alertForMs: number;
  /** For each request. */
  readonly timeoutMs: number;
}

/** The flags about sending as they were typed. */
export interface RawDeliveryOptions {
  readonly pushgateway?: string;
  readonly alertmanager?: string;
  readonly alertFor?: string;
  readonly requestTimeout?: string;
}

/**
 * Checks where results are to be sent to.
 *
 * @throws MekhanikubeError `usage`, naming the flag
 */
export function deliveryConfig(options: RawDeliveryOptions): DeliveryConfig {
  const { pushgateway, alertmanager, alertFor = '2h', requestTimeout = '30s' } = options;
  return Object.freeze({
    pushgateway: pushgateway === undefined ? null : parseAddress(pushgateway, 'pushgateway', '9091'),
    alertmanager: alertmanager === undefined ? null : parseAddress(alertmanager, 'alertmanager', '9093'),
    alertForMs: durationMs(alertFor, '--alert-for'),
    timeoutMs: waitMs(requestTimeout, '--request-timeout'),
  });
}

/** Never repeats what it was given: a password may be in it. */
function parseAddress(text: string, name: string, port: string): string {
  const url = URL.parse(text.trim());
  const example = `for example --${name} http://${name}.monitoring:${port}`;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw usage(`--${name}: this is no http or https address`, example);
  if (url.username !== '' || url.password !== '') {
    const variable = `MEKHANIKUBE_${name.toUpperCase()}`;
    throw usage(
      `--${name}: the address holds a user or a password, which others on this machine can read`,
      `leave them out, and set ${variable}_USERNAME and ${variable}_PASSWORD, or ${variable}_TOKEN`,
    );
  }
  if (/[?#]/.test(text)) throw usage(`--${name}: the address has a query or a fragment`, example);
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function usage(message: string, hint: string): MekhanikubeError {
  return new MekhanikubeError('usage', message, { hint });
}
