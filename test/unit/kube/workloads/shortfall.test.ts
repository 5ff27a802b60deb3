import { describe, expect, test } from 'vitest';
import type { KubeObject, Node, Pod } from '../../../../src/kube/object.ts';
import {
  blame,
  firstLack,
  isLasting,
  lackingPods,
  lackingSince,
  lostNode,
  shortfallOf,
} from '../../../../src/kube/workloads/shortfall.ts';
import type { Deployment, ReplicaSet, StatefulSet } from '../../../../src/kube/workloads/workloads.ts';

const NOW = Date.parse('2026-01-10T12:00:00Z');
const clock = { age: (at: string | null | undefined) => (at ? Math.max(0, NOW - Date.parse(at)) : 0) };

/** A moment that many seconds before the snapshot. */
const ago = (seconds: number) => new Date(NOW - seconds * 1000).toISOString();

interface Shape {
  readonly ready?: boolean;
  readonly since?: number;
  readonly waiting?: string;
  readonly restarts?: number;
  readonly node?: string | null;
  readonly phase?: string;
  readonly deletedAt?: string;
  readonly unschedulable?: boolean;
}

function pod(name: string, shape: Shape = {}): Pod {
  const { ready = false, since = 600, waiting, restarts = 0, node = 'worker-1', phase = 'Running' } = shape;
  const state = waiting === undefined ? { running: {} } : { waiting: { reason: waiting } };
  const conditions = [
    { type: 'Ready', status: ready ? 'True' : 'False', reason: 'ContainersNotReady', lastTransitionTime: ago(since) },
    {
      type: 'PodScheduled',
      status: shape.unschedulable ? 'False' : 'True',
      message: 'no room',
      lastTransitionTime: ago(since),
    },
  ];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', deletionTimestamp: shape.deletedAt },
    spec: { containers: [{ name: 'app' }], ...(node === null ? {} : { nodeName: node }) },
    status: {
      phase,
      conditions: shape.unschedulable ? conditions.slice(1) : conditions,
      containerStatuses: [{ name: 'app', restartCount: restarts, state }],
    },
  };
}

function node(name: string, ready: string | null): Node {
  const conditions = ready === null ? [] : [{ type: 'Ready', status: ready }];
  return { apiVersion: 'v1', kind: 'Node', metadata: { name }, status: { conditions } };
}

function nodes(...all: readonly Node[]) {
  return {
    get(_kind: 'Node', _namespace: null, name: string) {
      const object = all.find((candidate) => candidate.metadata.name === name);
      return object === undefined ? { state: 'missing' } : { state: 'found', object };
    },
  };
}

function viewOf(pods: readonly Pod[]) {
  return { ...clock, ...nodes(), controlledBy: () => pods, warnings: () => [], takenAtMs: NOW };
}

const names = (pods: readonly KubeObject[]) => pods.map((object) => object.metadata.name);
const lacking = (one: Pod, inPlace = false) => lackingPods([one], inPlace, clock).length === 1;

describe('lackingPods', () => {
  test('leaves out what serves', () => {
    expect(lacking(pod('a', { ready: true }))).toBe(false);
  });

  test('is patient with a pod that is being started', () => {
    expect(lacking(pod('a', { waiting: 'ContainerCreating', since: 119 }))).toBe(false);
    expect(lacking(pod('a', { waiting: 'ContainerCreating', since: 120 }))).toBe(true);
    expect(lacking(pod('a', { since: 60 }))).toBe(false);
  });

  test('is not patient with one that has failed, or that nobody places', () => {
    expect(lacking(pod('a', { waiting: 'ImagePullBackOff', since: 5 }))).toBe(true);
    expect(lacking(pod('a', { restarts: 1, since: 5 }))).toBe(true);
    expect(lacking(pod('a', { node: null, unschedulable: true, since: 5 }))).toBe(true);
  });

  test('counts a pod that is leaving or has ended only where it is in the way of the next one', () => {
    const leaving = pod('a', { deletedAt: ago(300) });
    const failed = pod('a', { phase: 'Failed', since: 300 });
    expect([lacking(leaving), lacking(failed)]).toEqual([false, false]);
    expect([lacking(leaving, true), lacking(failed, true)]).toEqual([true, true]);
  });

  test('gives a leaving pod its grace period: the timestamp is the end of it', () => {
    expect(lacking(pod('a', { deletedAt: ago(-30) }), true)).toBe(false);
    expect(lacking(pod('a', { deletedAt: ago(60) }), true)).toBe(false);
  });
});

