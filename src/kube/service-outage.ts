import { conditionOf } from './conditions.ts';
import type { KubeObject, ObjectOf, Pod } from './object.ts';
import { type ObjectRef, refOf } from './object-ref.ts';
import { controllerOf } from './owners.ts';
import { isActive, isReady, isTerminating } from './pods.ts';
import { type Labels, labelsMatch } from './selectors.ts';
import { namesOnePod, type PodTemplate, TEMPLATE_KINDS, templateCanMatch, templatesIn } from './templates.ts';
import { earliest, MINUTE_MS, timeMs } from './time.ts';

type Service = ObjectOf<'Service'>;
type EndpointSlice = ObjectOf<'EndpointSlice'>;

/** The kinds that `outageOf` looks at. */
export const OUTAGE_KINDS = ['EndpointSlice', 'Pod', ...TEMPLATE_KINDS] as const;

/**
 * Why a Service with a selector has no ready endpoint.
 *
 * - `no-match`: neither a pod nor a workload has the labels.
 * - `zero`: the pods are meant to be away: scaled to zero, suspended or finished.
 * - `not-created`: workloads have the labels and want pods, but none exists.
 * - `not-ready`: pods exist, and none is ready.
 * - `not-listed`: pods are ready, but no EndpointSlice has them.
 */
export type Outage =
  | { readonly state: 'no-match' }
  | { readonly state: 'zero' | 'not-created'; readonly workloads: readonly PodTemplate[] }
  | { readonly state: 'not-ready' | 'not-listed'; readonly pods: readonly Pod[] };

interface Surroundings {
  readonly takenAtMs: number;
  age(timestamp: string | null | undefined): number;
  inNamespace<T extends (typeof OUTAGE_KINDS)[number]>(kind: T, namespace: string): readonly ObjectOf<T>[];
  selectByLabels<T extends 'EndpointSlice' | 'Pod'>(
    kind: T,
    namespace: string,
    labels: Labels | undefined,
  ): readonly ObjectOf<T>[];
}

/** The EndpointSlices of a Service. */
export function slicesOf(service: Service, view: Pick<Surroundings, 'selectByLabels'>): readonly EndpointSlice[] {
  const { namespace = '', name } = service.metadata;
  return view.selectByLabels('EndpointSlice', namespace, { 'kubernetes.io/service-name': name });
}

/** True if a slice has an address that traffic is sent to. An unknown readiness counts as ready, as the API says. */
export function hasReadyEndpoint(slice: EndpointSlice): boolean {
  return (slice.endpoints ?? []).some((endpoint) => endpoint?.conditions?.ready !== false);
}

/** True where Kubernetes itself finds the pods: not for an ExternalName, nor where somebody else writes the endpoints. */
export function selectsPods({ spec }: Service): boolean {
  return spec?.type !== 'ExternalName' && Object.keys(spec?.selector ?? {}).length > 0;
}

/** Why a Service has no ready endpoint; undefined where it has one, or none is to be expected. */
export function outageOf(service: Service, view: Surroundings): Outage | undefined {
  if (service.metadata.deletionTimestamp !== undefined || !selectsPods(service)) return undefined;
  if (slicesOf(service, view).some(hasReadyEndpoint)) return undefined;
  const { namespace = '' } = service.metadata;
  const selector = service.spec?.selector ?? {};
  const pods = view.selectByLabels('Pod', namespace, selector);
  const live = pods.filter(isActive);
  if (live.length > 0) return ofPods(live);
  return withoutLivePods(selector, pods, templatesIn(namespace, view));
}

function ofPods(live: readonly Pod[]): Outage {
  const ready = live.filter(isReady);
  return ready.length > 0 ? { state: 'not-listed', pods: ready } : { state: 'not-ready', pods: live };
}

function withoutLivePods(selector: Labels, pods: readonly Pod[], templates: readonly PodTemplate[]): Outage {
  const matching = templates.filter((template) => templateCanMatch(template, selector));
  const lacking = matching.filter(({ desired, existing }) => desired > (namesOnePod(selector) ? existing : 0));
  if (lacking.length > 0) return { state: 'not-created', workloads: lacking };
  const leaving = pods.filter((pod) => isTerminating(pod) || pod.status?.phase === 'Failed');
  if (leaving.length > 0) return { state: 'not-ready', pods: leaving };
  if (pods.length > 0 || matching.some(({ desired }) => desired === 0)) return { state: 'zero', workloads: matching };
  return { state: 'no-match' };
}

