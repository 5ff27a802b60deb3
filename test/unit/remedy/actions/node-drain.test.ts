import { describe, expect, it } from 'vitest';
import { nodeDrain } from '../../../../src/remedy/actions/node-drain.ts';
import { made, ownedBy, proposed, refusalsOf, type Stage, verified } from '../../../support/consider.ts';

const allocatable = { cpu: '2', memory: '4Gi', pods: '10' };
const node = (name: string, spec: object = {}, metadata: object = {}, more: object = {}) =>
  made('Node', name, {
    namespace: null,
    spec,
    metadata: { labels: { 'kubernetes.io/hostname': name }, ...metadata },
    status: { conditions: [{ type: 'Ready', status: 'True' }], allocatable, ...more },
  });
const set = made('ReplicaSet', 'web-1', { apiVersion: 'apps/v1' });
const daemons = made('DaemonSet', 'agent', { apiVersion: 'apps/v1' });
const pod = (
  name: string,
  { spec = {}, metadata = ownedBy(set), phase = 'Running' }: { spec?: object; metadata?: object; phase?: string } = {},
) =>
  made('Pod', name, {
    metadata: { labels: { app: 'web' }, ...metadata },
    spec: { nodeName: 'one', containers: [{ name: 'c', resources: { requests: { cpu: '500m' } } }], ...spec },
    status: { phase, conditions: [{ type: 'Ready', status: 'True' }] },
  });
const budget = (disruptionsAllowed: number) =>
  made('PodDisruptionBudget', 'web', {
    apiVersion: 'policy/v1',
    spec: { selector: { matchLabels: { app: 'web' } } },
    status: { observedGeneration: 1, disruptionsAllowed },
  });
const params = { reason: 'its disk fails' };
const good: Stage = { target: node('one'), params, objects: [node('two'), pod('web-b'), pod('web-a'), budget(1)] };
const withObjects = (...objects: NonNullable<Stage['objects']>): Stage => ({
  ...good,
  objects: [...(good.objects ?? []), ...objects],
});
const local = { volumes: [{ name: 'cache', emptyDir: {} }] };
const claimed = { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] };
const claim = made('PersistentVolumeClaim', 'data', { spec: { volumeName: 'pv-1' } });
const volume = (host: string) => {
  const matchExpressions = [{ key: 'kubernetes.io/hostname', operator: 'In', values: [host] }];
  return made('PersistentVolume', 'pv-1', {
    namespace: null,
    spec: { nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions }] } } },
  });
};

