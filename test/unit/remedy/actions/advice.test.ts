import { describe, expect, it } from 'vitest';
import type { Action } from '../../../../src/remedy/action.ts';
import { finalizerRemove } from '../../../../src/remedy/actions/finalizer-remove.ts';
import { namespaceUnstick } from '../../../../src/remedy/actions/namespace-unstick.ts';
import { networkpolicyAdjust } from '../../../../src/remedy/actions/networkpolicy-adjust.ts';
import { pdbAdjust } from '../../../../src/remedy/actions/pdb-adjust.ts';
import { quotaAdjust } from '../../../../src/remedy/actions/quota-adjust.ts';
import { rbacGrant } from '../../../../src/remedy/actions/rbac-grant.ts';
import { storageEdit } from '../../../../src/remedy/actions/storage-edit.ts';
import { webhookDisable } from '../../../../src/remedy/actions/webhook-disable.ts';
import { made, proposed, refusalsOf, type Stage, verified } from '../../../support/consider.ts';

const going = { deletionTimestamp: '2026-03-01T11:00:00Z' };
const stuck = made('ConfigMap', 'x', { metadata: { ...going, finalizers: ['a/b', 'example.com/cleanup'] } });
const budget = made('PodDisruptionBudget', 'web', { apiVersion: 'policy/v1', spec: { minAvailable: 2 } });
const quota = made('ResourceQuota', 'team', { spec: { hard: { 'requests.memory': '8Gi' } } });
const account = made('ServiceAccount', 'builder');
const policy = (spec: object) => made('NetworkPolicy', 'db', { apiVersion: 'networking.k8s.io/v1', spec });
const hooks = (failurePolicy: string) =>
  made('ValidatingWebhookConfiguration', 'w', {
    apiVersion: 'admissionregistration.k8s.io/v1',
    namespace: null,
    webhooks: [{ name: 'other' }, { name: 'pods.example.com', failurePolicy }],
  });
const volume = (phase: string) =>
  made('PersistentVolume', 'pv', {
    namespace: null,
    spec: { persistentVolumeReclaimPolicy: 'Recycle' },
    status: { phase },
  });
const storageClass = made('StorageClass', 'fast', { apiVersion: 'storage.k8s.io/v1', namespace: null });
const namespace = made('Namespace', 'old', {
  namespace: null,
  metadata: going,
  status: {
    conditions: [
      { type: 'NamespaceDeletionDiscoveryFailure', status: 'True', message: 'stale: x.' },
      { type: 'NamespaceContentRemaining', status: 'False', message: 'all is gone' },
    ],
  },
});

const advice: readonly (readonly [Action, Stage, string])[] = [
  [
    finalizerRemove,
    { target: stuck },
    `kubectl patch -n shop configmap/x --type=json -p '[{"op":"test","path":"/metadata/finalizers/1","value":"example.com/cleanup"},{"op":"remove","path":"/metadata/finalizers/1"}]'`,
  ],
  [
    pdbAdjust,
    { target: budget },
    `kubectl patch -n shop poddisruptionbudget/web --type=merge -p '{"spec":{"minAvailable":null,"maxUnavailable":1}}'`,
  ],
  [
    quotaAdjust,
    { target: quota },
    `kubectl patch -n shop resourcequota/team --type=merge -p '{"spec":{"hard":{"requests.memory":"16Gi"}}}'`,
  ],
  [rbacGrant, { target: account }, 'kubectl create role -n shop builder-pods --verb=get,list --resource=pods'],
  [networkpolicyAdjust, { target: policy({}) }, `'[{"op":"add","path":"/spec/ingress","value":[{"from":`],
  [networkpolicyAdjust, { target: policy({ ingress: [] }) }, `'[{"op":"add","path":"/spec/ingress/-","value":{"from":`],
  [webhookDisable, { target: hooks('Fail') }, '{"op":"replace","path":"/webhooks/1/failurePolicy","value":"Ignore"}'],
  [storageEdit, { target: volume('Bound') }, `'{"spec":{"persistentVolumeReclaimPolicy":"Retain"}}'`],
  [storageEdit, { target: volume('Released'), params: { change: 'release' } }, `'{"spec":{"claimRef":null}}'`],
  [storageEdit, { target: storageClass, params: { change: 'allow-expansion' } }, `'{"allowVolumeExpansion":true}'`],
  [namespaceUnstick, { target: namespace }, 'kubectl get apiservices'],
];

