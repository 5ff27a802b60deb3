import { describe, expect, test } from 'vitest';
import { parseSchedulerMessage } from '../../../../src/kube/scheduling/scheduler-message.ts';

const clauses = (text: string) =>
  parseSchedulerMessage(text).clauses.map(({ kind, nodes, name }) => [kind, nodes, name]);

describe('recorded from 1.34', () => {
  test('clauses with counts, cut before the tail', () => {
    const message = parseSchedulerMessage(
      "0/5 nodes are available: 1 Insufficient cpu, 1 Too many pods, 1 node(s) didn't match Pod's node affinity/selector, " +
        '1 node(s) had untolerated taint(s), 1 node(s) were unschedulable. no new claims to deallocate, preemption: ' +
        '0/5 nodes are available: 2 No preemption victims found for incoming pod, 3 Preemption is not helpful for scheduling.',
    );
    expect(message.total).toBe(5);
    expect(message.hopeless).toBe(false);
    expect(message.clauses.map(({ kind, nodes, name }) => [kind, nodes, name])).toEqual([
      ['resource', 1, 'cpu'],
      ['resource', 1, 'pods'],
      ['selector', 1, null],
      ['taint', 1, null],
      ['cordoned', 1, null],
    ]);
  });

  test('claims come without a count and with an odd tail', () => {
    expect(clauses('0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found')).toEqual([
      ['claims-unbound', null, null],
    ]);
    expect(clauses('0/1 nodes are available: persistentvolumeclaim "my.dta" not found. not found')).toEqual([
      ['claim-missing', null, 'my.dta'],
    ]);
  });

  test('a volume that was not made in time', () => {
    expect(clauses('running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded')).toEqual([
      ['claims-unbound', null, null],
    ]);
  });

  test('hopeless where preemption helps on no node', () => {
    const tail = (help: string) =>
      `0/2 nodes are available: 2 Insufficient cpu. preemption: 0/2 nodes are available: ${help}.`;
    expect(parseSchedulerMessage(tail('2 Preemption is not helpful for scheduling')).hopeless).toBe(true);
    expect(
      parseSchedulerMessage(
        tail('1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling'),
      ).hopeless,
    ).toBe(false);
  });
});

describe('every reason of the plugins', () => {
  test.each([
    ['Insufficient nvidia.com/gpu', 'resource', 'nvidia.com/gpu'],
    ['Insufficient ephemeral-storage', 'resource', 'ephemeral-storage'],
    ['node(s) had untolerated taint {dedicated: gpu}', 'taint', 'dedicated=gpu'],
    [
      'node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }',
      'taint',
      'node-role.kubernetes.io/control-plane',
    ],
    ["node(s) had taint {dedicated: gpu}, that the pod didn't tolerate", 'taint', 'dedicated=gpu'],
    ["node(s) had taints that the pod didn't tolerate", 'taint', null],
    ["node(s) didn't match node selector", 'selector', null],
    ["node(s) didn't match the requested hostname", 'selector', null],
    ["node(s) didn't satisfy plugin(s) [NodeAffinity]", 'selector', null],
    ['pod affinity terms conflict', 'selector', null],
    ["node(s) didn't match pod affinity rules", 'affinity', null],
    ["node(s) didn't match pod anti-affinity rules", 'anti-affinity', null],
    ["node(s) didn't satisfy existing pods anti-affinity rules", 'anti-affinity', null],
    ["node(s) didn't match pod topology spread constraints (missing required label)", 'spread', null],
    ["node(s) didn't have free ports for the requested pod ports", 'ports', null],
    ["node(s) didn't find available persistent volumes to bind", 'claims-unbound', null],
    ['node(s) did not have enough free storage', 'claims-unbound', null],
    ['node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)', 'claims-unbound', null],
    ['persistentvolumeclaim "data" bound to non-existent persistentvolume "pv"', 'claims-unbound', 'data'],
    ['persistentvolumeclaim "data" is being deleted', 'claims-unbound', 'data'],
    [
      'waiting for ephemeral volume controller to create the persistentvolumeclaim "web-0-tmp"',
      'claims-unbound',
      'web-0-tmp',
    ],
    ['node(s) had volume node affinity conflict', 'volume-node', null],
    ["node(s) didn't match PersistentVolume's node affinity", 'volume-node', null],
    ['node(s) had no available volume zone', 'volume-node', null],
    ['node(s) exceed max volume count', 'volume-limit', null],
    [
      'node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod',
      'volume',
      null,
    ],
    ['node(s) had no available disk', 'volume', null],
    ["node(s) didn't match scheduler-enforced node affinity", 'other', null],
    ['node(s) did not please the extender', 'other', null],
  ])('%s', (reason, kind, name) => {
    expect(clauses(`0/3 nodes are available: 3 ${reason}.`)).toEqual([[kind, 3, name]]);
    expect(clauses(`0/3 nodes are available: ${reason}. preemption: none`)).toEqual([[kind, null, name]]);
  });
});

test('no nodes, and no message', () => {
  expect(parseSchedulerMessage('no nodes available to schedule pods')).toEqual({
    total: 0,
    clauses: [],
    hopeless: false,
  });
  expect(parseSchedulerMessage('')).toMatchObject({ total: null, clauses: [{ kind: 'other' }] });
});
