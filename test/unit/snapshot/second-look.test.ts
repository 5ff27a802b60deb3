import { describe, expect, test } from 'vitest';
import { keyLooks, lookKey, withKeys } from '../../../src/snapshot/second-look.ts';
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

describe('keyLooks', () => {
  const looks = (...pods: readonly object[]) =>
    keyLooks(listed(snapshotOf({ takenAt, objects: [...objects, ...pods] })));

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
    expect(keyLooks(known)).toEqual([]);
    const none = listed(snapshotOf({ takenAt, objects: [pod('a', 'CreateContainerConfigError')] }));
    expect(keyLooks(none)).toEqual([]);
  });

  test('asks for no more than the limit, the same ones each time', () => {
    const many = Array.from({ length: 5 }, (_, index) => named('Secret', `s${index}`));
    const uses = many.map(({ metadata: { name } }) => ({
      name,
      valueFrom: { secretKeyRef: { name, key: 'k' } },
    }));
    const one = pod('a', 'CreateContainerConfigError');
    const greedy = { ...one, spec: { ...one.spec, containers: [{ name: 'web', image: 'x', env: uses.reverse() }] } };
    const snapshot = listed(snapshotOf({ takenAt, objects: [...many, greedy] }));
    expect(keyLooks(snapshot, 2).map(({ name }) => name)).toEqual(['s0', 's1']);
  });
});

describe('withKeys', () => {
  const snapshot = listed(snapshotOf({ takenAt, objects }));

  test('fills in what was found, sorted, and leaves the rest', () => {
    const filled = withKeys(snapshot, new Map([['Secret/shop/db', ['b', 'a']]]));
    expect(filled.objects.Secret?.map(({ keys }) => keys)).toEqual([undefined, ['a', 'b'], undefined]);
    expect(filled.objects.ConfigMap?.every(({ keys }) => keys === undefined)).toBe(true);
    expect(snapshot.objects.Secret?.every(({ keys }) => keys === undefined)).toBe(true);
  });

  test('changes nothing where nothing was found', () => {
    expect(withKeys(snapshot, new Map())).toBe(snapshot);
  });
});
