import type { Container, ObjectOf, Pod, PodSpec } from '../../kube/object.ts';
import { isActive } from '../../kube/pods.ts';
import { quantityValue } from '../../kube/quantities.ts';
import { requestsOf } from '../../kube/scheduling/pod-requests.ts';
import { isOf } from '../../kube/workloads/workloads.ts';
import { surgeOf } from './strategy.ts';
import { type Workload, wantedPods } from './workload.ts';

type LimitRange = ObjectOf<'LimitRange'>;
type Amounts = Readonly<Record<string, number>>;
type Quantities = Readonly<Record<string, string | undefined>>;

/** A container's requests and limits, after all defaults. */
export interface Resources {
  readonly requests: Quantities;
  readonly limits: Quantities;
}

/**
 * The requests and limits that a container of a new pod will have: a missing request is the limit, and what a
 * LimitRange of the namespace gives fills the rest, in the order of the API server.
 * @see https://kubernetes.io/docs/concepts/policy/limit-range/
 */
export function effectiveResources(container: Container, ranges: readonly LimitRange[]): Resources {
  const own = container.resources;
  const defaults = ranges.flatMap(({ spec }) => (spec?.limits ?? []).filter(({ type }) => type === 'Container'));
  const limits = Object.assign({}, ...defaults.map((limit) => limit.default ?? {}), own?.limits);
  const byDefault = Object.assign({}, ...defaults.map((limit) => ({ ...limit.default, ...limit.defaultRequest })));
  return { limits, requests: { ...byDefault, ...own?.limits, ...own?.requests } };
}

/** What one new pod requests of a node, in base units. */
export function podRequestsOf(spec: PodSpec, ranges: readonly LimitRange[]): Amounts {
  return sumOf(spec, (container) => effectiveResources(container, ranges).requests, spec.resources?.requests);
}

/** What one new pod takes of a quota. */
export function podTotals(spec: PodSpec, ranges: readonly LimitRange[]): Amounts {
  const limits = sumOf(spec, (container) => effectiveResources(container, ranges).limits, spec.resources?.limits);
  const totals: Record<string, number> = { pods: 1 };
  for (const [name, amount] of Object.entries(podRequestsOf(spec, ranges))) totals[`requests.${name}`] = amount;
  for (const [name, amount] of Object.entries(limits)) totals[`limits.${name}`] = amount;
  return totals;
}

/**
 * What a rollout to a new template needs beyond what the workload's pods take now, at its two fullest moments: when
 * the surge stands beside all old pods, and when all new pods stand beside the last old ones.
 */
export function rolloutDemand(
  workload: Workload,
  spec: PodSpec,
  pods: readonly Pod[],
  staying: (pod: Pod) => boolean,
  ranges: readonly LimitRange[],
): Amounts {
  const fresh = podTotals(spec, ranges);
  const active = pods.filter(isActive);
  const others = active.filter((pod) => !staying(pod));
  const [wanted, surge] = [wantedPods(workload), surgeOf(workload)];
  const kept = active.length - others.length;
  const early = Math.max(0, Math.min(wanted - kept, wanted + surge - active.length));
  const totals = active.map((pod) => podTotals(pod.spec ?? {}, []));
  const old = others.map((pod) => podTotals(pod.spec ?? {}, []));
  const last = Math.min(surge, others.length);
  const demand: Record<string, number> = {};
  for (const name of new Set([...Object.keys(fresh), ...totals.flatMap(Object.keys)])) {
    const each = fresh[name] ?? 0;
    const now = totals.reduce((sum, one) => sum + (one[name] ?? 0), 0);
    const most = Math.max(0, ...old.map((one) => one[name] ?? 0));
    const needed = Math.max(early * each, wanted * each + last * most - now);
    if (needed > TINY) demand[name] = needed;
  }
  return demand;
}

/** What so many more pods of a workload need, a StatefulSet's claims too. */
export function extraDemand(
  workload: Workload | ObjectOf<'ReplicaSet'>,
  more: number,
  ranges: readonly LimitRange[],
): Amounts {
  const demand: Record<string, number> = {};
  for (const [name, amount] of Object.entries(podTotals(workload.spec?.template?.spec ?? {}, ranges))) {
    demand[name] = amount * more;
  }
  if (!isOf(workload, 'StatefulSet')) return demand;
  const claims = workload.spec?.volumeClaimTemplates ?? [];
  for (const { spec } of claims) {
    const ofClass = spec?.storageClassName ? `${spec.storageClassName}.storageclass.storage.k8s.io/` : undefined;
    const storage = quantityValue(spec?.resources?.requests?.['storage']) ?? 0;
    for (const prefix of ['', ...(ofClass === undefined ? [] : [ofClass])]) {
      demand[`${prefix}persistentvolumeclaims`] = (demand[`${prefix}persistentvolumeclaims`] ?? 0) + more;
      demand[`${prefix}requests.storage`] = (demand[`${prefix}requests.storage`] ?? 0) + storage * more;
    }
  }
  return demand;
}

/** Guards against the error of sums of fractions. */
const TINY = 1e-9;

/** What the scheduler would count if these were the requests, in base units. */
function sumOf(spec: PodSpec, of: (container: Container) => Quantities, ofPod: Quantities | undefined): Amounts {
  const as = (container: Container): Container => ({ ...container, resources: { requests: of(container) } });
  const counted: PodSpec = {
    containers: (spec.containers ?? []).map(as),
    initContainers: (spec.initContainers ?? []).map(as),
    ...(spec.overhead === undefined ? {} : { overhead: spec.overhead }),
    ...(ofPod === undefined ? {} : { resources: { requests: ofPod } }),
  };
  const amounts = requestsOf({ apiVersion: 'v1', kind: 'Pod', metadata: { name: '' }, spec: counted });
  const entries = [...amounts].filter(([name]) => name !== 'pods');
  return Object.fromEntries(entries.map(([name, amount]) => [name, name === 'cpu' ? amount / 1000 : amount]));
}