describe('what is only proposed', () => {
  it.each(advice)('writes nothing and says what a person would run: %#', async (action, stage, command) => {
    const proposal = await proposed(action, stage);
    expect(action.proposeOnly).toBe(true);
    expect(action.rights).toEqual([]);
    expect(proposal).toMatchObject({ risk: 'R0', writes: [], effects: { podsDisrupted: 0 } });
    expect(proposal.notes?.join('\n')).toContain(command);
    expect(proposal.notes?.some((note) => note.startsWith('risk: '))).toBe(true);
    expect((await verified(action, stage)).state).toBe('failed');
  });

  it.each<readonly [string, Action, Stage]>([
    [
      'finalizer-absent',
      finalizerRemove,
      { target: made('ConfigMap', 'x', { metadata: { ...going, finalizers: ['a/b'] } }) },
    ],
    [
      'not-being-deleted',
      finalizerRemove,
      { target: made('ConfigMap', 'x', { metadata: { finalizers: ['example.com/cleanup'] } }) },
    ],
    ['kind-not-handled', pdbAdjust, { target: quota }],
    ['kind-not-handled', quotaAdjust, { target: budget }],
    ['kind-not-handled', rbacGrant, { target: budget }],
    ['kind-not-handled', networkpolicyAdjust, { target: budget }],
    ['webhook-absent', webhookDisable, { target: hooks('Fail'), params: { webhook: 'nobody' } }],
    ['already-ignored', webhookDisable, { target: hooks('Ignore') }],
    ['kind-not-handled', storageEdit, { target: storageClass, params: { change: 'retain' } }],
    ['volume-in-use', storageEdit, { target: volume('Bound'), params: { change: 'release' } }],
    ['not-being-deleted', namespaceUnstick, { target: made('Namespace', 'x', { namespace: null }) }],
  ])('refuses for %s alone', async (id, action, stage) => {
    expect(await refusalsOf(action, stage)).toEqual([id]);
  });

  it('repeats what keeps a namespace, and not what does not', async () => {
    const { notes } = await proposed(namespaceUnstick, { target: namespace });
    expect(notes).toContain('risk: NamespaceDeletionDiscoveryFailure: stale: x');
    expect(notes?.join('\n')).not.toContain('all is gone');
  });

  it('quotes what a shell would read as more than a word', async () => {
    const finalizer = "x'; rm -rf /";
    const target = made('ConfigMap', 'x', { metadata: { ...going, finalizers: [finalizer] } });
    const { notes } = await proposed(finalizerRemove, { target, params: { finalizer } });
    expect(notes?.[0]).toContain(String.raw`x'\''; rm -rf /`);
  });

  it('takes one of the two numbers of a budget, not both and not none', async () => {
    for (const params of [{}, { minAvailable: 1, maxUnavailable: 1 }]) {
      await expect(refusalsOf(pdbAdjust, { target: budget, params })).rejects.toThrow('give one of');
    }
  });

  it('shows the values to go back to', async () => {
    expect((await proposed(storageEdit, { target: volume('Bound') })).wayBack).toContain('Recycle');
    expect((await proposed(quotaAdjust, { target: quota })).wayBack).toContain('8Gi');
    expect((await proposed(pdbAdjust, { target: budget })).wayBack).toContain('minAvailable 2');
    expect((await proposed(rbacGrant, { target: account })).wayBack).toBe(
      'kubectl delete -n shop rolebinding/builder-pods role/builder-pods',
    );
  });
});