/** When a Service lost its last ready pod; null where nothing says so. */
export function outageSince(outage: Outage): string | null {
  if (outage.state !== 'not-ready') return null;
  const times = outage.pods.map(downSince).filter((time) => time !== null);
  if (times.length < outage.pods.length) return null;
  return times.reduce((latest, time) => ((timeMs(time) ?? 0) > (timeMs(latest) ?? 0) ? time : latest));
}

function downSince(pod: Pod): string | null {
  return earliest([conditionOf(pod, 'Ready')?.lastTransitionTime, pod.metadata.deletionTimestamp]);
}

/**
 * True for what may still pass by itself: a Service, or pods, that came or went a moment ago.
 * A creation time is good enough for patience, though not for saying since when.
 */
export function isSettling(service: Service, outage: Outage, view: Pick<Surroundings, 'age'>): boolean {
  const young = (object: KubeObject): boolean => {
    const { creationTimestamp } = object.metadata;
    return creationTimestamp !== undefined && view.age(creationTimestamp) < PATIENCE_MS;
  };
  if (young(service)) return true;
  switch (outage.state) {
    case 'no-match':
    case 'zero':
      return false;
    case 'not-created':
      return outage.workloads.every(({ workload }) => young(workload));
    case 'not-listed':
      return outage.pods.some((pod) => isRecent(conditionOf(pod, 'Ready')?.lastTransitionTime, view));
    case 'not-ready':
      return outage.pods.some((pod) => young(pod) || isRecent(downSince(pod), view));
  }
}

/** How long pods may take to start before the silence of their Service is worth a word. */
const PATIENCE_MS = 2 * MINUTE_MS;

function isRecent(timestamp: string | null | undefined, view: Pick<Surroundings, 'age'>): boolean {
  return timestamp !== undefined && timestamp !== null && view.age(timestamp) < PATIENCE_MS;
}

/** The objects whose trouble explains an outage: what is nearest to the cause, so that any finding there counts. */
export function outageCauses(service: Service, outage: Outage): readonly ObjectRef[] {
  switch (outage.state) {
    case 'not-ready':
      return outage.pods.map(refOf);
    case 'not-created':
      return outage.workloads.map(({ workload }) => refOf(workload));
    case 'no-match':
    case 'not-listed':
      return [refOf(service)];
    case 'zero':
      return [];
  }
}

/**
 * Names of the control plane's own parts, whose pods a managed cluster does not show: monitoring charts make a headless
 * Service for each, everywhere.
 * @see https://github.com/prometheus-community/helm-charts/tree/main/charts/kube-prometheus-stack
 */
const CONTROL_PLANE = /^(etcd|kube-(apiserver|controller-manager|scheduler|proxy|dns)|coredns)$/;

/** True where a selector that matches nothing is no fault: an operator's Service, a hidden control plane, a label of the hour. */
export function mayMatchNothing(service: Service, view: Surroundings): boolean {
  if (controllerOf(service) !== undefined) return true;
  const { namespace = '' } = service.metadata;
  const selector = service.spec?.selector ?? {};
  if (service.spec?.clusterIP === 'None' && Object.values(selector).some((value) => CONTROL_PLANE.test(value ?? ''))) {
    return true;
  }
  return Object.keys(selector).length > 1 && hasLabelOfTheHour(selector, namespace, view);
}

/**
 * True if pods have all the labels but one, and carry that one with another value that their workload's template does
 * not set: programs elect a leader and mark its pod (`role=replica` of a database with a single member).
 */
function hasLabelOfTheHour(selector: Labels, namespace: string, view: Surroundings): boolean {
  return Object.keys(selector).some((key) => {
    const { [key]: _, ...others } = selector;
    const marked = view
      .selectByLabels('Pod', namespace, others)
      .filter((pod) => isActive(pod) && pod.metadata.labels?.[key] !== undefined);
    if (marked.length === 0) return false;
    return !templatesIn(namespace, view).some(({ labels }) => labels[key] !== undefined && labelsMatch(others, labels));
  });
}
