import type { KubeObject, RawCondition } from './object.ts';

/** A status condition, with every text present. `lastTransitionTime` is null where the kind has none. */
export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
  readonly lastTransitionTime: string | null;
  /** The generation it speaks of, where the kind says so. */
  readonly observedGeneration: number | undefined;
}

interface WithConditions extends KubeObject {
  readonly status?: { readonly conditions?: readonly RawCondition[] | undefined } | undefined;
}

/** The condition of that type, or undefined if the object has none. */
export function conditionOf(object: WithConditions, type: string): Condition | undefined {
  const found = object.status?.conditions?.find((condition) => condition?.type === type);
  return found === undefined ? undefined : complete(found);
}

/** All conditions of an object. */
export function conditionsOf(object: WithConditions): readonly Condition[] {
  return (object.status?.conditions ?? []).map(complete);
}

/** The JSON path of a condition, for evidence. */
export function conditionPath(type: string): string {
  return `status.conditions[type=${type}]`;
}

function complete(raw: RawCondition): Condition {
  const { status } = raw;
  return {
    type: raw.type ?? '',
    status: status === 'True' || status === 'False' ? status : 'Unknown',
    reason: raw.reason ?? '',
    message: raw.message ?? '',
    lastTransitionTime: raw.lastTransitionTime ?? null,
    observedGeneration: raw.observedGeneration,
  };
}
