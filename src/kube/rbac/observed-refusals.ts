import { eventCount, firstSeen, lastSeen } from '../events/events.ts';
import type { KubeEvent } from '../object.ts';
import { earliest, HOUR_MS, timeMs } from '../time.ts';
import { accountsOf, BINDING_KINDS, type Binding } from './bindings.ts';
import { type RbacRefusal, rbacRefusalIn, refusedText } from './refusal.ts';

/** What a ServiceAccount was refused, by what events say. */
export interface ObservedRefusal {
  readonly refusal: RbacRefusal;
  readonly count: number;
  readonly since: string | null;
  readonly lastSeen: string | null;
  /** The newest event that says so. */
  readonly event: KubeEvent;
}

interface Surroundings {
  age(timestamp: string | null | undefined): number;
  all(kind: 'Event'): readonly KubeEvent[];
}

/** What ServiceAccounts were refused within the last hour, by `namespace/name`; one entry for each verb and resource. */
export function observedRefusals(view: Surroundings): ReadonlyMap<string, readonly ObservedRefusal[]> {
  const byAccount = new Map<string, Map<string, ObservedRefusal>>();
  for (const event of view.all('Event')) {
    const refusal = event.message?.includes(' cannot ') ? rbacRefusalIn(event.message) : undefined;
    if (refusal?.serviceAccount == null || view.age(lastSeen(event)) > HOUR_MS) continue;
    const { namespace, name } = refusal.serviceAccount;
    const account = byAccount.get(`${namespace}/${name}`) ?? new Map<string, ObservedRefusal>();
    byAccount.set(`${namespace}/${name}`, account);
    const key = refusedText(refusal);
    const known = account.get(key);
    const isNewer = (timeMs(lastSeen(event)) ?? 0) > (timeMs(known?.lastSeen) ?? -1);
    account.set(key, {
      refusal,
      count: (known?.count ?? 0) + eventCount(event),
      since: earliest([known?.since, firstSeen(event)]),
      lastSeen: isNewer || known === undefined ? lastSeen(event) : known.lastSeen,
      event: isNewer || known === undefined ? event : known.event,
    });
  }
  return new Map([...byAccount].map(([account, refusals]) => [account, [...refusals.values()]]));
}

/** The bindings of each ServiceAccount, by `namespace/name`. */
export function bindingsByAccount(view: {
  all(kind: (typeof BINDING_KINDS)[number]): readonly Binding[];
}): ReadonlyMap<string, readonly Binding[]> {
  const bindings = new Map<string, Binding[]>();
  for (const binding of BINDING_KINDS.flatMap((kind) => view.all(kind))) {
    for (const { namespace, name } of accountsOf(binding)) {
      const key = `${namespace}/${name}`;
      const known = bindings.get(key);
      if (known === undefined) bindings.set(key, [binding]);
      else known.push(binding);
    }
  }
  return bindings;
}