describe('node.drain', () => {
  it('cordons, then evicts the pods one by one in the order of their names', async () => {
    const proposal = await proposed(nodeDrain, good);
    expect(
      proposal.writes.map((write) => [write.verb, write.verb === 'create' ? '' : write.before.metadata.name]),
    ).toEqual([
      ['patch', 'one'],
      ['evict', 'web-a'],
      ['evict', 'web-b'],
    ]);
    expect(proposal.effects).toEqual({ podsDisrupted: 2 });
    expect(proposal.wayBack).toBe('uncordon it; pods are not moved back');
  });

  it('has a signature that stays while pods come and go, and follows the params', async () => {
    const { signature } = await proposed(nodeDrain, good);
    const later = await proposed(nodeDrain, withObjects(pod('web-c')));
    const cordoned = await proposed(nodeDrain, { ...good, target: node('one', { unschedulable: true }) });
    const other = await proposed(nodeDrain, { ...good, params: { ...params, maxPods: 9 } });
    expect(later.signature).toEqual(signature);
    expect(cordoned.signature).toEqual(signature);
    expect(cordoned.writes.map(({ verb }) => verb)).toEqual(['evict', 'evict']);
    expect(other.signature).not.toEqual(signature);
  });

  it('leaves pods of DaemonSets, static ones, ended ones and those of other nodes', async () => {
    const mirror = { annotations: { 'kubernetes.io/config.mirror': 'x' } };
    const stage = withObjects(
      pod('agent', { metadata: ownedBy(daemons) }),
      pod('static', { metadata: mirror }),
      pod('ended', { phase: 'Succeeded' }),
      pod('elsewhere', { spec: { nodeName: 'two' } }),
    );
    const proposal = await proposed(nodeDrain, stage);
    expect(proposal.effects.podsDisrupted).toBe(2);
    expect(proposal.notes).toContain('left on it: 1 pod of DaemonSets');
  });

  const big = (spec: object = {}) =>
    pod('big', { spec: { ...spec, containers: [{ name: 'c', resources: { requests: { cpu: '1200m' } } }] } });
  it.each<readonly [string, Stage]>([
    [
      'control-plane',
      { ...good, target: node('one', {}, { labels: { 'node-role.kubernetes.io/control-plane': '' } }) },
    ],
    [
      'control-plane',
      { ...good, target: node('one', { taints: [{ key: 'node-role.kubernetes.io/master', effect: 'NoSchedule' }] }) },
    ],
    ['naked-pods', withObjects(pod('alone', { metadata: {} }))],
    [
      'daemon-pods',
      { ...withObjects(pod('agent', { metadata: ownedBy(daemons) })), params: { ...params, ignoreDaemonSets: false } },
    ],
    ['local-data', withObjects(pod('cached', { spec: local }))],
    ['too-many-pods', { ...good, params: { ...params, maxPods: 1 } }],
    ['nothing-to-drain', { ...good, target: node('one', { unschedulable: true }), objects: [node('two')] }],
    [
      'another-node-out',
      withObjects(node('three', { unschedulable: true }, { annotations: { 'mekhanikube.io/cordoned': 'x' } })),
    ],
    ['budget-allows-none', { ...good, objects: [node('two'), pod('web-a'), budget(0)] }],
    ['no-room-elsewhere', withObjects(big())],
    [
      'no-room-elsewhere',
      { ...good, objects: [node('two'), pod('picky', { spec: { nodeSelector: { disk: 'ssd' } } })] },
    ],
    ['no-room-elsewhere', { ...good, objects: [node('two', { unschedulable: true }), pod('web-a')] }],
    [
      'no-room-elsewhere',
      withObjects(
        pod('taken', {
          spec: { nodeName: 'two', containers: [{ name: 'c', resources: { requests: { cpu: '1200m' } } }] },
        }),
      ),
    ],
    ['volume-on-node', withObjects(pod('stuck', { spec: claimed }), claim, volume('one'))],
    ['facts-unreadable', { ...good, unreadable: ['PodDisruptionBudget'] }],
    ['facts-unreadable', { ...good, unreadable: ['PersistentVolumeClaim'] }],
    ['facts-unreadable', { ...good, unreadable: ['PersistentVolume'] }],
    ['facts-unreadable', { ...good, unreadable: ['Node'] }],
    ['facts-unreadable', { ...good, unreadable: ['Pod'] }],
    ['kind-not-handled', { ...good, target: made('Pod', 'x') }],
  ])('refuses for %s alone', async (id, stage) => {
    expect(await refusalsOf(nodeDrain, stage)).toEqual([id]);
  });

  it('gives up what is in an emptyDir where that is said, and says so', async () => {
    const stage = { ...withObjects(pod('cached', { spec: local })), params: { ...params, emptyDir: 'delete' } };
    expect((await proposed(nodeDrain, stage)).notes).toContain('Pod shop/cached loses what it keeps in an emptyDir');
  });

  it('moves a pod whose volume another node reaches', async () => {
    expect(await refusalsOf(nodeDrain, withObjects(pod('free', { spec: claimed }), claim, volume('two')))).toEqual([]);
  });

  const cordoned = node('one', { unschedulable: true });
  const after = (...objects: NonNullable<Stage['objects']>) =>
    verified(nodeDrain, { ...good, objects: [cordoned, ...objects] });
  it('is done once nothing is left and everything has a node', async () => {
    expect((await after(pod('agent', { metadata: ownedBy(daemons) }))).state).toBe('done');
    expect((await after(pod('web-a'))).reason).toBe('still on Node one: Pod shop/web-a');
    const pending = pod('new', {
      phase: 'Pending',
      spec: { nodeName: undefined },
      metadata: { ...ownedBy(set), creationTimestamp: '2026-03-01T12:00:00Z' },
    });
    expect((await after(pending)).reason).toBe('without a node so far: Pod shop/new');
    const leaving = pod('slow', { metadata: { ...ownedBy(set), deletionTimestamp: '2026-03-01T12:00:00Z' } });
    expect((await after(leaving)).state).toBe('waiting');
  });

  it('has failed where somebody uncordoned it, and waits where nobody can look', async () => {
    expect((await verified(nodeDrain, { ...good, objects: [node('one')] })).state).toBe('failed');
    expect((await verified(nodeDrain, good)).state).toBe('failed');
    expect((await verified(nodeDrain, { ...good, objects: [cordoned], unreadable: ['Pod'] })).state).toBe('waiting');
  });
});
