import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../../src/kube/object.ts';
import { rolloutUndo } from '../../../../src/remedy/actions/rollout-undo.ts';
import {
  controllerRevision,
  daemonSet,
  deployment,
  editsOf,
  pod,
  proposed,
  refusals,
  replicaSet,
  statefulSet,
  template,
} from '../../../support/rollout-stage.ts';

const GOOD = template({ containers: [{ name: 'web', image: 'shop/web:1.0' }] });
const BAD = template({ containers: [{ name: 'web', image: 'shop/web:bad' }] });
const target = deployment({ template: BAD }, { replicas: 4, updatedReplicas: 1 });
const good = [pod(0, 'uid-rs-1'), pod(1, 'uid-rs-1'), pod(2, 'uid-rs-1')];
const objects = [replicaSet(1, GOOD), replicaSet(2, BAD), ...good, pod(3, 'uid-rs-2', { ready: false })];
const refused = (
  params: object,
  others: readonly KubeObject[] = objects,
  unreadable: readonly string[] = [],
  of: KubeObject = target,
) => refusals(rolloutUndo, of, params, { objects: others, unreadable });

describe('rollout.undo of a Deployment', () => {
  test('copies the template of the ReplicaSet without its hash', async () => {
    const proposal = await proposed(rolloutUndo, target, {}, { objects });
    expect(editsOf(proposal)).toEqual([{ path: ['spec', 'template'], value: GOOD }]);
    expect(proposal).toMatchObject({
      summary: 'take Deployment shop/web back from revision 2 to revision 1',
      risk: 'R3',
    });
  });

  test('disrupts only the pods that are not of that revision, and needs no room for those that are', async () => {
    const proposal = await proposed(rolloutUndo, target, {}, { objects });
    expect(proposal.effects).toEqual({ podsDisrupted: 1, demand: {}, podRequests: {} });
  });

  test('previous is the newest earlier revision, whatever is current', async () => {
    const back = deployment({ template: GOOD });
    const proposal = await proposed(
      rolloutUndo,
      back,
      { requireHealthyHistory: false },
      { objects: [replicaSet(3, GOOD), replicaSet(2, BAD)] },
    );
    expect(proposal.summary).toBe('take Deployment shop/web back from revision 3 to revision 2');
  });

  test('a revision that differs only in when its pods were made anew is no way back, unless it is named', async () => {
    const restarted = (annotations: Record<string, string>) => ({
      ...GOOD,
      metadata: { ...GOOD.metadata, annotations },
    });
    const now = restarted({ 'kubectl.kubernetes.io/restartedAt': '2026-01-10T11:55:00Z', 'checksum/config': 'b' });
    const of = deployment({ template: now });
    const all = [replicaSet(1, restarted({ 'checksum/config': 'a' })), replicaSet(2, now), ...good];
    expect(await refused({}, all, [], of)).toEqual(['same-inside']);
    expect(await refused({ toRevision: 'lastHealthy' }, all, [], of)).toEqual(['same-inside']);
    expect(await refused({ toRevision: 1 }, all, [], of)).toEqual([]);
    const injected = [replicaSet(1, restarted({ 'sidecar.istio.io/inject': 'true' })), replicaSet(2, now), ...good];
    expect(await refused({}, injected, [], of)).toEqual([]);
  });

  test('lastHealthy passes over revisions that have no ready pod', async () => {
    const middle = template({ containers: [{ name: 'web', image: 'shop/web:middle' }] });
    const all = [replicaSet(1, GOOD), replicaSet(2, middle), replicaSet(3, BAD), ...good];
    const proposal = await proposed(rolloutUndo, target, { toRevision: 'lastHealthy' }, { objects: all });
    expect(proposal.summary).toContain('to revision 1');
  });

  test('a number is that revision', async () => {
    const proposal = await proposed(rolloutUndo, target, { toRevision: 1 }, { objects });
    expect(proposal.summary).toContain('to revision 1');
  });

  test('is refused without history', async () => {
    expect(await refused({}, [replicaSet(2, BAD)])).toEqual(['no-history']);
  });

  test('is refused for a revision that is not kept', async () => {
    expect(await refused({ toRevision: 9 })).toEqual(['revision-missing']);
  });

  test('is refused for the template that it has', async () => {
    expect(await refused({ toRevision: 2 })).toEqual(['same-template']);
  });

  test('is refused for a revision that nobody has seen healthy', async () => {
    const others = [replicaSet(1, GOOD), replicaSet(2, BAD), pod(3, 'uid-rs-2', { ready: false })];
    expect(await refused({}, others)).toEqual(['health-unknown']);
    expect(await refused({ toRevision: 1 }, others)).toEqual(['health-unknown']);
    expect(await refused({ requireHealthyHistory: false }, others)).toEqual([]);
    expect(await refused({ toRevision: 'lastHealthy', requireHealthyHistory: false }, others)).toEqual([
      'no-healthy-revision',
    ]);
  });

  test('is refused while paused', async () => {
    expect(await refused({}, objects, [], deployment({ template: BAD, paused: true }))).toEqual(['rollout-paused']);
  });

  test.each([
    ['Pod', 'pods-unreadable'],
    ['ReplicaSet', 'revisions-unreadable'],
    ['LimitRange', 'limitranges-unreadable'],
  ])('is refused where %s cannot be read', async (kind, id) => {
    expect(await refused({}, objects, [kind])).toEqual([id]);
  });
});

