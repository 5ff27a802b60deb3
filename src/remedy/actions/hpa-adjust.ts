import { z } from 'zod';
import { type Autoscaler, targetOf } from '../../kube/autoscaling/autoscalers.ts';
import { conditionOf } from '../../kube/conditions.ts';
import type { KubeObject, ObjectOf } from '../../kube/object.ts';
import { defineAction, type Progress, type Proposal, type Refusal, refused, type Verifying } from '../action.ts';
import type { ListRead, Read } from '../live/reader.ts';
import { extraDemand, podRequestsOf } from '../workloads/demand.ts';
import { readBack } from '../workloads/read-back.ts';
import { right, targetAs, textOf, unreadable } from '../workloads/workload.ts';

const params = z
  .strictObject({
    minReplicas: z.int().min(1).max(10_000).optional().describe('the new lower bound'),
    maxReplicas: z.int().min(1).max(10_000).optional().describe('the new upper bound'),
  })
  .refine(({ minReplicas, maxReplicas }) => minReplicas !== undefined || maxReplicas !== undefined, {
    message: 'give minReplicas, maxReplicas or both',
  });
type Params = z.infer<typeof params>;

type Scaled = ObjectOf<'Deployment' | 'ReplicaSet' | 'StatefulSet'>;

interface Facts {
  readonly scaled: Read<Scaled>;
  readonly limitRanges: ListRead<ObjectOf<'LimitRange'>>;
}

interface Bounds {
  readonly min: number;
  readonly max: number;
}

export const hpaAdjust = defineAction({
  id: 'hpa.adjust',
  title: 'Move the bounds of an autoscaler',
  on: ['HorizontalPodAutoscaler'],
  risk: 'R2',
  rights: [
    right('autoscaling', 'horizontalpodautoscalers', 'patch'),
    ...['deployments', 'replicasets', 'statefulsets'].map((resource) => right('apps', resource, 'get')),
    right('', 'limitranges', 'list'),
  ],
  source: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/',
  params,
  example: { maxReplicas: 8 },
  look: async ({ target, reader }) => {
    const { ref, kind } = targetOf(autoscalerOf(target));
    const namespace = target.metadata.namespace ?? null;
    const scaled: Read<Scaled> =
      kind === undefined
        ? { state: 'unreadable', reason: `how many pods a ${ref.kind} makes, and of what size, is not known` }
        : await reader.get(kind, namespace, ref.name);
    return { scaled, limitRanges: await reader.list('LimitRange', namespace) };
  },
  propose: ({ target, params, facts }) => proposeBounds(autoscalerOf(target), params, facts),
  verify: boundsProgress,
});

function autoscalerOf(target: KubeObject): Autoscaler {
  return targetAs('HorizontalPodAutoscaler', target);
}

function boundsOf({ spec }: Autoscaler): Bounds {
  return { min: spec?.minReplicas ?? 1, max: spec?.maxReplicas ?? 1 };
}

function proposeBounds(autoscaler: Autoscaler, params: Params, { scaled, limitRanges }: Facts): Proposal {
  const was = boundsOf(autoscaler);
  const is = { min: params.minReplicas ?? was.min, max: params.maxReplicas ?? was.max };
  const reasons = [...kedaRefusals(autoscaler), ...boundRefusals(autoscaler, was, is)];
  const { ref } = targetOf(autoscaler);
  const name = `${ref.kind} ${ref.name}`;
  if (scaled.state === 'missing')
    return refused(...reasons, { id: 'target-missing', reason: `its target ${name} does not exist` });
  if (scaled.state === 'unreadable') return refused(...reasons, unreadable('Target', `${name}: ${scaled.reason}`));
  if (limitRanges.state === 'unreadable') return refused(...reasons, unreadable('LimitRanges', limitRanges.reason));
  if (reasons.length > 0) return refused(...reasons);
  const replicas = is.max === was.max ? { from: was.min, to: is.min } : { from: was.max, to: is.max };
  const now = scaled.object.spec?.replicas ?? 1;
  const more = Math.max(0, (is.max > was.max ? is.max : is.min) - now);
  return {
    state: 'proposed',
    summary: `set the bounds of ${textOf(autoscaler)} from ${was.min} to ${was.max} replicas to ${is.min} to ${is.max}`,
    risk: 'R2',
    writes: [{ verb: 'patch', before: autoscaler, edits: editsFor(was, is) }],
    effects: {
      podsDisrupted: 0,
      replicas,
      ...(more === 0 ? {} : growth(scaled.object, more, limitRanges.objects)),
    },
    wayBack: 'The old bounds are put back; the autoscaler then sets the number of pods by them',
  };
}