test('since when a pod lacks: its deletion, else its readiness, else its placement', () => {
  expect(lackingSince(pod('a', { deletedAt: ago(10), since: 99 }))).toBe(ago(10));
  expect(lackingSince(pod('a', { since: 99 }))).toBe(ago(99));
  expect(lackingSince(pod('a', { unschedulable: true, node: null, since: 98 }))).toBe(ago(98));
});

describe('blame', () => {
  test('goes to the node where that is not ready, once for all its pods', () => {
    const pods = [pod('a', { node: 'worker-2' }), pod('b', { node: 'worker-2' }), pod('c')];
    const refs = blame(pods, nodes(node('worker-1', 'True'), node('worker-2', 'Unknown')));
    expect(refs.map((ref) => `${ref.kind} ${ref.name}`)).toEqual(['Node worker-2', 'Pod c']);
  });

  test('stays with the pod where nothing is known of the node', () => {
    expect(lostNode(pod('a'), nodes())).toBeUndefined();
    expect(lostNode(pod('a'), nodes(node('worker-1', null)))).toBeUndefined();
    expect(lostNode(pod('a', { node: null }), nodes(node('worker-1', 'False')))).toBeUndefined();
  });
});

describe('shortfallOf', () => {
  const deployment: Deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: {} };
  const set = (replicas: number, existing: number): ReplicaSet => ({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'web-1', namespace: 'shop' },
    spec: { replicas },
    status: { replicas: existing },
  });

  test('names pods that do not serve and ReplicaSets that want more', () => {
    const pods = [pod('a', { ready: true }), pod('b', { waiting: 'CrashLoopBackOff', restarts: 3 })];
    const short = shortfallOf(deployment, [set(3, 2)], viewOf(pods));
    expect(names(short.pods)).toEqual(['b']);
    expect(names(short.makers)).toEqual(['web-1']);
    expect(short.refs.map((ref) => ref.name)).toEqual(['b', 'web-1']);
    expect([short.active.length, short.moving]).toEqual([2, 0]);
  });

  test('counts what is on its way up, and down only where the next pod waits for that', () => {
    const pods = [pod('a', { since: 10 }), pod('b', { ready: true, deletedAt: ago(-20) })];
    expect(shortfallOf(deployment, [set(1, 1)], viewOf(pods)).moving).toBe(1);
    const recreating = { ...deployment, spec: { strategy: { type: 'Recreate' } } };
    expect(shortfallOf(recreating, [set(1, 1)], viewOf(pods)).moving).toBe(2);
  });

  test('an ordered StatefulSet is refused nothing while a pod of it is not ready', () => {
    const stateful = (policy?: string): StatefulSet => ({
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'db', namespace: 'shop' },
      spec: { replicas: 3, podManagementPolicy: policy },
      status: { replicas: 1 },
    });
    const view = viewOf([pod('db-0', { since: 10 })]);
    expect(shortfallOf(stateful(), [stateful()], view).makers).toEqual([]);
    expect(names(shortfallOf(stateful('Parallel'), [stateful('Parallel')], view).makers)).toEqual(['db']);
  });
});

test('a lack lasts once a pod has lacked for two minutes', () => {
  const short = (since: number) => ({ pods: [pod('a', { since, restarts: 1 })], makers: [] });
  expect(isLasting(short(119), viewOf([]))).toBe(false);
  expect(isLasting(short(120), viewOf([]))).toBe(true);
  expect(isLasting({ pods: [], makers: [] }, viewOf([]))).toBe(false);
});

test('what the first lacking pod says of itself', () => {
  const said = (shape: Shape) => firstLack([pod('a', shape)]).map(({ path, value }) => `${path}: ${value}`);
  expect(said({ node: null, unschedulable: true })).toEqual(['status.conditions[type=PodScheduled].message: no room']);
  expect(said({ waiting: 'CrashLoopBackOff' })).toEqual([
    'status.containerStatuses[name=app].state.waiting.reason: CrashLoopBackOff',
  ]);
  expect(said({})).toEqual(['status.conditions[type=Ready].message: ContainersNotReady']);
  expect(said({ deletedAt: ago(300) })).toEqual([`metadata.deletionTimestamp: ${ago(300)}`]);
  expect(firstLack([])).toEqual([]);
});
