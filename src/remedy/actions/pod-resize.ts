import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { conditionOf } from '../../kube/conditions.ts';
import { containersOf } from '../../kube/containers.ts';
import type { Container, ObjectOf, Pod, PodSpec } from '../../kube/object.ts';
import { controllerOf } from '../../kube/owners.ts';
import { isActive } from '../../kube/pods.ts';
import { quantityValue } from '../../kube/quantities.ts';
import { defineAction, type Progress, type Proposal, type Refusal, refused, type Verifying } from '../action.ts';
import type { ListRead } from '../live/reader.ts';
import { effectiveResources, podTotals } from '../workloads/demand.ts';
import { readBack } from '../workloads/read-back.ts';
import { changesText, resourceEdits, type WantedResources, withResources } from '../workloads/resource-change.ts';
import { growthOf, limitRangeRefusals, orderRefusals, quantity, RESOURCES } from '../workloads/resource-rules.ts';
import { containerOf, isRefusal, type PlacedContainer, withContainer } from '../workloads/template-container.ts';
import { right, targetAs, textOf, unreadable } from '../workloads/workload.ts';

const amounts = z.strictObject({
  cpu: quantity.optional().describe('like 500m'),
  memory: quantity.optional().describe('like 256Mi'),
});

const params = z
  .strictObject({
    container: z
      .string()
      .optional()
      .describe('its name; may be left out where the pod has only one, or a finding names it'),
    requests: amounts.optional().describe('what the container requests'),
    limits: amounts.optional().describe('what the container may use at most'),
  })
  .refine(({ requests, limits }) => Object.keys({ ...requests, ...limits }).length > 0, {
    message: 'give at least one request or limit',
  });
type Params = z.infer<typeof params>;

interface Facts {
  readonly limitRanges: ListRead<ObjectOf<'LimitRange'>>;
}

export const podResize = defineAction({
  id: 'pod.resize',
  title: 'Change the resources of a running pod',
  on: ['Pod'],
  risk: 'R2',
  rights: [{ group: '', resource: 'pods', subresource: 'resize', verb: 'patch' }, right('', 'limitranges', 'list')],
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/resize-container-resources/',
  params,
  example: { container: 'web', limits: { memory: '512Mi' } },
  look: async ({ target, reader }) => ({
    limitRanges: await reader.list('LimitRange', target.metadata.namespace ?? null),
  }),
  propose: ({ target, params, facts, finding }) => {
    const pod = targetAs('Pod', target);
    const container = containerOf(pod.spec ?? {}, params.container, finding, textOf(pod), ['spec']);
    return isRefusal(container) ? refused(container) : proposeResize(pod, container, params, facts);
  },
  verify: resizeProgress,
});

function proposeResize(pod: Pod, container: PlacedContainer, params: Params, { limitRanges }: Facts): Proposal {
  if (limitRanges.state === 'unreadable') return refused(unreadable('LimitRanges', limitRanges.reason));
  const wanted: WantedResources = { requests: params.requests ?? {}, limits: params.limits ?? {} };
  const made = withResources(container.spec, wanted);
  const [spec, after] = [pod.spec ?? {}, withContainer(pod.spec ?? {}, container, made)];
  const [before, effective] = [effectiveResources(container.spec, []), effectiveResources(made, [])];
  const edits = resourceEdits(container, wanted);
  const changed = new Set(edits.map(({ path }) => String(path.at(-1))));
  const reasons = [
    ...stateRefusals(pod, container),
    ...(edits.length > 0
      ? []
      : [{ id: 'same-resources', reason: `container ${container.name} has these resources already` }]),
    ...policyRefusals(container, changed),
    ...(qosOf(spec) === qosOf(after)
      ? []
      : [{ id: 'qos-class', reason: `${textOf(pod)} would become ${qosOf(after)}, and a pod stays ${qosOf(spec)}` }]),
    ...orderRefusals(container.name, effective),
    ...limitRangeRefusals(container.name, effective, after, limitRanges.objects),
  ];
  if (reasons.length > 0) return refused(...reasons);
  return {
    state: 'proposed',
    summary: `resize container ${container.name} of ${textOf(pod)}: ${changesText(container, edits)}`,
    risk: 'R2',
    writes: [{ verb: 'patch', before: pod, edits, subresource: 'resize' }],
    effects: { podsDisrupted: 0, demand: moreThan(spec, after), resourceFactor: growthOf(before, effective) },
    wayBack: 'It is resized back; a kubelet lowers memory only as far as what is in use lets it',
    notes:
      controllerOf(pod) === undefined
        ? []
        : ['it does not outlive this pod: the template of its workload stays as it is'],
  };
}

