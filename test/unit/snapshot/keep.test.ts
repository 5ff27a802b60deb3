import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL_KINDS, KINDS } from '../../../src/kube/kinds.ts';
import { createKeeper, keep } from '../../../src/snapshot/keep.ts';
import { KEPT_FIELDS } from '../../../src/snapshot/kept-fields.ts';
import { keyedFacts } from '../../../src/snapshot/keyed.ts';

const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'web-1',
    namespace: 'shop',
    uid: 'u1',
    resourceVersion: '17',
    generateName: 'web-',
    labels: { app: 'web' },
    annotations: {
      'kubectl.kubernetes.io/last-applied-configuration': '{"planted":"planted-applied"}',
      'kubernetes.io/config.mirror': 'hash',
      'vault.example/token': 'planted-annotation',
    },
    managedFields: [{ manager: 'planted-manager' }],
    ownerReferences: [
      { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'rs', controller: true, blockOwnerDeletion: true },
    ],
  },
  spec: {
    nodeName: 'node-1',
    containers: [
      {
        name: 'web',
        image: 'web:1',
        args: ['--password=planted-argument'],
        env: [
          { name: 'PASSWORD', value: 'planted-literal' },
          { name: 'URL', valueFrom: { secretKeyRef: { name: 'db', key: 'url' } } },
        ],
        resources: { requests: { cpu: '1' } },
        livenessProbe: {
          httpGet: { path: '/', port: 80, httpHeaders: [{ name: 'Authorization', value: 'planted-header' }] },
        },
      },
    ],
  },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }, null], hostIP: '10.0.0.1' },
};

/** A copy that nobody else holds: a keeper takes what it is given apart. */
function copy<T>(value: T): T {
  return structuredClone(value);
}

describe('keep', () => {
  it('keeps what checks read', () => {
    expect(keep(POD)).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'web-1',
        namespace: 'shop',
        uid: 'u1',
        labels: { app: 'web' },
        annotations: { 'kubernetes.io/config.mirror': 'hash' },
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'rs', controller: true }],
      },
      spec: {
        nodeName: 'node-1',
        containers: [
          {
            name: 'web',
            image: 'web:1',
            env: [{ name: 'PASSWORD' }, { name: 'URL', valueFrom: { secretKeyRef: { name: 'db', key: 'url' } } }],
            literalSecrets: ['PASSWORD'],
            resources: { requests: { cpu: '1' } },
            livenessProbe: { httpGet: { path: '/', port: 80 } },
          },
        ],
      },
      status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
    });
  });

  it.each([
    ['no object', 'text'],
    ['nothing', null],
    ['a kind that no snapshot holds', { ...POD, kind: 'Potato' }],
    ['a kind of another group', { ...POD, apiVersion: 'example.com/v1' }],
    ['no name', { ...POD, metadata: { namespace: 'shop' } }],
    ['no metadata', { ...POD, metadata: 'web-1' }],
  ])('keeps nothing of %s', (_, raw) => {
    expect(keep(raw)).toBeUndefined();
  });

  it('takes the kind of the list for items that name none', () => {
    expect(keep({ metadata: { name: 'web' } }, 'Deployment')).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
    });
  });

  it('keeps the hosts that variables and arguments name, and nothing else of them', () => {
    const containers = [
      {
        name: 'web',
        args: ['--target=http://user:planted@api.shop.svc/planted'],
        env: [{ name: 'DB_URL', value: 'postgres://shop:planted@db:5432/planted' }],
      },
    ];
    const pods = ['web-1', 'web-2'].map((name) => ({
      metadata: { name, ownerReferences: [{ uid: 'rs' }] },
      spec: { containers },
    }));
    const keeper = createKeeper('Pod');
    const kept = pods.map((pod) => keeper(copy(pod)));
    const serviceHosts = [
      { host: 'db', port: 5432, from: 'env[name=DB_URL].value' },
      { host: 'api.shop.svc', from: 'args[0]' },
    ];
    expect(kept).toMatchObject(pods.map(() => ({ spec: { containers: [{ serviceHosts }] } })));
    expect(JSON.stringify(kept)).not.toContain('planted');
    expect(keep(kept[0])).toEqual(kept[0]);
  });

  it('does not change what it is given', () => {
    const before = copy(POD);
    keep(POD);
    expect(POD).toEqual(before);
  });
});

describe('values that must not survive', () => {
  const planted = {
    data: { password: 'planted-data' },
    stringData: { token: 'planted-string' },
    binaryData: { blob: 'planted-binary' },
  };

  it.each(['Secret', 'ConfigMap'] as const)('of a %s, whole or listed', (kind) => {
    const raw = { ...POD, ...planted, kind, metadata: POD.metadata, type: 'Opaque' };
    expect(keep(raw)).toMatchObject({ kind, keys: ['blob', 'password', 'token'] });
    for (const kept of [keep(raw), keep(raw, kind), createKeeper(kind)(copy(raw))]) {
      expect(JSON.stringify(kept)).not.toContain('planted');
    }
  });

  it('of a pod', () => {
    for (const kept of [keep(POD), createKeeper('Pod')(copy(POD))])
      expect(JSON.stringify(kept)).not.toContain('planted');
  });

  it('of any kind, in metadata', () => {
    for (const kind of ALL_KINDS) {
      const raw = { apiVersion: KINDS[kind].apiVersion, kind, metadata: POD.metadata };
      expect(JSON.stringify(keep(raw))).not.toContain('planted');
    }
  });

  it('of a pod template', () => {
    const raw = {
      ...POD,
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      spec: { template: { metadata: POD.metadata, spec: POD.spec } },
    };
    expect(keep(raw)).toMatchObject({ spec: { template: { spec: { containers: [{ name: 'web' }] } } } });
    expect(JSON.stringify(keep(raw))).not.toContain('planted');
  });
});