function growth(scaled: Scaled, more: number, ranges: readonly ObjectOf<'LimitRange'>[]) {
  const spec = scaled.spec?.template?.spec ?? {};
  return { demand: extraDemand(scaled, more, ranges), podRequests: podRequestsOf(spec, ranges) };
}

function editsFor(was: Bounds, is: Bounds) {
  return [
    ...(is.min === was.min ? [] : [{ path: ['spec', 'minReplicas'], value: is.min }]),
    ...(is.max === was.max ? [] : [{ path: ['spec', 'maxReplicas'], value: is.max }]),
  ];
}

/** KEDA makes the autoscaler from its ScaledObject, and makes it so again. */
function kedaRefusals(autoscaler: Autoscaler): readonly Refusal[] {
  const { labels, ownerReferences = [] } = autoscaler.metadata;
  const owner =
    ownerReferences.find(({ kind }) => kind === 'ScaledObject')?.name ?? labels?.['scaledobject.keda.sh/name'];
  if (owner === undefined) return [];
  const reason = `KEDA makes ${textOf(autoscaler)} from ScaledObject ${owner}`;
  return [{ id: 'keda-owned', reason, hint: 'change minReplicaCount and maxReplicaCount of the ScaledObject' }];
}

function boundRefusals(autoscaler: Autoscaler, was: Bounds, is: Bounds): readonly Refusal[] {
  const name = textOf(autoscaler);
  const reasons: Refusal[] = [];
  if (is.min === was.min && is.max === was.max)
    reasons.push({ id: 'same-bounds', reason: `${name} has these bounds already` });
  if (is.max < is.min)
    reasons.push({
      id: 'bounds-crossed',
      reason: `${name} would have at least ${is.min} and at most ${is.max} replicas`,
    });
  const now = autoscaler.status?.currentReplicas ?? 0;
  if (is.max < was.max && is.max < now) {
    reasons.push({
      id: 'stops-pods',
      reason: `${name} has ${now} replicas now, and at most ${is.max} would stop ${now - is.max} of them`,
    });
  }
  return reasons;
}

/** Done once the autoscaler works within the new bounds and is not held at the old ones any more. */
async function boundsProgress({ target, params, reader }: Verifying<Params>): Promise<Progress> {
  const live = await readBack(target, reader);
  if (live.state !== 'found') return live;
  const autoscaler = autoscalerOf(live.object);
  const [was, is] = [boundsOf(autoscalerOf(target)), boundsOf(autoscaler)];
  if (is.min !== (params.minReplicas ?? is.min) || is.max !== (params.maxReplicas ?? is.max)) {
    return { state: 'failed', reason: `the bounds of ${textOf(autoscaler)} were changed by somebody else` };
  }
  const desired = autoscaler.status?.desiredReplicas ?? 0;
  const says = `${textOf(autoscaler)} wants ${desired} replicas, between ${is.min} and ${is.max}`;
  const limited = conditionOf(autoscaler, 'ScalingLimited');
  const isHeld =
    limited?.status === 'True' && limited.reason === 'TooManyReplicas' && is.max > was.max && desired <= was.max;
  if (desired < is.min || desired > is.max || isHeld)
    return { state: 'waiting', reason: `${textOf(autoscaler)} still wants ${desired} replicas` };
  return { state: 'done', reason: says };
}
