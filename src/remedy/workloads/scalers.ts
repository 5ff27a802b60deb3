import { z } from 'zod';
import { groupOf } from '../../kube/kinds.ts';
import type { KubeObject } from '../../kube/object.ts';
import type { AnyKind, ListRead, Reader } from '../live/reader.ts';

const aims = z.looseObject({
  apiVersion: z.string().optional(),
  kind: z.string().optional(),
  name: z.string().optional(),
});
const aiming = z.looseObject({
  spec: z.looseObject({
    scaleTargetRef: aims.optional(),
    targetRef: aims.optional(),
    updatePolicy: z.looseObject({ updateMode: z.string().optional() }).optional(),
  }),
});

/** Somebody else who decides about a workload's number of pods or their resources. */
export interface Scaler {
  readonly object: KubeObject;
  /** How a VerticalPodAutoscaler acts; `Auto` where it does not say. */
  readonly mode: string;
}

const AUTOSCALER: AnyKind = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' };
const SCALED_OBJECT: AnyKind = { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject' };
const VERTICAL: AnyKind = { apiVersion: 'autoscaling.k8s.io/v1', kind: 'VerticalPodAutoscaler' };

/** Who decides how many pods a workload has: HorizontalPodAutoscalers and KEDA's ScaledObjects. */
export function replicaScalersOf(target: KubeObject, reader: Reader): Promise<ListRead<Scaler>> {
  return scalersOf([AUTOSCALER, SCALED_OBJECT], target, reader);
}

/** Who decides what its containers request. */
export function resourceScalersOf(target: KubeObject, reader: Reader): Promise<ListRead<Scaler>> {
  return scalersOf([VERTICAL], target, reader);
}

async function scalersOf(kinds: readonly AnyKind[], target: KubeObject, reader: Reader): Promise<ListRead<Scaler>> {
  const found: Scaler[] = [];
  for (const kind of kinds) {
    const read = await reader.listAny(kind, target.metadata.namespace ?? null);
    if (read.state === 'unreadable') return read;
    for (const object of read.objects) {
      const parsed = aiming.safeParse(object).data?.spec;
      if (parsed === undefined)
        return { state: 'unreadable', reason: `${kind.kind} ${object.metadata.name} has no target` };
      // A ScaledObject that names no kind means a Deployment.
      const { apiVersion = 'apps/v1', kind: of = 'Deployment', name } = parsed.scaleTargetRef ?? parsed.targetRef ?? {};
      const isAimedAt = of === target.kind && name === target.metadata.name;
      if (!isAimedAt || groupOf(apiVersion) !== groupOf(target.apiVersion)) continue;
      found.push({ object, mode: parsed.updatePolicy?.updateMode ?? 'Auto' });
    }
  }
  return { state: 'listed', objects: found };
}
