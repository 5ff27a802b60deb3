import type { Condition } from '../conditions.ts';
import type { Custom, KubeObject } from '../object.ts';
import { type ObjectRef, refTo } from '../object-ref.ts';
import { timeMs } from '../time.ts';
import { clipped, conditionIn, saysOf } from './conditions.ts';
import { textAt } from './fields.ts';

type Step = 'CertificateRequest' | 'Order' | 'Challenge';

interface Chain {
  controlledBy(kind: Step, owner: KubeObject): readonly Custom[];
}

/** Where the issuing of a certificate stopped, and what is said there. */
export interface Halt {
  readonly object: Custom;
  readonly path: string;
  readonly says: string;
}

/**
 * Walks from a Certificate to what its issuing waits for: its newest request, the order of that, a challenge.
 *
 * @see https://cert-manager.io/docs/troubleshooting/acme/
 */
export function haltOf(certificate: Custom, ready: Condition, view: Chain): Halt {
  const own: Halt = { object: certificate, path: 'status.conditions[type=Ready].message', says: saysOf(ready) };
  const request = newest(view.controlledBy('CertificateRequest', certificate));
  if (request === undefined) return own;
  const order = newest(view.controlledBy('Order', request));
  return (order === undefined ? undefined : haltOfOrder(order, view)) ?? haltOfRequest(request) ?? own;
}

function haltOfOrder(order: Custom, view: Chain): Halt | undefined {
  const challenge = view.controlledBy('Challenge', order).find((one) => textAt(one.status, 'state') !== 'valid');
  const said = textAt(challenge?.status, 'reason');
  if (challenge !== undefined && said !== '') return { object: challenge, path: 'status.reason', says: clipped(said) };
  const reason = textAt(order.status, 'reason');
  if (reason !== '') return { object: order, path: 'status.reason', says: clipped(reason) };
  const state = textAt(order.status, 'state');
  return ['invalid', 'errored', 'expired'].includes(state)
    ? { object: order, path: 'status.state', says: `the order is ${state}` }
    : undefined;
}

function haltOfRequest(request: Custom): Halt | undefined {
  for (const [type, bad] of [
    ['InvalidRequest', 'True'],
    ['Denied', 'True'],
    ['Ready', 'False'],
  ] as const) {
    const condition = conditionIn(request.status, type);
    if (condition?.status === bad) {
      return { object: request, path: `status.conditions[type=${type}].message`, says: saysOf(condition) };
    }
  }
  return undefined;
}

function newest(objects: readonly Custom[]): Custom | undefined {
  return [...objects].sort(
    (left, right) => (timeMs(right.metadata.creationTimestamp) ?? 0) - (timeMs(left.metadata.creationTimestamp) ?? 0),
  )[0];
}

/** The issuer that a Certificate names, where it is one of cert-manager's own. */
export function issuerOf({ spec, metadata }: Custom): (ObjectRef & { kind: 'Issuer' | 'ClusterIssuer' }) | null {
  const name = textAt(spec, 'issuerRef', 'name');
  const group = textAt(spec, 'issuerRef', 'group') || 'cert-manager.io';
  const kind = textAt(spec, 'issuerRef', 'kind') || 'Issuer';
  if (name === '' || group !== 'cert-manager.io') return null;
  if (kind === 'ClusterIssuer') return { ...refTo('ClusterIssuer', null, name), kind };
  return kind === 'Issuer' ? { ...refTo('Issuer', metadata.namespace ?? '', name), kind } : null;
}
