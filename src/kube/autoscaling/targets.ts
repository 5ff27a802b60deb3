import type { KubeObject } from '../object.ts';
import { refKey, refOf } from '../object-ref.ts';
import { type Autoscaler, targetOf } from './autoscalers.ts';

interface Autoscalers {
  all(kind: 'HorizontalPodAutoscaler'): readonly Autoscaler[];
}

/** Finds the autoscalers that have an object as their target: pass it to `view.shared`. */
export function autoscalersByTarget(view: Autoscalers): (target: KubeObject) => readonly Autoscaler[] {
  const byTarget = new Map<string, Autoscaler[]>();
  for (const autoscaler of view.all('HorizontalPodAutoscaler')) {
    if (autoscaler.metadata.deletionTimestamp !== undefined) continue;
    const key = refKey(targetOf(autoscaler).ref);
    const known = byTarget.get(key);
    if (known === undefined) byTarget.set(key, [autoscaler]);
    else known.push(autoscaler);
  }
  return (target) => byTarget.get(refKey(refOf(target))) ?? [];
}

/** True where one of its metrics is read of each pod that the target's selector matches. */
export function measuresPods(autoscaler: Autoscaler): boolean {
  return (autoscaler.spec?.metrics ?? []).some(({ type = '' }) =>
    ['ContainerResource', 'Pods', 'Resource'].includes(type),
  );
}
