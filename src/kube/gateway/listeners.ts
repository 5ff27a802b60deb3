import type { Condition } from '../conditions.ts';
import { type Clock, conditionsIn, isCurrent, standingMs } from '../custom/conditions.ts';
import { type Fields, listAt, textAt } from '../custom/fields.ts';
import type { Custom } from '../object.ts';
import { MINUTE_MS } from '../time.ts';

/** What stands against listeners of a Gateway. */
export interface ListenerFault {
  readonly listeners: readonly string[];
  readonly condition: Condition;
  /** The Secrets with their certificates. */
  readonly certificates: readonly CertificateRef[];
}

export interface CertificateRef {
  readonly namespace: string;
  readonly name: string;
}

/** Conditions of a listener, nearest to the cause first, with the status that is bad news. */
const BAD: readonly (readonly [type: string, status: Condition['status']])[] = [
  ['Conflicted', 'True'],
  ['ResolvedRefs', 'False'],
  ['Accepted', 'False'],
  ['Programmed', 'False'],
];

/** A listener waits with these for its Gateway: that one is judged itself. */
const WAITING = new Set(['Pending', 'NotReconciled', 'AddressNotAssigned', 'AddressNotUsable', 'NoResources']);

/** The listeners that their controller refuses; those that it refuses for one reason are one fault. */
export function listenerFaults(gateway: Custom, clock: Clock): readonly ListenerFault[] {
  const faults = new Map<string, ListenerFault>();
  for (const status of listAt(gateway.status, 'listeners')) {
    const condition = worstOf(status, gateway, clock);
    if (condition === undefined) continue;
    const name = textAt(status, 'name');
    const certificates = condition.reason === 'InvalidCertificateRef' ? certificatesOf(gateway, name) : [];
    const key = `${condition.type}/${condition.reason}/${certificates.map((ref) => `${ref.namespace}/${ref.name}`)}`;
    const known = faults.get(key);
    faults.set(key, { condition, certificates, listeners: [...(known?.listeners ?? []), name] });
  }
  return [...faults.values()];
}

function worstOf(status: Fields, gateway: Custom, clock: Clock): Condition | undefined {
  const conditions = conditionsIn(status);
  for (const [type, bad] of BAD) {
    const found = conditions.find((condition) => condition.type === type && condition.status === bad);
    if (found === undefined || WAITING.has(found.reason) || !isCurrent(found, gateway)) continue;
    if (standingMs(found, gateway, clock) >= MINUTE_MS) return found;
  }
  return undefined;
}

function certificatesOf(gateway: Custom, listener: string): readonly CertificateRef[] {
  const spec = listAt(gateway.spec, 'listeners').find((one) => textAt(one, 'name') === listener);
  return listAt(spec, 'tls', 'certificateRefs')
    .filter((ref) => ['', 'Secret'].includes(textAt(ref, 'kind')))
    .map((ref) => ({
      namespace: textAt(ref, 'namespace') || (gateway.metadata.namespace ?? ''),
      name: textAt(ref, 'name'),
    }));
}
