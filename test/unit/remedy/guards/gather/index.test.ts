import { expect, test } from 'vitest';
import type { KubeObject, ObjectOf } from '../../../../../src/kube/object.ts';
import type { GuardFacts } from '../../../../../src/remedy/guards/facts.ts';
import { type Given, gatherLive } from '../../../../../src/remedy/guards/gather/index.ts';
import { judgeAll } from '../../../../../src/remedy/guards/judge-all.ts';
import { BY_HAND, PLAIN_INSTALLATION } from '../../../../../src/remedy/guards/settings.ts';
import { named, type Write } from '../../../../../src/remedy/write.ts';
import { allowedFacts, pod, reasonOf, SHOP, WEB, withMetadata } from '../known-facts.ts';
import { clusterOf, stepOf } from './cluster.ts';

const SCALE: Write = { verb: 'patch', before: WEB, edits: [{ path: ['spec', 'replicas'], value: 4 }] };
const CPU = ['spec', 'template', 'spec', 'containers', named('web'), 'resources', 'requests', 'cpu'] as const;
const BUMP: Write = { verb: 'patch', before: WEB, edits: [{ path: CPU, value: '2' }] };
const GROWS = { podsDisrupted: 0, demand: { pods: 1, 'requests.cpu': 2 }, podRequests: { cpu: 2 } };

/** What each guard says where everything else is in order: only those that deny, with their reasons. */
async function denials(given: Given): Promise<Record<string, string>> {
  const facts: GuardFacts = { ...allowedFacts(), ...(await gatherLive(given)) };
  const { judged } = judgeAll(facts);
  return Object.fromEntries(
    judged.flatMap(({ guard, verdict }) => (verdict.allows ? [] : [[guard, reasonOf(verdict)]])),
  );
}

function object(apiVersion: string, kind: string, name: string, body: object = {}): KubeObject {
  return { apiVersion, kind, metadata: { name, namespace: 'shop', uid: `uid-${name}` }, ...body };
}

function ownedBy(owner: KubeObject, uid = owner.metadata.uid) {
  const { apiVersion, kind, metadata } = owner;
  return { ownerReferences: [{ apiVersion, kind, name: metadata.name, uid: uid ?? '', controller: true }] };
}

const NODE = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'n1', uid: 'uid-n1' },
  status: { allocatable: { cpu: '4', pods: '110' } },
};

test('a step in a quiet namespace is allowed', async () => {
  expect(await denials(stepOf([SCALE], [NODE], { effects: GROWS }))).toEqual({});
});

test('target: another uid, and a namespace that is going', async () => {
  expect(await denials(stepOf([SCALE], [], { given: { plannedUid: 'old' } }))).toHaveProperty('target');
  const going = withMetadata(SHOP, { deletionTimestamp: '2026-03-02T09:00:00Z' });
  const { reader } = clusterOf([WEB, going]);
  expect(await denials(stepOf([SCALE], [], { given: { reader } }))).toEqual({
    target: 'Namespace shop is Terminating',
  });
});

test('protected: by the marker of an owner two steps up; a stranger of its name protects nothing', async () => {
  const owner = withMetadata(WEB, { labels: { 'mekhanikube.io/protected': 'true' } });
  const set = withMetadata(object('apps/v1', 'ReplicaSet', 'web-1'), ownedBy(WEB));
  const one = withMetadata(pod('web-1-a'), ownedBy(set));
  const evict: Write = { verb: 'evict', before: one };
  const found = await denials(stepOf([evict], [set, owner], { target: one }));
  expect(found).toEqual({
    protected: 'Pod shop/web-1-a is protected: Deployment shop/web carries mekhanikube.io/protected=true',
  });
  const stranger = withMetadata(owner, { uid: 'uid-new' });
  expect(await denials(stepOf([evict], [set, stranger], { target: one }))).toEqual({});
});

test('protected: a pod of the system among those that a drain evicts', async () => {
  const system = withMetadata(pod('dns'), { namespace: 'kube-system' });
  const space = withMetadata(SHOP, { name: 'kube-system' });
  const writes: readonly Write[] = [pod('a'), system].map((before) => ({ verb: 'evict', before }));
  expect(await denials(stepOf(writes, [space], { target: NODE }))).toEqual({
    protected: 'Pod kube-system/dns is protected: kube-system is a namespace of the system',
  });
});

