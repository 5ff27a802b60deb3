import { conditionOf } from '../conditions.ts';
import type { ObjectOf } from '../object.ts';
import { type ObjectRef, refOf } from '../object-ref.ts';
import { controllerOf } from '../owners.ts';
import type { Autoscaler } from './autoscalers.ts';

export type ScaledObject = ObjectOf<'ScaledObject'>;

/** What KEDA says against a ScaledObject: that it does not work, or that it holds it at its fallback. */
export interface ScalerTrouble {
  readonly condition: 'Ready' | 'Fallback';
  readonly reason: string;
  readonly message: string;
}

/** What is wrong with a ScaledObject by its conditions; undefined while it is paused, being deleted, or works. */
export function troubleOf(scaled: ScaledObject): ScalerTrouble | undefined {
  if (scaled.metadata.deletionTimestamp !== undefined || isPaused(scaled)) return undefined;
  const ready = conditionOf(scaled, 'Ready');
  if (ready?.status === 'False') return { condition: 'Ready', reason: ready.reason, message: ready.message };
  const fallback = conditionOf(scaled, 'Fallback');
  return fallback?.status === 'True'
    ? { condition: 'Fallback', reason: fallback.reason, message: fallback.message }
    : undefined;
}

function isPaused(scaled: ScaledObject): boolean {
  const { annotations = {} } = scaled.metadata;
  const paused = annotations['autoscaling.keda.sh/paused'];
  return (
    (paused !== undefined && paused !== 'false') ||
    annotations['autoscaling.keda.sh/paused-replicas'] !== undefined ||
    conditionOf(scaled, 'Paused')?.status === 'True'
  );
}

/** What a ScaledObject scales: a Deployment where it does not say. */
export function scaledTargetOf({ metadata, spec }: ScaledObject): ObjectRef {
  const target = spec?.['scaleTargetRef'];
  const field = (name: string): string | undefined => {
    const value = typeof target === 'object' && target !== null ? Reflect.get(target, name) : undefined;
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return {
    apiVersion: field('apiVersion') ?? 'apps/v1',
    kind: field('kind') ?? 'Deployment',
    namespace: metadata.namespace ?? null,
    name: field('name') ?? '',
  };
}

interface ScaledObjects {
  get(
    kind: 'ScaledObject',
    namespace: string,
    name: string,
  ): { readonly state: string; readonly object?: ScaledObject };
}

/** The ScaledObject that made an autoscaler, where it is in trouble: the autoscaler's own trouble follows from it. */
export function troubledMaker(autoscaler: Autoscaler, view: ScaledObjects): readonly ObjectRef[] {
  const owner = controllerOf(autoscaler);
  if (owner?.kind !== 'ScaledObject') return [];
  const scaled = view.get('ScaledObject', autoscaler.metadata.namespace ?? '', owner.name).object;
  return scaled !== undefined && troubleOf(scaled) !== undefined ? [refOf(scaled)] : [];
}