describe('what the earlier revision refers to', () => {
  const env = [
    { name: 'A', valueFrom: { configMapKeyRef: { name: 'settings', key: 'a' } } },
    { name: 'B', valueFrom: { configMapKeyRef: { name: 'extra', key: 'b', optional: true } } },
    { name: 'C', valueFrom: { secretKeyRef: { name: 'login', key: 'c' } } },
  ];
  const needy = template({ containers: [{ name: 'web', env }] });
  const all = [replicaSet(1, needy), replicaSet(2, BAD), ...good];
  const settings = (data: Record<string, string>): KubeObject => {
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'shop' }, data };
    return object;
  };

  test('is refused where a ConfigMap or its key is gone', async () => {
    expect(await refused({}, all)).toEqual(['reference-missing']);
    expect(await refused({}, [...all, settings({ other: '' })])).toEqual(['reference-missing']);
    expect(await refused({}, [...all, settings({ a: '' })])).toEqual([]);
  });

  test('is refused where the ConfigMap cannot be read', async () => {
    expect(await refused({}, all, ['ConfigMap'])).toEqual(['configmap-shop-settings-unreadable']);
  });

  test('a Secret is not read, only named', async () => {
    const proposal = await proposed(
      rolloutUndo,
      target,
      {},
      { objects: [...all, settings({ a: '' })], unreadable: ['Secret'] },
    );
    expect(proposal.notes?.[0]).toBe('whether Secret login still exists was not looked up: Secrets are not read');
  });
});

describe('rollout.undo of the others', () => {
  test('of a StatefulSet, from its ControllerRevisions, without their instruction', async () => {
    const set = statefulSet({ template: BAD }, { currentRevision: 'web-a' });
    const of = [
      controllerRevision('StatefulSet', 1, 'a', GOOD),
      controllerRevision('StatefulSet', 2, 'b', BAD),
      pod(0, 'uid-web', { labels: { 'controller-revision-hash': 'web-a' } }),
      pod(1, 'uid-web', { labels: { 'controller-revision-hash': 'web-a' } }),
      pod(2, 'uid-web', { labels: { 'controller-revision-hash': 'web-b' }, ready: false }),
    ];
    expect(await refused({}, of, [], set)).toEqual(['stuck-pods']);
    const proposal = await proposed(rolloutUndo, set, { deleteStuckPods: true }, { objects: of });
    expect(editsOf(proposal)).toEqual([{ path: ['spec', 'template'], value: GOOD }]);
    expect(proposal.writes[1]).toMatchObject({ verb: 'delete', before: { metadata: { name: 'web-2' } } });
    expect(proposal.effects.podsDisrupted).toBe(1);
    expect(await refused({}, of, ['ControllerRevision'], set)).toEqual(['revisions-unreadable']);
  });

  test('of a DaemonSet, whose pods carry the hash alone', async () => {
    const set = daemonSet({ template: BAD });
    const of = [
      controllerRevision('DaemonSet', 1, 'a', GOOD),
      controllerRevision('DaemonSet', 2, 'b', BAD),
      pod(0, 'uid-web', { labels: { 'controller-revision-hash': 'a' } }),
      pod(1, 'uid-web', { labels: { 'controller-revision-hash': 'b' }, ready: false }),
    ];
    const proposal = await proposed(rolloutUndo, set, { toRevision: 'lastHealthy' }, { objects: of });
    expect(editsOf(proposal)).toEqual([{ path: ['spec', 'template'], value: GOOD }]);
    expect(proposal.effects.podsDisrupted).toBe(1);
  });

  test('is explained where pods are replaced only by hand', async () => {
    const set = daemonSet({ template: BAD, updateStrategy: { type: 'OnDelete' } });
    const of = [controllerRevision('DaemonSet', 1, 'a', GOOD), controllerRevision('DaemonSet', 2, 'b', BAD)];
    expect(await refused({ requireHealthyHistory: false }, of, [], set)).toEqual(['on-delete']);
  });
});
