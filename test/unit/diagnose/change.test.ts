import { describe, expect, test } from 'vitest';
import { CHECKS } from '../../../src/checks/index.ts';
import { diagnose } from '../../../src/diagnose/diagnose.ts';
import { snapshotOf } from '../../support/fixture.ts';

const NOW = '2026-01-10T12:00:00Z';
const owner = (kind: string, name: string) => [{ apiVersion: 'apps/v1', kind, name, uid: name, controller: true }];

function revision(number: number, image: string, createdAt: string, replicas: number, annotations?: object) {
  const name = `web-${number}`;
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name,
      namespace: 'shop',
      uid: name,
      creationTimestamp: createdAt,
      annotations: { 'deployment.kubernetes.io/revision': String(number) },
      ownerReferences: owner('Deployment', 'web'),
    },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' }, annotations }, spec: { containers: [{ name: 'web', image }] } },
    },
  };
}

function pod(set: number, image: string, isReady: boolean) {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `web-${set}-a`,
      namespace: 'shop',
      uid: `web-${set}-a`,
      creationTimestamp: '2026-01-10T11:00:00Z',
      ownerReferences: owner('ReplicaSet', `web-${set}`),
    },
    spec: { nodeName: 'worker-1', containers: [{ name: 'web', image }] },
    status: {
      phase: isReady ? 'Running' : 'Pending',
      conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False', lastTransitionTime: '2026-01-10T11:50:00Z' }],
      containerStatuses: [
        isReady
          ? { name: 'web', ready: true, restartCount: 0, state: { running: { startedAt: '2026-01-10T11:00:00Z' } } }
          : {
              name: 'web',
              ready: false,
              restartCount: 0,
              state: {
                waiting: {
                  reason: 'ImagePullBackOff',
                  message: `Back-off pulling image "${image}": ErrImagePull: registry.example.com/${image}: not found`,
                },
              },
            },
      ],
    },
  };
}

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', uid: 'web' },
  spec: { replicas: 1, selector: { matchLabels: { app: 'web' } } },
};

function changeIn(...objects: unknown[]) {
  const { findings } = diagnose(snapshotOf({ takenAt: NOW, objects: [deployment, ...objects] }), CHECKS);
  const finding = findings.find(({ check }) => check.startsWith('image-'));
  expect(finding?.subject).toMatchObject({ kind: 'Deployment', name: 'web' });
  return finding?.change;
}

const OLD = '2026-01-01T00:00:00Z';
const NEW = '2026-01-10T11:49:00Z';
const what = {
  object: { kind: 'Deployment', namespace: 'shop', name: 'web' },
  at: NEW,
  what: 'revision 4, after 3',
  differences: [{ path: 'spec.template.spec.containers[name=web].image', from: 'web:1', to: 'web:2' }],
};

describe('what was changed', () => {
  test('is what differs from the revision that still works', () => {
    const change = changeIn(
      revision(3, 'web:1', OLD, 1),
      pod(3, 'web:1', true),
      revision(4, 'web:2', NEW, 1),
      pod(4, 'web:2', false),
    );
    expect(change).toMatchObject(what);
  });

  test('is unknown where the failing pods are of the older revision', () => {
    const change = changeIn(
      revision(3, 'web:1', OLD, 1),
      pod(3, 'web:1', false),
      revision(4, 'web:2', NEW, 1),
      pod(4, 'web:2', true),
    );
    expect(change).toBeNull();
  });

  test('is unknown where there is no other revision', () => {
    expect(changeIn(revision(4, 'web:2', NEW, 1), pod(4, 'web:2', false))).toBeNull();
  });

  test('is no change of long ago, where nothing shows that the earlier revision worked', () => {
    const before = (createdAt: string) =>
      changeIn(revision(3, 'web:1', OLD, 0), revision(4, 'web:2', createdAt, 1), pod(4, 'web:2', false));
    expect(before(NEW)).toMatchObject(what);
    expect(before('2026-01-02T00:00:00Z')).toBeNull();
  });

  test('says so where what differs was not read', () => {
    const change = changeIn(
      revision(3, 'web:2', OLD, 1),
      pod(3, 'web:2', true),
      revision(4, 'web:2', NEW, 1),
      pod(4, 'web:2', false),
    );
    expect(change).toMatchObject({
      what: 'revision 4, after 3; what differs is a value, an argument or an annotation, and these are not read',
      differences: [],
    });
  });

  test.each([
    [
      { 'checksum/config': 'a' },
      { 'checksum/config': 'b' },
      '; its annotation checksum/config changed: a ConfigMap or Secret changed with it',
    ],
    [
      undefined,
      { 'checksum/config': 'b', 'checksum/secret': 'c' },
      '; its annotations checksum/config and checksum/secret changed: a ConfigMap or Secret changed with them',
    ],
    [
      { 'kubectl.kubernetes.io/restartedAt': OLD },
      { 'kubectl.kubernetes.io/restartedAt': NEW },
      '; its pods were made anew by kubectl rollout restart',
    ],
  ])('is an annotation that makes the pods anew: %j, %j', (from, to, text) => {
    const change = changeIn(
      revision(3, 'web:2', OLD, 1, from),
      pod(3, 'web:2', true),
      revision(4, 'web:2', NEW, 1, to),
      pod(4, 'web:2', false),
    );
    expect(change).toMatchObject({ what: `revision 4, after 3${text}`, differences: [] });
  });

  test('is what else differs, where the pods were restarted besides', () => {
    const change = changeIn(
      revision(3, 'web:1', OLD, 1),
      pod(3, 'web:1', true),
      revision(4, 'web:2', NEW, 1, { 'kubectl.kubernetes.io/restartedAt': NEW }),
      pod(4, 'web:2', false),
    );
    expect(change).toMatchObject(what);
  });
});
