import type { Condition } from '../conditions.ts';
import { type Clock, conditionIn, isCurrent, standingMs } from '../custom/conditions.ts';
import { listAt, numberAt, textAt } from '../custom/fields.ts';
import type { Custom } from '../object.ts';
import { MINUTE_MS } from '../time.ts';
import { gatewaysOf, ROUTE_KINDS } from './routes.ts';

/** What stands against a Gateway or its class; `unanswered` where no controller has said anything. */
export interface Fault {
  readonly state: 'unanswered' | 'refused';
  readonly condition: Condition;
}

/** A controller may take so long for its first answer, and for a changed one. */
const PATIENCE_MS = MINUTE_MS;

const SILENCE: Condition = {
  type: 'Accepted',
  status: 'Unknown',
  reason: 'Pending',
  message: '',
  lastTransitionTime: null,
  observedGeneration: undefined,
};

/** Why a GatewayClass is not in use; undefined where a controller accepts it. */
export function classFault(gatewayClass: Custom, clock: Clock): Fault | undefined {
  return faultOf(gatewayClass, conditionIn(gatewayClass.status, 'Accepted') ?? SILENCE, clock);
}

/** Why a Gateway serves nothing; undefined where its controller says that it does. */
export function gatewayFault(gateway: Custom, clock: Clock): Fault | undefined {
  const accepted = conditionIn(gateway.status, 'Accepted');
  const programmed = conditionIn(gateway.status, 'Programmed');
  if (accepted === undefined && programmed === undefined) return faultOf(gateway, SILENCE, clock);
  for (const condition of [accepted, programmed]) {
    const fault = condition === undefined ? undefined : faultOf(gateway, condition, clock);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function faultOf(object: Custom, condition: Condition, clock: Clock): Fault | undefined {
  if (condition.status === 'True' || object.metadata.deletionTimestamp !== undefined) return undefined;
  // A class has no generation that a controller would owe an answer for as long as its default stands.
  if (!isCurrent(condition, object) || standingMs(condition, object, clock) < PATIENCE_MS) return undefined;
  return { state: condition.status === 'Unknown' ? 'unanswered' : 'refused', condition };
}

/** The name of the class of a Gateway. */
export function classNameOf(gateway: Custom): string {
  return textAt(gateway.spec, 'gatewayClassName');
}

/** How many routes are attached to a Gateway by its own count, or name it where it does not count. */
export function routeCount(
  gateway: Custom,
  view: { all(kind: (typeof ROUTE_KINDS)[number]): readonly Custom[] },
): number {
  const attached = listAt(gateway.status, 'listeners').map((listener) => numberAt(listener, 'attachedRoutes') ?? 0);
  const { name, namespace = '' } = gateway.metadata;
  const naming = ROUTE_KINDS.flatMap((kind) => view.all(kind)).filter((route) =>
    gatewaysOf(route).some((parent) => parent.name === name && parent.namespace === namespace),
  );
  return Math.max(naming.length, ...attached);
}
