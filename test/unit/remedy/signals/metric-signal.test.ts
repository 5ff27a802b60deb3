import { describe, expect, test } from 'vitest';
import type { ListRead } from '../../../../src/remedy/live/reader.ts';
import type { SourceOf } from '../../../../src/remedy/policy/schema/sources.ts';
import { metricSignal } from '../../../../src/remedy/signals/metric-signal.ts';
import { type Metrics, nodeMetricsIn, podMetricsIn } from '../../../../src/remedy/signals/metrics.ts';
import { ago, NOW_MS, pod, view, WEB, web } from './sample.ts';

const LIMITED = { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } };
const VIEW = view([...WEB, pod('a', { resources: LIMITED }), pod('b', { resources: LIMITED })]);

function usage(name: string, cpu: string, memory: string, timestamp = ago(1)) {
  return {
    apiVersion: 'metrics.k8s.io/v1beta1',
    kind: 'PodMetrics',
    metadata: { name, namespace: 'shop' },
    timestamp,
    containers: [{ name: 'app', usage: { cpu, memory } }],
  };
}

const BOTH = [usage('a', '160m', '96Mi'), usage('b', '40m', '32Mi')];

function measured(parts: Partial<SourceOf<'metric'>>, pods: readonly ReturnType<typeof usage>[] = BOTH, of = VIEW) {
  const source = { resource: 'memory', scope: 'pod', unit: 'bytes', aggregate: 'max', ...parts } as const;
  const metrics: Metrics = { pods: new Map([['shop', podMetricsIn({ state: 'listed', objects: pods })]]), nodes: null };
  return metricSignal(source, web(of), of, metrics, NOW_MS);
}

const value = (sample: ReturnType<typeof measured>) => (sample.state === 'known' ? sample.values[0] : sample.state);
const MI = 2 ** 20;

test.each<[Partial<SourceOf<'metric'>>, number]>([
  [{}, 96 * MI],
  [{ aggregate: 'sum' }, 128 * MI],
  [{ aggregate: 'avg' }, 64 * MI],
  [{ aggregate: 'p95' }, 96 * MI],
  [{ scope: 'workload' }, 128 * MI],
  [{ unit: 'percentOfLimit' }, 75],
  [{ unit: 'percentOfRequest' }, 150],
  [{ unit: 'percentOfLimit', scope: 'workload' }, 50],
  [{ resource: 'cpu', unit: 'cores' }, 0.16],
  [{ resource: 'cpu', unit: 'percentOfLimit', scope: 'container' }, 80],
])('%o: %d', (parts, expected) => {
  expect(value(measured(parts))).toBeCloseTo(expected, 6);
});

test('tells how old the oldest value is', () => {
  expect(measured({}, [usage('a', '1m', '1Mi', ago(7)), usage('b', '1m', '1Mi', ago(1))])).toMatchObject({
    ageMs: 7 * 60_000,
  });
});

describe('unknown', () => {
  test('a share of a limit that is not there', () => {
    const of = view([...WEB, pod('a', { resources: LIMITED }), pod('b')]);
    expect(value(measured({ unit: 'percentOfLimit' }, BOTH, of))).toBe('unknown');
    expect(value(measured({}, BOTH, of))).toBe(96 * MI);
  });
  test('a value that is no quantity', () => {
    expect(value(measured({}, [usage('a', 'NaN', 'NaN'), usage('b', '1m', '1Mi')]))).toBe('unknown');
  });
  test.each<ListRead<never>>([
    { state: 'unreadable', reason: 'may not list pods.metrics.k8s.io' },
    { state: 'listed', objects: [] },
  ])('a list of %o', (list) => {
    const metrics: Metrics = { pods: new Map([['shop', podMetricsIn(list)]]), nodes: nodeMetricsIn(list) };
    const source = { resource: 'memory', unit: 'bytes', aggregate: 'max' } as const;
    expect(metricSignal({ ...source, scope: 'pod' }, web(VIEW), VIEW, metrics, NOW_MS).state).toBe('unknown');
    expect(metricSignal({ ...source, scope: 'node' }, web(VIEW), VIEW, metrics, NOW_MS).state).toBe('unknown');
    expect(metricSignal({ ...source, scope: 'pod' }, web(VIEW), VIEW, null, NOW_MS).state).toBe('unknown');
  });
  test('the mean where a pod has no metrics; the greatest is a lower bound then', () => {
    const [first] = BOTH;
    const one = first === undefined ? [] : [first];
    expect(value(measured({ aggregate: 'avg' }, one))).toBe('unknown');
    expect(measured({}, one)).toMatchObject({ values: [96 * MI], atLeast: true });
  });
});

test('a node is measured against what it may give', () => {
  const nodes = nodeMetricsIn({
    state: 'listed',
    objects: [
      Object.assign(
        { apiVersion: 'metrics.k8s.io/v1beta1', kind: 'NodeMetrics', metadata: { name: 'worker-1' } },
        { timestamp: ago(1), usage: { cpu: '1', memory: '6Gi' } },
      ),
    ],
  });
  const source = { resource: 'memory', scope: 'node', unit: 'percentOfAllocatable', aggregate: 'max' } as const;
  expect(metricSignal(source, web(VIEW), VIEW, { pods: new Map(), nodes }, NOW_MS)).toMatchObject({ values: [75] });
});
