import { expect, test } from 'vitest';
import type { Node, Pod } from '../../../../src/kube/object.ts';
import { nodeAlternativesOf } from '../../../../src/kube/scheduling/node-affinity.ts';
import { tightestSpread } from '../../../../src/kube/scheduling/topology-spread.ts';
import { viewOf } from '../../../../src/snapshot/snapshot-view.ts';
import { snapshotOf } from '../../../support/fixture.ts';

type Constraint = NonNullable<NonNullable<Pod['spec']>['topologySpreadConstraints']>[number];

const node = (name: string, labels: Record<string, string>): Node => {
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, labels } };
};

function pod(name: string, nodeName?: string, more: Partial<Pod> = {}): Pod {
  const metadata = { name, namespace: 'shop', uid: name, labels: { app: 'web', hash: name.slice(0, 1) } };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { nodeName }, ...more };
}

const hard = (more: Constraint = {}): Constraint => ({
  topologyKey: 'zone',
  maxSkew: 1,
  whenUnsatisfiable: 'DoNotSchedule',
  labelSelector: { matchLabels: { app: 'web' } },
  ...more,
});

function domains(constraints: readonly Constraint[], objects: readonly unknown[], spec: Pod['spec'] = {}) {
  const wanting = { ...pod('x'), spec: { ...spec, topologySpreadConstraints: constraints } };
  const view = viewOf(snapshotOf({ takenAt: '2026-01-10T12:00:00Z', objects: [wanting, ...objects] }));
  const spread = tightestSpread(wanting, nodeAlternativesOf(wanting), view);
  return spread?.domains.map(({ domain, pods, open }) => `${domain}=${pods}${open ? ' open' : ''}`);
}

const nodes = [node('a1', { zone: 'a' }), node('b1', { zone: 'b' })];

test('a domain is open while one more keeps the skew', () => {
  expect(domains([hard()], [...nodes, pod('p1', 'a1')])).toEqual(['a=1', 'b=0 open']);
  expect(domains([hard({ maxSkew: 2 })], [...nodes, pod('p1', 'a1')])).toEqual(['a=1 open', 'b=0 open']);
});

test('pods that ended or are being deleted do not count', () => {
  const gone = pod('p2', 'a1', { status: { phase: 'Failed' } });
  const going = pod('p3', 'a1');
  const deleted = { ...going, metadata: { ...going.metadata, deletionTimestamp: '2026-01-10T11:59:00Z' } };
  expect(domains([hard()], [...nodes, gone, deleted])).toEqual(['a=0 open', 'b=0 open']);
});

test('nodes that the pod may not use make no domain, unless they are to', () => {
  const selective = { nodeSelector: { zone: 'a' } };
  expect(domains([hard()], [...nodes, pod('p1', 'a1')], selective)).toEqual(['a=1 open']);
  const ignoring = hard({ nodeAffinityPolicy: 'Ignore' });
  expect(domains([ignoring], [...nodes, pod('p1', 'a1')], selective)).toEqual(['a=1', 'b=0 open']);
});

test('with too few domains the least counts as none', () => {
  expect(domains([hard({ minDomains: 3 })], [...nodes, pod('p1', 'a1'), pod('p2', 'b1')])).toEqual(['a=1', 'b=1']);
});

test('matchLabelKeys narrow what counts', () => {
  expect(domains([hard({ matchLabelKeys: ['hash'] })], [...nodes, pod('p1', 'a1'), pod('x1', 'b1')])).toEqual([
    'a=0 open',
    'b=1',
  ]);
});

test('the constraint with the fewest open domains counts; a wish does not', () => {
  const byRack = hard({ topologyKey: 'rack' });
  const racked = [node('a1', { zone: 'a', rack: '1' }), node('b1', { zone: 'b', rack: '1' })];
  expect(domains([byRack, hard()], [...racked, pod('p1', 'a1')])).toEqual(['1=1 open']);
  expect(domains([hard({ whenUnsatisfiable: 'ScheduleAnyway' })], nodes)).toBeUndefined();
});
