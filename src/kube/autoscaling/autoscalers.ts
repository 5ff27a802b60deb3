import { kindOf } from '../kinds.ts';
import type { KubeObject, ObjectOf, Pod } from '../object.ts';
import { type ObjectRef, refTo } from '../object-ref.ts';
import { quantityText, quantityValue } from '../quantities.ts';
import { type Shortfall, shortfallOf } from '../workloads/shortfall.ts';

export type Autoscaler = ObjectOf<'HorizontalPodAutoscaler'>;
type Metric = NonNullable<NonNullable<Autoscaler['spec']>['metrics']>[number];

/** The kinds of this catalogue that have a `scale` subresource. */
export const SCALABLE_KINDS = ['Deployment', 'ReplicaSet', 'StatefulSet'] as const;
export type ScalableKind = (typeof SCALABLE_KINDS)[number];

interface Found<T> {
  readonly state: 'found' | 'missing' | 'unverified';
  readonly object?: T;
}

interface Surroundings {
  age(timestamp: string | null | undefined): number;
  get<K extends ScalableKind | 'Node'>(kind: K, namespace: string | null, name: string): Found<ObjectOf<K>>;
  controlledBy<K extends 'Pod' | 'ReplicaSet'>(kind: K, owner: KubeObject): readonly ObjectOf<K>[];
}

/** What an autoscaler scales, as its spec names it; the kind as the catalogue knows it, undefined for any other. */
export function targetOf(autoscaler: Autoscaler): { readonly ref: ObjectRef; readonly kind: ScalableKind | undefined } {
  const { apiVersion = '', kind = '', name = '' } = autoscaler.spec?.scaleTargetRef ?? {};
  const known = SCALABLE_KINDS.find((candidate) => candidate === kind && kindOf(apiVersion, kind) !== undefined);
  return { ref: { apiVersion, kind, namespace: autoscaler.metadata.namespace ?? null, name }, kind: known };
}

/** What its target lacks; undefined where the target was not read or is of another kind. */
export function targetShortfall(autoscaler: Autoscaler, view: Surroundings): Shortfall | undefined {
  const { ref, kind } = targetOf(autoscaler);
  const found = kind === undefined ? undefined : view.get(kind, ref.namespace, ref.name).object;
  if (found === undefined) return undefined;
  const sets = found.kind === 'Deployment' ? view.controlledBy('ReplicaSet', found) : [found];
  return shortfallOf(found, sets, view);
}

/** What a metric is called: `cpu`, `cpu of container proxy`, `queue_depth`. */
export function metricName(metric: Metric): string {
  const { resource, containerResource, pods, object, external } = metric;
  if (containerResource) return `${containerResource.name ?? ''} of container ${containerResource.container ?? ''}`;
  return resource?.name ?? pods?.metric?.name ?? object?.metric?.name ?? external?.metric?.name ?? metric.type ?? '';
}

/** The APIs that answer for metrics, and the reasons for which an autoscaler says that they failed. */
const METRIC_APIS: readonly { readonly reason: RegExp; readonly api: RegExp; readonly usual: string }[] = [
  { reason: /^FailedGet(Container)?ResourceMetric$/, api: /^v\w+\.metrics\.k8s\.io$/, usual: 'v1beta1.metrics.k8s.io' },
  {
    reason: /^FailedGet(Pods|Object)Metric$/,
    api: /^v\w+\.custom\.metrics\.k8s\.io$/,
    usual: 'v1beta1.custom.metrics.k8s.io',
  },
  {
    reason: /^FailedGetExternalMetric$/,
    api: /^v\w+\.external\.metrics\.k8s\.io$/,
    usual: 'v1beta1.external.metrics.k8s.io',
  },
];

/** The API that an autoscaler misses when it gives this reason: the registered one, or the name it usually has. */
export function metricsApiFor(
  reason: string,
  services: readonly ObjectOf<'APIService'>[],
): { readonly ref: ObjectRef; readonly registered: ObjectOf<'APIService'> | undefined } | undefined {
  const known = METRIC_APIS.find((entry) => entry.reason.test(reason));
  if (known === undefined) return undefined;
  const registered = services.find((service) => known.api.test(service.metadata.name));
  return { ref: refTo('APIService', null, registered?.metadata.name ?? known.usual), registered };
}

/** True where one of its metrics is a share of a request. */
export function scalesByUtilization(autoscaler: Autoscaler): boolean {
  return (autoscaler.spec?.metrics ?? []).some((metric) => isUtilization(metric));
}

function isUtilization({ resource, containerResource }: Metric): boolean {
  return (resource ?? containerResource)?.target?.type === 'Utilization';
}

/** A request that a utilization metric divides by, and that is not there. */
export interface MissingRequest {
  readonly resource: string;
  readonly containers: readonly string[];
}

/**
 * The requests that an autoscaler's utilization metrics need and these pods lack: of every container and sidecar,
 * or of the one that the metric names. Requests of the whole pod stand for those of its containers.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/controller/podautoscaler/replica_calculator.go
 */
export function missingRequests(autoscaler: Autoscaler, pods: readonly Pod[]): readonly MissingRequest[] {
  return (autoscaler.spec?.metrics ?? []).flatMap((metric) => {
    const source = metric.resource ?? metric.containerResource;
    if (source?.name === undefined || !isUtilization(metric)) return [];
    const only = metric.containerResource?.container;
    const resource = source.name;
    const containers = [...new Set(pods.flatMap((pod) => containersWithout(pod, resource, only)))].sort();
    return containers.length === 0 ? [] : [{ resource, containers }];
  });
}

function containersWithout(pod: Pod, resource: string, only: string | undefined): readonly string[] {
  if (only === undefined && pod.spec?.resources?.requests !== undefined) return [];
  const sidecars = (pod.spec?.initContainers ?? []).filter((container) => container.restartPolicy === 'Always');
  return [...(pod.spec?.containers ?? []), ...sidecars].flatMap(({ name, resources }) =>
    name === undefined || (only !== undefined && name !== only) || resources?.requests?.[resource] !== undefined
      ? []
      : [name],
  );
}

/** How a metric stands against its target: `cpu 95% (target 80%)`; undefined where the status does not say. */
export function loadTexts(autoscaler: Autoscaler): readonly string[] {
  return (autoscaler.spec?.metrics ?? []).flatMap((metric, index) => {
    const status = autoscaler.status?.currentMetrics?.[index];
    const now = anySource(status)?.current;
    const target = anySource(metric)?.target;
    const name = metricName(metric);
    const [is, wanted] = [amount(name, now), amount(name, target)];
    return is === undefined || wanted === undefined ? [] : [`${name} ${is} (target ${wanted})`];
  });
}

interface Amount {
  readonly averageUtilization?: number | undefined;
  readonly averageValue?: string | undefined;
  readonly value?: string | undefined;
}

interface Sources<Source> {
  readonly resource?: Source | undefined;
  readonly containerResource?: Source | undefined;
  readonly pods?: Source | undefined;
  readonly object?: Source | undefined;
  readonly external?: Source | undefined;
}

function anySource<Source>(metric: Sources<Source> | undefined): Source | undefined {
  return metric?.resource ?? metric?.containerResource ?? metric?.pods ?? metric?.object ?? metric?.external;
}

function amount(name: string, value: Amount | undefined): string | undefined {
  if (value?.averageUtilization !== undefined) return `${value.averageUtilization}%`;
  const quantity = value?.averageValue ?? value?.value;
  const number = quantityValue(quantity);
  return number === undefined ? undefined : quantityText(name, number);
}