describe('the keys of Secrets and ConfigMaps', () => {
  const metadata = { name: 'db', namespace: 'shop' };

  it('are unknown where only metadata was listed, and none where an object came whole without data', () => {
    expect(keep({ metadata }, 'Secret')).not.toHaveProperty('keys');
    expect(keep({ apiVersion: 'v1', kind: 'Secret', metadata })).toMatchObject({ keys: [] });
  });

  it('are those that a recording noted', () => {
    expect(keep({ metadata, keys: ['a', 1, 'b'] }, 'Secret')).toMatchObject({ keys: ['a', 'b'] });
  });

  it('are sorted, each once', () => {
    expect(keyedFacts({ data: { b: '', a: '' }, binaryData: { a: '', c: '' }, stringData: null }).keys).toEqual([
      'a',
      'b',
      'c',
    ]);
  });
});

describe('createKeeper', () => {
  /** Another replica: only what differs between replicas differs. */
  function replica(index: number) {
    const pod = copy(POD);
    Object.assign(pod.metadata, { name: `web-${index}`, uid: `u${index}` });
    return pod;
  }

  it('keeps the same as keep, whatever came before', () => {
    const anything = fc.array(
      fc.record(
        {
          metadata: fc.record({
            name: fc.constantFrom('a', 'b'),
            labels: fc.option(fc.dictionary(fc.constantFrom('app', 'team', '__proto__'), fc.constantFrom('x', 'y')), {
              nil: undefined,
            }),
            annotations: fc.option(fc.constant({ 'kubernetes.io/config.mirror': 'm' }), { nil: undefined }),
            ownerReferences: fc.option(fc.constant([{ uid: 'o', kind: 'ReplicaSet' }]), { nil: undefined }),
          }),
          spec: fc.oneof(
            fc.constant('odd'),
            fc.record(
              {
                nodeName: fc.constantFrom('n1', 'n2', null),
                tolerations: fc.array(fc.record({ key: fc.constantFrom('a', 'b') }, { requiredKeys: [] })),
                containers: fc.array(
                  fc.oneof(
                    fc.constant(null),
                    fc.record(
                      {
                        name: fc.constantFrom('web', 'side'),
                        command: fc.array(fc.constantFrom('a', 'b')),
                        env: fc.array(fc.record({ name: fc.constantFrom('A', 'B'), value: fc.constant('planted') })),
                      },
                      { requiredKeys: [] },
                    ),
                  ),
                ),
              },
              { requiredKeys: [] },
            ),
          ),
        },
        { requiredKeys: ['metadata'] },
      ),
    );
    fc.assert(
      fc.property(anything, (list) => {
        const keeper = createKeeper('Pod');
        expect(list.map((raw) => keeper(copy(raw)))).toEqual(list.map((raw) => keep(raw, 'Pod')));
      }),
    );
  });

  it('lets replicas share what they have in common', () => {
    const keeper = createKeeper('Pod');
    const [first, second] = [keeper(replica(1)), keeper(replica(2))];
    if (first === undefined || second === undefined) throw new Error('nothing kept');
    expect(second.metadata.name).toBe('web-2');
    expect(Reflect.get(second, 'spec')).toBe(Reflect.get(first, 'spec'));
    expect(second.metadata.labels).toBe(first.metadata.labels);
  });

  it('shares nothing that differs', () => {
    const keeper = createKeeper('Pod');
    const other = replica(2);
    other.spec.nodeName = 'node-2';
    keeper(replica(1));
    expect(keeper(copy(other))).toEqual(keep(other, 'Pod'));
    expect(keeper(replica(3))).toEqual(keep(replica(3), 'Pod'));
  });

  it('shares between the objects of one owner only', () => {
    const keeper = createKeeper('Pod');
    const other = replica(2);
    other.metadata.ownerReferences = [
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        name: 'api',
        uid: 'rs-2',
        controller: true,
        blockOwnerDeletion: true,
      },
    ];
    const first = keeper(replica(1));
    expect(Reflect.get(keeper(other) ?? {}, 'spec')).not.toBe(Reflect.get(first ?? {}, 'spec'));
  });
});

describe('KEPT_FIELDS', () => {
  it('keeps nothing of Secrets and ConfigMaps but what keep itself decides', () => {
    expect([KEPT_FIELDS.Secret, KEPT_FIELDS.ConfigMap]).toEqual([{}, {}]);
  });
});