function stateRefusals(pod: Pod, { name, list, spec }: PlacedContainer): readonly Refusal[] {
  const reasons: Refusal[] = [];
  if (!isActive(pod) || pod.status?.phase !== 'Running') {
    reasons.push({ id: 'not-running', reason: `${textOf(pod)} is not running` });
  }
  if (pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined) {
    reasons.push({ id: 'static-pod', reason: `${textOf(pod)} mirrors a static pod, which its node keeps as it is` });
  }
  if (pod.spec?.resources !== undefined) {
    reasons.push({
      id: 'pod-level-resources',
      reason: `${textOf(pod)} has resources as a whole, which decide its QoS class`,
    });
  }
  if (list === 'initContainers' && spec.restartPolicy !== 'Always') {
    reasons.push({ id: 'init-container', reason: `${name} is an init container, which cannot be resized` });
  }
  return reasons;
}

function policyRefusals({ name, spec }: PlacedContainer, changed: ReadonlySet<string>): readonly Refusal[] {
  return (spec.resizePolicy ?? [])
    .filter(({ resourceName = '', restartPolicy }) => restartPolicy === 'RestartContainer' && changed.has(resourceName))
    .map(({ resourceName }) => ({
      id: 'restarts-container',
      reason: `container ${name} restarts when its ${resourceName} changes: its resizePolicy says so`,
      hint: 'change the template of its workload instead: resources.set',
    }));
}

/** @see https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/ */
function qosOf(spec: PodSpec): string {
  const all = [...(spec.containers ?? []), ...(spec.initContainers ?? [])].map((one) => effectiveResources(one, []));
  const values = all.flatMap(({ requests, limits }) => RESOURCES.flatMap((name) => [requests[name], limits[name]]));
  if (values.every((value) => (quantityValue(value) ?? 0) === 0)) return 'BestEffort';
  const isFixed = all.every(({ requests, limits }) =>
    RESOURCES.every(
      (name) => limits[name] !== undefined && quantityValue(limits[name]) === quantityValue(requests[name]),
    ),
  );
  return isFixed ? 'Guaranteed' : 'Burstable';
}

function moreThan(before: PodSpec, after: PodSpec): Readonly<Record<string, number>> {
  const was = podTotals(before, []);
  const entries = Object.entries(podTotals(after, [])).map(
    ([name, value]) => [name, value - (was[name] ?? 0)] as const,
  );
  return Object.fromEntries(entries.filter(([, more]) => more > 0));
}

/** Done once the kubelet has made the container what its specification says. */
async function resizeProgress({ target, params, reader }: Verifying<Params>): Promise<Progress> {
  const live = await readBack(target, reader);
  if (live.state !== 'found') return live;
  const pod = targetAs('Pod', live.object);
  if (!isActive(pod)) return { state: 'failed', reason: `${textOf(pod)} is not running any more` };
  const [pending, inProgress] = [conditionOf(pod, 'PodResizePending'), conditionOf(pod, 'PodResizeInProgress')];
  if (pending?.status === 'True') {
    const state = pending.reason === 'Infeasible' ? 'failed' : 'waiting';
    return { state, reason: `its node has not resized ${textOf(pod)}: ${pending.reason} ${pending.message}`.trim() };
  }
  if (inProgress?.status === 'True') {
    return { state: 'waiting', reason: `${textOf(pod)} is being resized: ${inProgress.message}` };
  }
  const before = containersOf(targetAs('Pod', target));
  const changed = containersOf(pod).filter(
    ({ name, spec }) => !isDeepStrictEqual(spec.resources, before.find((one) => one.name === name)?.spec.resources),
  );
  if (changed.length === 0) return { state: 'failed', reason: `${textOf(pod)} was resized back by somebody else` };
  const late = changed.find(({ spec, status }) => !isApplied(spec, status?.resources, params));
  return late === undefined
    ? { state: 'done', reason: `${textOf(pod)} has the new resources` }
    : { state: 'waiting', reason: `its node does not report the new resources of container ${late.name} yet` };
}

function isApplied(spec: Container, actual: Container['resources'], params: Params): boolean {
  return (['requests', 'limits'] as const).every((part) =>
    RESOURCES.every(
      (name) =>
        params[part]?.[name] === undefined ||
        quantityValue(spec.resources?.[part]?.[name]) === quantityValue(actual?.[part]?.[name]),
    ),
  );
}
