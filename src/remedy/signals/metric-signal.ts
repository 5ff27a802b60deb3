import { globMatches } from '../../kube/glob.ts';
import type { Container, Kind, Pod } from '../../kube/object.ts';
import { quantityText, quantityValue } from '../../kube/quantities.ts';
import { timeMs } from '../../kube/time.ts';
import type { View } from '../../snapshot/view.ts';
import type { SourceOf } from '../policy/schema/sources.ts';
import type { Metrics, PodMetrics } from './metrics.ts';
import { known, type Sample, unknown } from './sample.ts';
import type { TargetObject } from './target.ts';

type Source = SourceOf<'metric'>;

/** What one container, pod or node uses, and of how much. NaN for what nobody tells. */
interface Measure {
  readonly used: number;
  readonly of: number;
  readonly atMs: number;
}

/** A number, or why there is none. */
type Measured = { readonly measures: readonly Measure[]; readonly missing: number } | { readonly reason: string };

/** The usage of a target, in the unit and of the part that the source names. */
export function metricSignal(
  source: Source,
  target: TargetObject,
  view: View<Kind>,
  metrics: Metrics | null,
  nowMs: number,
): Sample {
  if (metrics === null) return unknown('metrics are not read here');
  const measured =
    source.scope === 'node' ? nodeMeasures(source, target, view, metrics) : podMeasures(source, target, view, metrics);
  if ('reason' in measured) return unknown(measured.reason);
  const { measures, missing } = measured;
  if (measures.length === 0) return unknown('there are no metrics of it');
  if (missing > 0 && (source.aggregate === 'avg' || source.aggregate === 'p95'))
    return unknown(`${missing} pods have no metrics`);
  const isShare = source.unit.startsWith('percent');
  const values = measures.map(({ used, of }) => (isShare ? (100 * used) / of : used));
  if (!values.every(Number.isFinite))
    return unknown(isShare ? `${source.unit}: not every container says how much` : 'a value is no quantity');
  const value = aggregated(values, source.aggregate);
  const text = isShare
    ? `${source.resource} ${Math.round(value)} ${source.unit}`
    : `${source.resource} ${quantityText(source.resource, value)}`;
  const ageMs = Math.max(0, nowMs - Math.min(...measures.map(({ atMs }) => atMs)));
  return { ...known(value, text), ageMs, ...(missing > 0 ? { atLeast: true as const } : {}) };
}

function podMeasures(source: Source, { ref, pods }: TargetObject, view: View<Kind>, metrics: Metrics): Measured {
  const running = pods.filter(({ status }) => status?.phase === 'Running');
  if (!view.covers('Pod', ref.namespace)) return { reason: 'pods could not be read' };
  const measures: Measure[] = [];
  let missing = 0;
  for (const pod of running) {
    const listed = metrics.pods.get(pod.metadata.namespace ?? '');
    if (listed === undefined || listed.state === 'unreadable')
      return { reason: listed?.reason ?? 'metrics were not read' };
    const found = listed.objects.find(({ metadata }) => metadata.name === pod.metadata.name);
    const ofPod = found === undefined ? [] : containerMeasures(source, pod, found);
    if (ofPod.length === 0) missing++;
    else if (source.scope === 'container') measures.push(...ofPod);
    else measures.push(together(ofPod));
  }
  return { measures: source.scope === 'workload' && measures.length > 0 ? [together(measures)] : measures, missing };
}

function containerMeasures(
  { resource, unit, container = '*' }: Source,
  pod: Pod,
  metrics: PodMetrics,
): readonly Measure[] {
  return metrics.containers
    .filter(({ name }) => globMatches(container, name))
    .map(({ name, usage }) => {
      const spec = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])].find(
        (one) => one.name === name,
      );
      return {
        used: quantityValue(usage[resource]) ?? Number.NaN,
        of: shareOf(spec, unit, resource),
        atMs: timeMs(metrics.timestamp) ?? 0,
      };
    });
}

function shareOf(spec: Container | undefined, unit: Source['unit'], resource: 'cpu' | 'memory'): number {
  const from = unit === 'percentOfLimit' ? spec?.resources?.limits : spec?.resources?.requests;
  return quantityValue(from?.[resource]) ?? Number.NaN;
}

function nodeMeasures(source: Source, target: TargetObject, view: View<Kind>, { nodes }: Metrics): Measured {
  if (nodes === null || nodes.state === 'unreadable')
    return { reason: nodes?.reason ?? 'metrics of nodes were not read' };
  const names = new Set(
    target.ref.kind === 'Node' ? [target.ref.name] : target.pods.flatMap(({ spec }) => spec?.nodeName ?? []),
  );
  const measures = nodes.objects
    .filter(({ metadata }) => names.has(metadata.name))
    .map(({ metadata, usage, timestamp }) => {
      const node = view.get('Node', null, metadata.name);
      const allocatable = node.state === 'found' ? node.object.status?.allocatable?.[source.resource] : undefined;
      return {
        used: quantityValue(usage[source.resource]) ?? Number.NaN,
        of: quantityValue(allocatable) ?? Number.NaN,
        atMs: timeMs(timestamp) ?? 0,
      };
    });
  return { measures, missing: names.size - measures.length };
}

function together(measures: readonly Measure[]): Measure {
  return {
    used: sum(measures.map(({ used }) => used)),
    of: sum(measures.map(({ of }) => of)),
    atMs: Math.min(...measures.map(({ atMs }) => atMs)),
  };
}

function aggregated(values: readonly number[], aggregate: Source['aggregate']): number {
  switch (aggregate) {
    case 'max':
      return Math.max(...values);
    case 'sum':
      return sum(values);
    case 'avg':
      return sum(values) / values.length;
    case 'p95':
      return [...values].sort((left, right) => left - right)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
