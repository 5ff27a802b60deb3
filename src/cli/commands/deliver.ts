import { MekhanikubeError } from '../../base/errors.ts';
import { type DeliveryConfig, deliveryConfig, type RawDeliveryOptions } from '../../config/delivery-config.ts';
import { type Credential, credentialFrom } from '../../delivery/credential.ts';
import {
  ALERTMANAGER_VARIABLE,
  type Delivery,
  PUSHGATEWAY_VARIABLE,
  toAlertmanager,
  toPushgateway,
} from '../../delivery/receivers.ts';
import { send } from '../../delivery/send.ts';
import { renderAlerts } from '../../report/alertmanager.ts';
import { renderPrometheus } from '../../report/prometheus.ts';
import type { Report } from '../../report/report.ts';
import type { Runtime } from '../program.ts';

/** Where the report goes besides standard output and files, and as whom. */
export interface Courier {
  readonly config: DeliveryConfig;
  readonly pushgateway: Credential | null;
  readonly alertmanager: Credential | null;
}

/**
 * Checks where to send and as whom, before the cluster is read for it.
 *
 * @throws MekhanikubeError `usage`
 */
export function prepareCourier(options: RawDeliveryOptions, env: NodeJS.ProcessEnv): Courier {
  const config = deliveryConfig(options);
  return {
    config,
    // A variable that is wrong is nobody's concern as long as nothing is sent.
    pushgateway: config.pushgateway === null ? null : credentialFrom(env, PUSHGATEWAY_VARIABLE),
    alertmanager: config.alertmanager === null ? null : credentialFrom(env, ALERTMANAGER_VARIABLE),
  };
}

/**
 * Sends the report to all that asked for it. One that fails keeps it from no other.
 *
 * @throws MekhanikubeError `output-failed`, naming all that failed
 */
export async function deliver(courier: Courier, report: Report, { signal }: Runtime): Promise<void> {
  const { timeoutMs } = courier.config;
  const results = await Promise.all(
    deliveriesOf(courier, report).map((one) => send(one, { timeoutMs, signal, env: process.env })),
  );
  const failures = results.filter((failure) => failure !== null);
  const [first] = failures;
  if (first === undefined) return;
  throw new MekhanikubeError('output-failed', failures.map(({ message }) => message).join('; '), {
    hint: `${first.hint} (the report itself was written)`,
  });
}

function deliveriesOf({ config, pushgateway, alertmanager }: Courier, report: Report): readonly Delivery[] {
  const deliveries: Delivery[] = [];
  if (config.pushgateway !== null) {
    deliveries.push(toPushgateway(config.pushgateway, report.cluster.name, renderPrometheus(report), pushgateway));
  }
  if (config.alertmanager !== null) {
    deliveries.push(toAlertmanager(config.alertmanager, renderAlerts(report, config.alertForMs), alertmanager));
  }
  return deliveries;
}
