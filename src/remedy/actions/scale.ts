import { z } from 'zod';
import { conditionOf } from '../../kube/conditions.ts';
import type { KubeObject, ObjectOf } from '../../kube/object.ts';
import { desiredReplicas, isObserved, isOf } from '../../kube/workloads/workloads.ts';
import {
  defineAction,
  type Effects,
  type Progress,
  type Proposal,
  type Refusal,
  refused,
  type Verifying,
} from '../action.ts';
import type { ListRead } from '../live/reader.ts';
import { paramFlag } from '../objects/param-flag.ts';
import { extraDemand, podRequestsOf } from '../workloads/demand.ts';
import { newPodsOf } from '../workloads/owned.ts';
import { troubleOf } from '../workloads/pod-trouble.ts';
import { readBack } from '../workloads/read-back.ts';
import { replicaScalersOf, type Scaler } from '../workloads/scalers.ts';
import { right, targetAs, textOf, unreadable } from '../workloads/workload.ts';

const params = z
  .strictObject({
    replicas: z.int().min(0).max(10_000).optional().describe('how many pods are wanted'),
    delta: z.int().min(-1000).max(1000).optional().describe('how many more, or less than 0 for fewer'),
    factor: z.number().positive().max(10).optional().describe('how many times as many, rounded up'),
    min: z.int().min(0).optional().describe('never fewer than this'),
    max: z.int().min(0).optional().describe('never more than this'),
    allowZero: z.boolean().optional().describe('allow that no pod is left; false if absent'),
    allowClaims: z
      .boolean()
      .optional()
      .describe('allow fewer pods of a StatefulSet whose pods have volumes of their own; false if absent'),
  })
  .refine(({ replicas, delta, factor }) => [replicas, delta, factor].filter((one) => one !== undefined).length === 1, {
    message: 'give exactly one of replicas, delta and factor',
  })
  .refine(({ min = 0, max = Number.POSITIVE_INFINITY }) => min <= max, { message: 'min is above max' });
type Params = z.infer<typeof params>;

interface Facts {
  readonly scalers: ListRead<Scaler>;
  readonly limitRanges: ListRead<ObjectOf<'LimitRange'>>;
}

export const scale = defineAction({
  id: 'scale',
  title: 'Change the number of pods',
  on: ['Deployment', 'StatefulSet'],
  risk: 'R3',
  rights: [
    right('apps', 'deployments', 'patch'),
    right('apps', 'statefulsets', 'patch'),
    right('apps', 'replicasets', 'list'),
    right('autoscaling', 'horizontalpodautoscalers', 'list'),
    right('keda.sh', 'scaledobjects', 'list'),
    right('', 'limitranges', 'list'),
    right('', 'pods', 'list'),
  ],
  source: 'https://kubernetes.io/docs/reference/kubectl/generated/kubectl_scale/',
  params,
  example: { delta: 1, max: 6 },
  look: async ({ target, reader }) => ({
    scalers: await replicaScalersOf(target, reader),
    limitRanges: await reader.list('LimitRange', target.metadata.namespace ?? null),
  }),
  propose: ({ target, params, facts }) => proposeScale(scalableOf(target), params, facts),
  verify: scaleProgress,
});

type Scalable = ObjectOf<'Deployment' | 'StatefulSet'>;

function scalableOf(target: KubeObject): Scalable {
  return isOf(target, 'StatefulSet') ? target : targetAs('Deployment', target);
}