test('ownership: an autoscaler, a ScaledObject and a VerticalPodAutoscaler of what is changed, and of nothing else', async () => {
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
  const hpa = object('autoscaling/v2', 'HorizontalPodAutoscaler', 'h', { spec: { scaleTargetRef } });
  const keda = object('keda.sh/v1alpha1', 'ScaledObject', 'k', { spec: { scaleTargetRef: { name: 'web' } } });
  const vpa = (updateMode: string) =>
    object('autoscaling.k8s.io/v1', 'VerticalPodAutoscaler', 'v', {
      spec: { targetRef: scaleTargetRef, updatePolicy: { updateMode } },
    });
  expect(await denials(stepOf([SCALE], [hpa, keda, vpa('Auto')]))).toEqual({
    ownership:
      'HorizontalPodAutoscaler shop/h sets the replicas of Deployment shop/web; ScaledObject shop/k sets the replicas of Deployment shop/web',
  });
  expect(await denials(stepOf([BUMP], [hpa, keda, vpa('Auto')]))).toEqual({
    ownership: 'VerticalPodAutoscaler shop/v sets the resources of Deployment shop/web',
  });
  expect(await denials(stepOf([BUMP], [hpa, keda, vpa('Off')]))).toEqual({});
  const other = object('autoscaling/v2', 'HorizontalPodAutoscaler', 'h', {
    spec: { scaleTargetRef: { ...scaleTargetRef, name: 'db' } },
  });
  expect(await denials(stepOf([SCALE], [other]))).toEqual({});
  const broken = object('keda.sh/v1alpha1', 'ScaledObject', 'k', { spec: {} });
  expect(await denials(stepOf([SCALE], [broken]))).toEqual({ ownership: 'ScaledObject k does not say what it is for' });
});

test('ownership: the VerticalPodAutoscaler of a pod’s workload', async () => {
  const targetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
  const vpa = object('autoscaling.k8s.io/v1', 'VerticalPodAutoscaler', 'v', { spec: { targetRef } });
  const set = withMetadata(object('apps/v1', 'ReplicaSet', 'web-1'), ownedBy(WEB));
  const one = withMetadata(pod('web-1-a'), ownedBy(set));
  const resize: Write = { verb: 'patch', before: one, edits: [], subresource: 'resize' };
  expect(await denials(stepOf([resize], [set, WEB, vpa], { target: one }))).toHaveProperty('ownership');
});

test('blast radius: ready pods that go at once, of those that are wanted', async () => {
  const set = { ...object('apps/v1', 'StatefulSet', 'db', { spec: { replicas: 3 }, status: { readyReplicas: 3 } }) };
  const pods = ['db-0', 'db-1'].map((name) => withMetadata(pod(name), ownedBy(set)));
  const safeguards = { ...BY_HAND, blastRadius: { ...BY_HAND.blastRadius, minHealthyPercent: 60 } };
  const evicting = (count: number) => pods.slice(0, count).map((before): Write => ({ verb: 'evict', before }));
  const step = (writes: readonly Write[], more: readonly KubeObject[] = [set]) =>
    stepOf(writes, more, { given: { safeguards } });
  expect(await denials({ ...step(evicting(1)) })).toEqual({});
  expect(await denials(step(evicting(2)))).toEqual({
    'blast-radius': 'StatefulSet shop/db would have 1 of 3 wanted pods ready meanwhile, and minHealthyPercent is 60',
  });
  const unready = pods.map((one): Write => ({ verb: 'evict', before: { ...one, status: {} } as KubeObject }));
  expect(await denials(step(unready))).toEqual({});
});

test('blast radius: a rollout that recreates loses all pods, and one that surges none', async () => {
  const safeguards = { ...BY_HAND, blastRadius: { ...BY_HAND.blastRadius, minHealthyPercent: 60 } };
  const recreating = { ...WEB, spec: { ...WEB.spec, strategy: { type: 'Recreate' } } };
  const step = (before: KubeObject, write: Write) =>
    stepOf([{ ...write, before } as Write], [], { target: before, given: { safeguards } });
  expect(await denials(step(recreating, BUMP))).toHaveProperty('blast-radius');
  expect(await denials(step(recreating, SCALE))).toEqual({});
  expect(await denials(step(WEB, BUMP))).toEqual({});
});

test('quota: of the namespace, with the template as it will be', async () => {
  const quota = (scopes: string[]) =>
    object('v1', 'ResourceQuota', 'q', {
      spec: { hard: { pods: '1' }, scopes },
      status: { hard: { pods: '1' }, used: { pods: '1' } },
    });
  const step = (scopes: string[]) => stepOf([BUMP], [NODE, quota(scopes)], { effects: GROWS });
  expect(await denials(step(['NotBestEffort']))).toHaveProperty('quota');
  expect(await denials(step(['BestEffort']))).toEqual({});
});

test('limit range: the template as it will be, and only where pods are made', async () => {
  const range = object('v1', 'LimitRange', 'l', { spec: { limits: [{ type: 'Container', max: { cpu: '1' } }] } });
  expect(await denials(stepOf([BUMP], [NODE, range], { effects: GROWS }))).toEqual({
    'limit-range':
      'container web of Deployment shop/web would not be let in by LimitRange shop/l: its cpu request is 2, and the most is 1',
  });
  expect(await denials(stepOf([BUMP], [NODE, range]))).toEqual({});
});

test('capacity: what pods on the node leave, without those that go', async () => {
  const taking = pod('big', {
    spec: { nodeName: 'n1', containers: [{ name: 'c', resources: { requests: { cpu: '3' } } }] },
  });
  expect(await denials(stepOf([BUMP], [NODE, taking], { effects: GROWS }))).toEqual({
    capacity: 'No node has room for a new pod of 2 cpu: n1 has at most 1 cpu left',
  });
  const evict: Write = { verb: 'evict', before: taking };
  expect(await denials(stepOf([evict], [NODE, taking], { effects: GROWS }))).toEqual({});
});

