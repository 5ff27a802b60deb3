import type { KubeObject, Node, ObjectOf, Pod } from '../object.ts';
import { type ObjectRef, refOf } from '../object-ref.ts';
import { isActive, isReady, isTerminating } from '../pods.ts';
import type { Labels } from '../selectors.ts';
import { unreadySince } from '../startup/pod-start.ts';
import { timeMs } from '../time.ts';
import { blame, lackingPods, PATIENCE_MS } from '../workloads/shortfall.ts';
import {
  namesOnePod,
  type PodTemplate,
  TEMPLATE_KINDS,
  templateCanMatch,
  templatesIn,
} from '../workloads/templates.ts';

export type Service = ObjectOf<'Service'>;
type EndpointSlice = ObjectOf<'EndpointSlice'>;

/** The kinds without which nobody can say why a Service has no endpoint. */
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
  | { readonly state: 'zero' | 'not-created'; readonly workloads: readonly KubeObject[] }
  | { readonly state: 'not-ready' | 'not-listed'; readonly pods: readonly Pod[] };

/** The part of a view that is needed here. */
export interface ServiceSurroundings {
  age(timestamp: string | null | undefined): number;
  get(kind: 'Node', namespace: null, name: string): { readonly state: string; readonly object?: Node };
  inNamespace<T extends (typeof OUTAGE_KINDS)[number]>(kind: T, namespace: string): readonly ObjectOf<T>[];
  selectByLabels<T extends 'EndpointSlice' | 'Pod'>(
    kind: T,
    namespace: string,
    labels: Labels | undefined,
  ): readonly ObjectOf<T>[];
}

/** The EndpointSlices of a Service. */
export function slicesOf(
  service: Service,
  view: {
    selectByLabels(kind: 'EndpointSlice', namespace: string, labels: Labels | undefined): readonly EndpointSlice[];
  },
): readonly EndpointSlice[] {
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

/**
 * Why a Service has no ready endpoint; undefined where it has one, where none is to be expected, and while what came
 * or went a moment ago may still settle.
 */
export function outageOf(service: Service, view: ServiceSurroundings): Outage | undefined {
  const { deletionTimestamp, namespace = '' } = service.metadata;
  if (deletionTimestamp !== undefined || !selectsPods(service) || isYoung(service, view)) return undefined;
  if (slicesOf(service, view).some(hasReadyEndpoint)) return undefined;
  const selector = service.spec?.selector ?? {};
  const pods = view.selectByLabels('Pod', namespace, selector);
  if (pods.some(isActive)) return ofPods(pods.filter(isActive), view);
  return withoutActivePods(selector, pods, templatesIn(namespace, view), view);
}

/** A creation time is good enough for patience, though not for saying since when. */
function isYoung({ metadata }: KubeObject, view: Pick<ServiceSurroundings, 'age'>): boolean {
  return metadata.creationTimestamp !== undefined && view.age(metadata.creationTimestamp) < PATIENCE_MS;
}

function ofPods(active: readonly Pod[], view: ServiceSurroundings): Outage | undefined {
  const ready = active.filter(isReady);
  const [state, pods] =
    ready.length > 0 ? ['not-listed' as const, ready] : ['not-ready' as const, lackingPods(active, true, view)];
  const settling = pods.length === 0 || (state === 'not-listed' && pods.some((pod) => isYoung(pod, view)));
  return settling ? undefined : { state, pods };
}

function withoutActivePods(
  selector: Labels,
  pods: readonly Pod[],
  templates: readonly PodTemplate[],
  view: ServiceSurroundings,
): Outage | undefined {
  const leaving = lackingPods(pods.filter(isTerminating), true, view);
  if (leaving.length > 0) return { state: 'not-ready', pods: leaving };
  const matching = templates.filter((template) => templateCanMatch(template, selector));
  const wanting = matching.filter(({ desired }) => desired > 0);
  if (wanting.length > 0) {
    const lacking = wanting.filter(({ desired, existing }) => desired > existing).map(({ workload }) => workload);
    if (lacking.length === 0) return namesOnePod(selector) ? { state: 'no-match' } : undefined;
    return lacking.every((workload) => isYoung(workload, view))
      ? undefined
      : { state: 'not-created', workloads: lacking };
  }
  if (matching.length > 0) return { state: 'zero', workloads: matching.map(({ workload }) => workload) };
  const failed = pods.filter((pod) => pod.status?.phase === 'Failed' && !isTerminating(pod));
  if (failed.length > 0) return { state: 'not-ready', pods: failed };
  return pods.length > 0 ? { state: 'zero', workloads: [] } : { state: 'no-match' };
}

/** When the last of the pods stopped being ready; null where nothing says so. */
export function outageSince(outage: Outage): string | null {
  if (outage.state !== 'not-ready') return null;
  const times = outage.pods.map((pod) => pod.metadata.deletionTimestamp ?? unreadySince(pod));
  return times.reduce((latest, time) => ((timeMs(time) ?? 0) > (timeMs(latest) ?? 0) ? time : latest), null);
}

/**
 * The objects whose trouble explains an outage, for those who are hit by it: what is nearest to the cause, so that
 * any finding there counts.
 */
export function outageCauses(service: Service, outage: Outage, view: ServiceSurroundings): readonly ObjectRef[] {
  switch (outage.state) {
    case 'not-ready':
      return blame(outage.pods, view);
    case 'not-created':
      return outage.workloads.map(refOf);
    case 'no-match':
    case 'not-listed':
      return [refOf(service)];
    case 'zero':
      return [];
  }
}

/**
 * Why a Service answers nobody on one of its ports: it has no ready endpoint, or none with that port.
 * Where it has a selector or not: somebody calls it.
 */
export function backendOutage(
  service: Service,
  port: number | string | undefined,
  view: ServiceSurroundings,
): Outage | undefined {
  const outage = outageOf(service, view);
  if (outage !== undefined || service.spec?.type === 'ExternalName') return outage;
  const ready = slicesOf(service, view).filter(hasReadyEndpoint);
  // Without a ready endpoint and without an outage: on its way, unless somebody else writes the endpoints.
  if (ready.length === 0) return selectsPods(service) ? undefined : { state: 'not-listed', pods: [] };
  const called = port === undefined ? undefined : servicePort(service, port);
  const served = ready.some((slice) => (slice.ports ?? []).some((one) => (one.name ?? '') === (called?.name ?? '')));
  return called === undefined || served ? undefined : { state: 'not-listed', pods: [] };
}

/** The port of a Service with this number or name. */
export function servicePort(service: Service, port: number | string) {
  return service.spec?.ports?.find((one) => (typeof port === 'number' ? one.port === port : one.name === port));
}