function proposeScale(workload: Scalable, params: Params, { scalers, limitRanges }: Facts): Proposal {
  const name = textOf(workload);
  const from = desiredReplicas(workload);
  const to = wantedBy(params, from);
  const reasons = [...numberRefusals(workload, params, from, to), ...scalerRefusals(workload, scalers)];
  if (limitRanges.state === 'unreadable') return refused(...reasons, unreadable('LimitRanges', limitRanges.reason));
  if (reasons.length > 0) return refused(...reasons);
  const ups: Effects = {
    podsDisrupted: 0,
    replicas: { from, to },
    demand: extraDemand(workload, to - from, limitRanges.objects),
    podRequests: podRequestsOf(workload.spec?.template?.spec ?? {}, limitRanges.objects),
  };
  return {
    state: 'proposed',
    summary: `set replicas of ${name} from ${from} to ${to}`,
    risk: to > from ? 'R2' : 'R3',
    writes: [{ verb: 'patch', before: workload, edits: [{ path: ['spec', 'replicas'], value: to }] }],
    effects: to > from ? ups : { podsDisrupted: from - to, replicas: { from, to } },
    wayBack: `replicas is set to ${from} again, if nobody has changed it since`,
  };
}

function wantedBy({ replicas, delta, factor, min = 0, max = Number.POSITIVE_INFINITY }: Params, from: number): number {
  const wanted = replicas ?? (delta === undefined ? Math.ceil(from * (factor ?? 1) - TINY) : from + delta);
  return Math.min(Math.max(wanted, min, 0), max);
}

/** Guards the rounding up against the error of a product of fractions. */
const TINY = 1e-9;

function numberRefusals(workload: Scalable, params: Params, from: number, to: number): readonly Refusal[] {
  const name = textOf(workload);
  const reasons: Refusal[] = [];
  if (to === from) reasons.push({ id: 'same-replicas', reason: `${name} wants ${from} replicas already` });
  if (to === 0 && from > 0 && params.allowZero !== true) {
    reasons.push({
      id: 'scale-to-zero',
      reason: `${name} would have no pod left`,
      hint: `say that it may: ${paramFlag('allowZero', true)}`,
    });
  }
  const claims = isOf(workload, 'StatefulSet') ? (workload.spec?.volumeClaimTemplates ?? []) : [];
  if (to < from && claims.length > 0 && params.allowClaims !== true) {
    const reason = `the pods of ${name} have volumes of their own, and what is on those of the last ${from - to} would be out of reach`;
    const hint = `move the data first, then say that it may: ${paramFlag('allowClaims', true)}`;
    reasons.push({ id: 'claims', reason, hint });
  }
  return reasons;
}

function scalerRefusals(workload: Scalable, scalers: ListRead<Scaler>): readonly Refusal[] {
  if (scalers.state === 'unreadable') return [unreadable('Autoscalers', scalers.reason)];
  return scalers.objects.map(({ object }) => {
    const hint =
      object.kind === 'ScaledObject'
        ? `change minReplicaCount and maxReplicaCount of ${textOf(object)}`
        : `change the bounds of ${textOf(object)}: hpa.adjust`;
    return { id: 'autoscaled', reason: `${textOf(object)} decides how many pods ${textOf(workload)} has`, hint };
  });
}

/** Done once exactly the wanted pods are there and ready; failed where they cannot be made. */
async function scaleProgress({ target, reader }: Verifying<Params>): Promise<Progress> {
  const live = await readBack(target, reader);
  if (live.state !== 'found') return live;
  const workload = scalableOf(live.object);
  const name = textOf(workload);
  if (!isObserved(workload))
    return { state: 'waiting', reason: `the controller of ${name} has not seen the change yet` };
  const { replicas = 0, readyReplicas = 0 } = workload.status ?? {};
  const wanted = desiredReplicas(workload);
  const counts = `${readyReplicas} of ${wanted} pods of ${name} are ready, ${replicas} exist`;
  if (replicas === wanted && readyReplicas === wanted) return { state: 'done', reason: counts };
  const failure = conditionOf(workload, 'ReplicaFailure');
  if (failure?.status === 'True') return { state: 'failed', reason: `${counts}: ${failure.message}` };
  const pods = await newPodsOf(workload, reader);
  if (pods.state === 'unreadable')
    return { state: 'waiting', reason: `${counts}; its pods cannot be read: ${pods.reason}` };
  const trouble = troubleOf(pods.objects);
  return trouble === undefined
    ? { state: 'waiting', reason: counts }
    : { state: 'failed', reason: `${counts}: ${trouble}` };
}