test('capacity: the template of what an autoscaler scales', async () => {
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
  const hpa = object('autoscaling/v2', 'HorizontalPodAutoscaler', 'h', { spec: { scaleTargetRef, maxReplicas: 2 } });
  const picky = { ...WEB, spec: { template: { spec: { nodeSelector: { disk: 'ssd' } } } } };
  const write: Write = { verb: 'patch', before: hpa, edits: [{ path: ['spec', 'maxReplicas'], value: 3 }] };
  const found = await denials(stepOf([write], [NODE, picky], { target: hpa, effects: GROWS }));
  expect(Object.keys(found)).toEqual(['capacity']);
});

test('disruption budget: of the namespace of each pod', async () => {
  const budget: ObjectOf<'PodDisruptionBudget'> = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'b', namespace: 'shop' },
    spec: { selector: { matchLabels: { app: 'web' } } },
    status: { disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1 },
  };
  const evict: Write = { verb: 'evict', before: pod('a') };
  expect(await denials(stepOf([evict], [budget]))).toHaveProperty('disruption-budget');
  expect(await denials(stepOf([evict], [withMetadata(budget, { namespace: 'blog' })]))).toEqual({});
});

test('installation: the ConfigMap of each own namespace', async () => {
  const map = object('v1', 'ConfigMap', 'mekhanikube-control', { data: { paused: 'true' } });
  const installation = { ...PLAIN_INSTALLATION, ownNamespaces: ['shop'] };
  const elsewhere = withMetadata(WEB, { namespace: 'blog' });
  const blog = withMetadata(SHOP, { name: 'blog' });
  const step = (controls: readonly KubeObject[]) =>
    stepOf([], [blog, ...controls], { target: elsewhere, given: { installation } });
  expect(await denials(step([map]))).toHaveProperty('installation');
  expect(await denials(step([]))).toEqual({});
  expect(await denials(step([{ ...map, data: ['paused'] } as KubeObject]))).toEqual({
    installation: 'ConfigMap shop/mekhanikube-control has data that cannot be understood',
  });
});

test.each([
  ['Namespace', ['target', 'protected']],
  ['HorizontalPodAutoscaler', ['ownership']],
  ['ScaledObject', ['ownership']],
  ['ResourceQuota', ['quota']],
  ['LimitRange', ['limit-range']],
  ['Node', ['capacity']],
  ['Pod', ['capacity']],
])('%s that nobody may read: %s deny, and no other guard', async (kind, guards) => {
  const { reader } = clusterOf([WEB, SHOP, NODE], [kind]);
  expect(Object.keys(await denials(stepOf([SCALE], [], { effects: GROWS, given: { reader } })))).toEqual(guards);
});

test.each([
  ['PodDisruptionBudget', ['disruption-budget']],
  ['ReplicaSet', ['protected', 'blast-radius']],
])('%s that nobody may read, for a pod that is evicted: %s deny', async (kind, guards) => {
  const set = object('apps/v1', 'ReplicaSet', 'web-1');
  const one = withMetadata(pod('web-1-a'), ownedBy(set));
  const { reader } = clusterOf([WEB, SHOP, set, one], [kind]);
  const found = await denials(stepOf([{ verb: 'evict', before: one }], [], { target: one, given: { reader } }));
  expect(Object.keys(found).sort()).toEqual([...guards].sort());
});

test('a change that does not fit its object denies where it matters', async () => {
  const path = ['spec', 'template', 'spec', 'containers', named('gone'), 'image'];
  const write: Write = { verb: 'patch', before: WEB, edits: [{ path, value: 'x' }] };
  const found = await denials(stepOf([write], [NODE], { effects: GROWS }));
  expect(Object.keys(found)).toEqual(['blast-radius', 'limit-range', 'capacity']);
});

test('a drain reads each namespace and owner once', async () => {
  const set = object('apps/v1', 'ReplicaSet', 'web-1', { spec: { replicas: 30 }, status: { readyReplicas: 30 } });
  const pods = Array.from({ length: 30 }, (_, index) => withMetadata(pod(`p${index}`), ownedBy(set)));
  const { reader, asked } = clusterOf([NODE, SHOP, set, ...pods]);
  const writes = pods.map((before): Write => ({ verb: 'evict', before }));
  expect(await denials(stepOf(writes, [], { target: NODE, given: { reader } }))).toEqual({});
  expect([...asked].sort()).toEqual([
    'get Namespace//shop',
    'get Node//n1',
    'get ReplicaSet/shop/web-1',
    'list PodDisruptionBudget/shop',
  ]);
});

test('a policy that does not look reads nothing', async () => {
  const respect = { ...BY_HAND.respect, resourceQuota: false, limitRange: false, capacity: false, pdb: false };
  const { reader, asked } = clusterOf([WEB, SHOP]);
  const given = { reader, safeguards: { ...BY_HAND, respect } };
  await denials(stepOf([BUMP], [], { effects: GROWS, given }));
  expect(asked.filter((request) => /Quota|LimitRange|list Node|list Pod/.test(request))).toEqual([]);
});
