import { type Condition, conditionPath } from '../conditions.ts';
import type { Custom } from '../object.ts';
import { DAY_MS, timeMs } from '../time.ts';
import { listAt, numberAt, textAt } from './fields.ts';

/** The part of a view that is needed here. */
export interface Clock {
  age(timestamp: string | null | undefined): number;
}

/** The conditions below a part of a status: of a listener, of a parent, of the whole. */
export function conditionsIn(part: unknown): readonly Condition[] {
  return listAt(part, 'conditions').map((raw) => {
    const status = textAt(raw, 'status');
    return {
      type: textAt(raw, 'type'),
      status: status === 'True' || status === 'False' ? status : 'Unknown',
      reason: textAt(raw, 'reason'),
      message: textAt(raw, 'message'),
      lastTransitionTime: textAt(raw, 'lastTransitionTime') || null,
      observedGeneration: numberAt(raw, 'observedGeneration'),
    };
  });
}

/** The condition of that type below a part of a status. */
export function conditionIn(part: unknown, type: string): Condition | undefined {
  return conditionsIn(part).find((condition) => condition.type === type);
}

/** True unless the condition speaks of an older generation than the object is now. */
export function isCurrent(condition: Condition, object: Custom): boolean {
  const { generation } = object.metadata;
  const observed = condition.observedGeneration ?? numberAt(object.status, 'observedGeneration');
  return generation === undefined || observed === undefined || observed <= 0 || observed >= generation;
}

/** How long a condition has stood; where no time is said, how long its object has. */
export function standingMs(condition: Condition, object: Custom, clock: Clock): number {
  const { creationTimestamp } = object.metadata;
  return clock.age(isDefault(condition) ? creationTimestamp : condition.lastTransitionTime);
}

/** Since when a condition has stood; null where no field tells. */
export function standingSince(condition: Condition): string | null {
  return isDefault(condition) ? null : condition.lastTransitionTime;
}

/** A condition that came with the object, as its schema's default, is dated 1970. */
function isDefault({ lastTransitionTime }: Condition): boolean {
  return (timeMs(lastTransitionTime) ?? 0) < DAY_MS;
}

/** The condition of that type, where it is False, current, and has been for so long. */
export function failedFor(object: Custom, type: string, patienceMs: number, clock: Clock): Condition | undefined {
  const condition = conditionIn(object.status, type);
  if (condition?.status !== 'False' || object.metadata.deletionTimestamp !== undefined) return undefined;
  return isCurrent(condition, object) && standingMs(condition, object, clock) >= patienceMs ? condition : undefined;
}

/** What a condition says, as part of a sentence: its message, or its reason where it has none. */
export function saysOf({ reason, message }: Pick<Condition, 'reason' | 'message'>): string {
  return clipped(message) || reason || 'without a reason';
}

/** The beginning of a text on one line, without a full stop at its end. */
export function clipped(text: string, limit = 300): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const cut = line.length > limit ? `${line.slice(0, limit - 1)}…` : line;
  return cut.replace(/[.:;]+$/, '');
}

/** A condition as evidence. */
export function conditionSeen(
  { type, reason, message, status }: Condition,
  at = '',
): readonly { readonly path: string; readonly value: string }[] {
  const path = at === '' ? conditionPath(type) : `${at}.conditions[type=${type}]`;
  return [
    { path: `${path}.status`, value: reason === '' ? status : `${status}: ${reason}` },
    ...(message === '' ? [] : [{ path: `${path}.message`, value: message }]),
  ];
}
