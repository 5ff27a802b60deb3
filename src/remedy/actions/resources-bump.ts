import { z } from 'zod';
import type { Finding } from '../../findings/finding.ts';
import { containersOf } from '../../kube/containers.ts';
import type { KubeObject } from '../../kube/object.ts';
import { quantityValue } from '../../kube/quantities.ts';
import { lastEndOf } from '../../kube/runtime/ends.ts';
import { selectorText } from '../../kube/selectors.ts';
import { defineAction, type Progress, type Proposal, type Refusal, refused, type Verifying } from '../action.ts';
import type { ListRead } from '../live/reader.ts';
import { effectiveResources, type Resources } from '../workloads/demand.ts';
import { newPodsOf } from '../workloads/owned.ts';
import { readBack } from '../workloads/read-back.ts';
import {
  lookAtResources,
  proposeResources,
  RESOURCE_RIGHTS,
  type ResourceFacts,
  type WantedResources,
} from '../workloads/resource-change.ts';
import { asQuantity, quantity, RESOURCES, type Resource } from '../workloads/resource-rules.ts';
import { rolloutProgress } from '../workloads/rollout-progress.ts';
import { ROLLOUT_PARAMS } from '../workloads/template-change.ts';
import { containerOf, isRefusal, type PlacedContainer } from '../workloads/template-container.ts';
import { right, textOf, unreadable, WORKLOAD_KINDS, type Workload, workloadOf } from '../workloads/workload.ts';

const growth = z
  .strictObject({
    factor: z.number().gt(1).max(4).optional().describe('how many times as much'),
    step: quantity.optional().describe('how much more'),
    ceiling: quantity.describe('never more than this'),
  })
  .refine(({ factor, step }) => (factor === undefined) !== (step === undefined), { message: 'give factor or step' });
type Growth = z.infer<typeof growth>;

const params = z
  .strictObject({
    container: z
      .string()
      .optional()
      .describe('its name; may be left out where the pods have only one, or a finding names it'),
    memory: growth.optional().describe('how its memory grows'),
    cpu: growth.optional().describe('how its cpu grows'),
    ...ROLLOUT_PARAMS,
  })
  .refine(({ memory, cpu }) => memory !== undefined || cpu !== undefined, { message: 'give memory, cpu or both' });
type Params = z.infer<typeof params>;

interface Facts extends ResourceFacts {
  readonly metrics: ListRead<KubeObject>;
}

export const resourcesBump = defineAction({
  id: 'resources.bump',
  title: 'Give a container more, up to a ceiling',
  on: WORKLOAD_KINDS,
  risk: 'R3',
  rights: [...RESOURCE_RIGHTS, right('metrics.k8s.io', 'pods', 'list')],
  source: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
  params,
  example: { container: 'web', memory: { factor: 1.5, ceiling: '1Gi' } },
  look: async (looking) => {
    const labels = selectorText(workloadOf(looking.target).spec?.selector);
    const kind = { apiVersion: 'metrics.k8s.io/v1beta1', kind: 'PodMetrics' };
    const isAsked = looking.params.cpu !== undefined;
    const metrics: ListRead<KubeObject> = isAsked
      ? await looking.reader.listAny(kind, looking.target.metadata.namespace ?? null, labels)
      : { state: 'listed', objects: [] };
    return { ...(await lookAtResources(looking)), metrics };
  },
  propose: ({ target, params, facts, finding }) => {
    const workload = workloadOf(target);
    const container = containerOf(workload.spec?.template?.spec ?? {}, params.container, finding, textOf(workload));
    return isRefusal(container) ? refused(container) : proposeBump(workload, container, params, facts, finding);
  },
  verify: bumpProgress,
});

function proposeBump(
  workload: Workload,
  container: PlacedContainer,
  params: Params,
  facts: Facts,
  finding: Finding | null,
): Proposal {
  const ranges = facts.limitRanges.state === 'listed' ? facts.limitRanges.objects : [];
  const before = effectiveResources(container.spec, ranges);
  const wanted: WantedResources = { requests: {}, limits: {} };
  const refusals: Refusal[] = [];
  const notes: string[] = [];
  for (const resource of RESOURCES) {
    const growth = params[resource];
    if (growth === undefined) continue;
    const raised = raise(resource, growth, before, container);
    if ('reason' in raised) refusals.push(raised);
    else {
      Object.assign(wanted.requests, raised.requests);
      Object.assign(wanted.limits, raised.limits);
      if (raised.isCut) notes.push(`${resource} is raised to its ceiling of ${growth.ceiling} only`);
    }
    const lacking =
      resource === 'memory' ? noOomKill(container, facts, finding) : noThrottling(container, before, facts);
    if (lacking !== undefined) refusals.push(lacking);
  }
  const deleteStuckPods = params.deleteStuckPods === true;
  return proposeResources({ workload, container, wanted, facts, deleteStuckPods, refusals, notes });
}

