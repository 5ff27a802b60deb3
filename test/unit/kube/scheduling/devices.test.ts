import { expect, test } from 'vitest';
import { deviceShortageOf } from '../../../../src/kube/scheduling/devices.ts';
import { schedulingOf } from '../../../../src/kube/scheduling/scheduling.ts';
import { viewOf } from '../../../../src/snapshot/snapshot-view.ts';
import { snapshotOf } from '../../../support/fixture.ts';

const GPU = 'example.com/gpu';
const meta = (name: string) => ({ name, namespace: 'shop', uid: name });
const node = (name: string, allocatable: string, capacity: string) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name },
  status: { allocatable: { pods: '9', [GPU]: allocatable }, capacity: { [GPU]: capacity } },
});
const using = (name: string, nodeName: string, amount: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: meta(name),
  spec: { nodeName, containers: [{ resources: { requests: { [GPU]: amount } } }] },
});

function problem(wanted: string, ...others: readonly object[]) {
  const message = `0/9 nodes are available: 9 Insufficient ${GPU}.`;
  const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message };
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: meta('wanting'),
    spec: { containers: [{ resources: { requests: { [GPU]: wanted } } }] },
    status: { phase: 'Pending', conditions: [condition] },
  };
  const view = viewOf(snapshotOf({ takenAt: '2026-01-10T12:00:00Z', objects: [pod, ...others] }));
  const scheduling = schedulingOf(view);
  const verdict = scheduling.verdictOf(view.all('Pod').find(({ metadata }) => metadata.name === 'wanting') ?? pod);
  return verdict === undefined ? 'no verdict' : deviceShortageOf(verdict, scheduling.nodes)?.problem;
}

test('no node knows of such devices', () => {
  const plain = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'a' }, status: { allocatable: { pods: '9' } } };
  expect(problem('1', plain)).toBe('absent');
});

test('a node has lost them, and no other has any', () => {
  expect(problem('1', node('a', '0', '4'))).toBe('gone');
  expect(problem('1', node('a', '0', '0'))).toBe('gone');
});

test('where another node works, all of its own are merely taken', () => {
  expect(problem('1', node('a', '0', '0'), node('b', '1', '1'), using('p', 'b', '1'))).toBeUndefined();
});

test('broken devices count where they would be enough', () => {
  expect(problem('1', node('a', '1', '2'), using('p', 'a', '1'))).toBe('unhealthy');
  expect(problem('3', node('a', '1', '2'))).toBeUndefined();
  expect(problem('1', node('a', '2', '2'), using('p', 'a', '2'))).toBeUndefined();
});
