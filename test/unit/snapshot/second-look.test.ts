import { describe, expect, test } from 'vitest';
import { lookKey, secondLooks, withFacts } from '../../../src/snapshot/second-look.ts';
import { snapshotOf } from '../../support/fixture.ts';

const takenAt = '2026-01-10T12:00:00Z';

/** As the API lists them: metadata only, no word on keys. */
function listed(snapshot: ReturnType<typeof snapshotOf>): ReturnType<typeof snapshotOf> {
  const strip = (objects: readonly object[] | undefined) =>
    (objects ?? []).map((object) => ({ ...object, keys: undefined }));
  const objects = Object.fromEntries(
    Object.entries(snapshot.objects).map(([kind, list]) => [kind, /ConfigMap|Secret/.test(kind) ? strip(list) : list]),
  );
  return { ...snapshot, objects: JSON.parse(JSON.stringify(objects)) };
}

const named = (kind: string, name: string, namespace = 'shop') => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace },
});

function pod(name: string, reason: string, extra: object = {}) {
  const env = [
    { name: 'A', valueFrom: { configMapKeyRef: { name: 'settings', key: 'a' } } },
    { name: 'B', valueFrom: { secretKeyRef: { name: 'db', key: 'b' } } },
    { name: 'C', valueFrom: { secretKeyRef: { name: 'extra', key: 'c', optional: true } } },
  ];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop' },
    spec: {
      nodeName: 'n',
      containers: [{ name: 'web', image: 'x', env }],
      volumes: [
        { name: 'files', configMap: { name: 'files', items: [{ key: 'f', path: 'f' }] } },
        {
          name: 'kube-api-access-x',
          projected: { sources: [{ configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt' }] } }] },
        },
      ],
    },
    status: { phase: 'Pending', containerStatuses: [{ name: 'web', state: { waiting: { reason } } }] },
    ...extra,
  };
}

const objects = ['settings', 'files', 'kube-root-ca.crt'].map((name) => named('ConfigMap', name));
objects.push(named('Secret', 'db'), named('Secret', 'extra'), named('Secret', 'db', 'other'));

describe('secondLooks', () => {
  const looks = (...pods: readonly object[]) =>
    secondLooks(listed(snapshotOf({ takenAt, objects: [...objects, ...pods] })));

  test('asks for what a refused container refers to by key', () => {
    expect(looks(pod('b', 'CreateContainerConfigError'), pod('a', 'CreateContainerConfigError')).map(lookKey)).toEqual([
      'ConfigMap/shop/settings',
      'Secret/shop/db',
    ]);
  });

  test('asks for what the volumes of a pod that is prepared refer to by key', () => {
    expect(looks(pod('a', 'ContainerCreating')).map(lookKey)).toEqual(['ConfigMap/shop/files']);
  });

  test('asks for nothing else', () => {
    expect(looks(pod('a', 'CrashLoopBackOff'))).toEqual([]);
    const ready = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
    expect(looks(pod('a', 'ContainerCreating', { status: ready }))).toEqual([]);
    expect(looks(pod('a', 'ContainerCreating', { status: { phase: 'Failed' } }))).toEqual([]);
    const known = snapshotOf({ takenAt, objects: [...objects, pod('a', 'CreateContainerConfigError')] });
    expect(secondLooks(known)).toEqual([]);
    const none = listed(snapshotOf({ takenAt, objects: [pod('a', 'CreateContainerConfigError')] }));
    expect(secondLooks(none)).toEqual([]);
  });
});

describe('certificates that are shown', () => {
  const ingress = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { tls: [{ hosts: ['a.test'], secretName: 'db' }, { secretName: 'extra' }, { secretName: 'gone' }] },
  };
  const looksOf = (...more: readonly object[]) =>
    secondLooks(listed(snapshotOf({ takenAt, objects: [...objects, ...more] }))).map(lookKey);

  test('are looked into, whether anything fails or not', () => {
    expect(looksOf(ingress)).toEqual(['Secret/shop/db', 'Secret/shop/extra']);
  });

  test('come after what fails', () => {
    expect(looksOf(ingress, pod('a', 'ContainerCreating'))).toEqual([
      'ConfigMap/shop/files',
      'Secret/shop/db',
      'Secret/shop/extra',
    ]);
  });

  test('of the pods behind what the API server calls are those that they mount', () => {
    const api = {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: 'v1.test' },
      spec: { service: { namespace: 'shop', name: 'api' }, group: 'test', version: 'v1' },
    };
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'api', namespace: 'shop' },
      spec: { selector: { app: 'api' } },
    };
    const behind = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'api', namespace: 'shop', labels: { app: 'api' } },
      spec: { volumes: [{ name: 'certs', secret: { secretName: 'db' } }] },
      status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
    };
    expect(looksOf(api, service, behind)).toEqual(['Secret/shop/db']);
    expect(looksOf(api, service)).toEqual([]);
  });
});

test('the accounts with which an image could not be pulled are looked into', () => {
  const waiting = pod('a', 'ImagePullBackOff');
  const pulling = { ...waiting, spec: { ...waiting.spec, imagePullSecrets: [{ name: 'extra' }] } };
  const snapshot = listed(snapshotOf({ takenAt, objects: [...objects, pulling] }));
  expect(secondLooks(snapshot).map(lookKey)).toContain('Secret/shop/extra');
});

describe('withFacts', () => {
  const snapshot = listed(snapshotOf({ takenAt, objects }));

  test('fills in what was found, and leaves the rest', () => {
    const filled = withFacts(snapshot, new Map([['Secret/shop/db', { keys: ['a', 'b'] }]]));
    expect(filled.objects.Secret?.map(({ keys }) => keys)).toEqual([undefined, ['a', 'b'], undefined]);
    expect(filled.objects.ConfigMap?.every(({ keys }) => keys === undefined)).toBe(true);
    expect(snapshot.objects.Secret?.every(({ keys }) => keys === undefined)).toBe(true);
  });

  test('changes nothing where nothing was found', () => {
    expect(withFacts(snapshot, new Map())).toBe(snapshot);
  });
});

test('a release of Helm is looked into at the revision that runs, and only where an upgrade is planned', () => {
  const revision = (number: number, status: string) => {
    const secret = named('Secret', `sh.helm.release.v1.web.v${number}`);
    return { ...secret, metadata: { ...secret.metadata, labels: { owner: 'helm', name: 'web', status } } };
  };
  const releases = [revision(1, 'superseded'), revision(3, 'failed'), revision(2, 'deployed')];
  const looks = (controlPlane: object) => {
    const server = {
      apiVersion: 'mekhanikube.io/v1',
      kind: 'ControlPlane',
      metadata: { name: 'lab' },
      ...controlPlane,
    };
    return secondLooks(listed(snapshotOf({ takenAt, objects: [...releases, server] }))).map(lookKey);
  };
  expect(looks({ upgradeTo: '1.40' })).toEqual(['Secret/shop/sh.helm.release.v1.web.v2']);
  expect(looks({})).toEqual([]);
});