/** The limit grows, or the request where there is no limit; a request that equals the limit goes with it. */
function raise(
  resource: Resource,
  growth: Growth,
  { requests, limits }: Resources,
  { name, spec }: PlacedContainer,
): (WantedResources & { readonly isCut: boolean }) | Refusal {
  const [limit, request] = [quantityValue(limits[resource]), quantityValue(requests[resource])];
  const was = limit ?? request;
  if (was === undefined || was === 0) {
    return { id: 'nothing-to-raise', reason: `container ${name} has neither a ${resource} limit nor a request` };
  }
  const ceiling = quantityValue(growth.ceiling) ?? 0;
  if (was >= ceiling) {
    const has = (limit === undefined ? requests : limits)[resource];
    return {
      id: 'at-ceiling',
      reason: `container ${name} has ${has} ${resource}, and its ceiling is ${growth.ceiling}`,
    };
  }
  const grown = growth.step === undefined ? was * (growth.factor ?? 1) : was + (quantityValue(growth.step) ?? 0);
  const isCut = grown > ceiling;
  const value = isCut ? growth.ceiling : asQuantity(resource, grown);
  if (limit === undefined) return { requests: { [resource]: value }, limits: {}, isCut };
  // Beside a limit of its own, a request that is not written becomes as high as the limit.
  const kept = spec.resources?.requests?.[resource] ?? requests[resource] ?? value;
  return { requests: { [resource]: request === limit ? value : kept }, limits: { [resource]: value }, isCut };
}

function noOomKill(container: PlacedContainer, { pods }: Facts, finding: Finding | null): Refusal | undefined {
  if (finding?.check === 'container-oom-killed' && finding.facts['container'] === container.name) return undefined;
  if (pods.state === 'unreadable' || pods.objects.some((pod) => wasOomKilled(pod, container.name))) return undefined;
  return { id: 'no-evidence', reason: `no pod shows that container ${container.name} was killed for its memory` };
}

function wasOomKilled(pod: Parameters<typeof containersOf>[0], name: string): boolean {
  return containersOf(pod).some((one) => one.name === name && lastEndOf(one.status)?.reason === 'OOMKilled');
}

const podMetrics = z.looseObject({
  containers: z.array(z.looseObject({ name: z.string(), usage: z.looseObject({ cpu: z.string().optional() }) })),
});

/** A container that uses nearly all it may is throttled. The API tells of no other sign. */
const NEARLY = 0.9;

function noThrottling(container: PlacedContainer, { limits }: Resources, { metrics }: Facts): Refusal | undefined {
  if (metrics.state === 'unreadable') return unreadable('Pod metrics', metrics.reason);
  const limit = quantityValue(limits['cpu']) ?? Number.POSITIVE_INFINITY;
  const used = metrics.objects
    .flatMap((object) => podMetrics.safeParse(object).data?.containers ?? [])
    .filter(({ name }) => name === container.name)
    .map(({ usage }) => quantityValue(usage.cpu) ?? 0);
  if (used.some((cores) => cores >= limit * NEARLY)) return undefined;
  return { id: 'no-evidence', reason: `no pod uses nearly all the cpu that container ${container.name} may use` };
}

/** A rollout that is complete, and no new pod that was killed for its memory again. */
async function bumpProgress(verifying: Verifying<Params>): Promise<Progress> {
  const { target, params, reader } = verifying;
  const progress = await rolloutProgress(verifying);
  if (params.memory === undefined) return progress;
  const live = await readBack(target, reader);
  if (live.state !== 'found') return live;
  const pods = await newPodsOf(workloadOf(live.object), reader);
  if (pods.state === 'unreadable') return { state: 'waiting', reason: `its pods cannot be read: ${pods.reason}` };
  const killed = pods.objects.find((pod) =>
    containersOf(pod).some(({ status }) => lastEndOf(status)?.reason === 'OOMKilled'),
  );
  if (killed === undefined || progress.state === 'waiting') return progress;
  return { state: 'failed', reason: `${textOf(killed)} was killed for its memory again` };
}
