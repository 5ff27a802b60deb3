import { describe, expect, it } from 'vitest';
import { ALL_KINDS, KINDS } from '../../../src/kube/kinds.ts';
import type { Kind } from '../../../src/kube/object.ts';
import type { KindCoverage } from '../../../src/snapshot/coverage.ts';
import type { Snapshot } from '../../../src/snapshot/snapshot.ts';
import { type FakeApiOptions, startFakeApi } from '../../support/fake-api/fake-api.ts';
import {
  cutBody,
  expired,
  type Fault,
  forbidden,
  hang,
  noSuchGroup,
  reset,
  status,
  tooManyRequests,
  truncatedBody,
} from '../../support/fake-api/faults.ts';
import { namespaces, object, pods } from '../../support/fake-api/objects.ts';
import { notedPauses, snapshotFrom } from '../../support/fake-api/snapshot-of.ts';

async function read(options: FakeApiOptions, kinds: readonly Kind[], connectOptions = {}) {
  const api = await startFakeApi(options);
  const pauses = notedPauses();
  const snapshot = await snapshotFrom({ server: api.url }, { kinds }, { pauses, ...connectOptions });
  return { snapshot, requests: api.requests, waitedMs: pauses.waitedMs };
}

function coverageOf(snapshot: Snapshot, kind: Kind): KindCoverage | undefined {
  return snapshot.coverage.find((entry) => entry.kind === kind);
}

function names(snapshot: Snapshot, kind: Kind): readonly string[] {
  return (snapshot.objects[kind] ?? []).map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`);
}

describe('a snapshot', () => {
  it('knows what was read, and when by the server', async () => {
    const { snapshot } = await read({ date: 'Sat, 10 Jan 2026 12:00:00 GMT' }, ['Pod']);
    expect(snapshot).toMatchObject({
      cluster: { name: 'fake-cluster', context: 'fake', version: 'v1.34.4' },
      takenAt: '2026-01-10T12:00:00Z',
      namespaces: null,
      coverage: [{ kind: 'Pod', state: 'listed', except: [], only: null }],
    });
  });

  it('is taken of a server that hides its version', async () => {
    const { snapshot } = await read({ faults: [forbidden('/version')] }, ['Pod']);
    expect(snapshot.cluster.version).toBeNull();
    expect(snapshot.takenAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  it('holds all pages, sorted', async () => {
    const objects = [...pods('b', 3), ...pods('a', 4)];
    const { snapshot, requests } = await read({ objects, pageSize: 2 }, ['Pod']);
    expect(names(snapshot, 'Pod')).toEqual([
      'a/web-0',
      'a/web-1',
      'a/web-2',
      'a/web-3',
      'b/web-0',
      'b/web-1',
      'b/web-2',
    ]);
    expect(requests.filter(({ path }) => path === '/api/v1/pods').map(({ query }) => query.toString())).toEqual([
      'limit=500',
      'limit=500&continue=from-2',
      'limit=500&continue=from-4',
      'limit=500&continue=from-6',
    ]);
  });

  it('asks only with GET, zipped, and for warnings among events', async () => {
    const { snapshot, requests } = await read(
      { objects: [object('Event', 'a/warned', { type: 'Warning' }), object('Event', 'a/fine', { type: 'Normal' })] },
      ALL_KINDS,
    );
    expect(new Set(requests.map(({ method }) => method))).toEqual(new Set(['GET']));
    expect(new Set(requests.map(({ headers }) => headers['accept-encoding']))).toEqual(new Set(['gzip']));
    expect(names(snapshot, 'Event')).toEqual(['a/warned']);
  });

  it('tells how far it is', async () => {
    const api = await startFakeApi({ objects: pods('a', 5), pageSize: 2 });
    const told: unknown[] = [];
    await snapshotFrom({ server: api.url }, { kinds: ['Pod'], onProgress: (progress) => told.push(progress) });
    const common = { kind: 'Pod', kindsAsked: 1 };
    expect(told).toEqual([
      { ...common, objects: 2, allObjects: 2, expected: 5, kindsDone: 0 },
      { ...common, objects: 4, allObjects: 4, expected: 5, kindsDone: 0 },
      { ...common, objects: 5, allObjects: 5, expected: null, kindsDone: 0 },
      { ...common, objects: 5, allObjects: 5, expected: null, kindsDone: 1 },
    ]);
  });
});

describe('the number of requests', () => {
  it('is that of the pages, the version and the second looks, whatever the number of objects', async () => {
    const waiting = (index: number) => ({
      spec: {
        nodeName: 'node',
        containers: [
          {
            name: 'web',
            env: [{ name: 'URL', valueFrom: { configMapKeyRef: { name: `config-${index}`, key: 'url' } } }],
          },
        ],
      },
      status: {
        phase: 'Pending',
        containerStatuses: [
          { name: 'web', ready: false, state: { waiting: { reason: 'CreateContainerConfigError' } } },
        ],
      },
    });
    const objects = [
      ...pods('a', 1200),
      ...[0, 1, 2].map((index) => object('Pod', `b/stuck-${index}`, waiting(index))),
      ...Array.from({ length: 1000 }, (_, index) => object('ConfigMap', `b/config-${index}`, { data: { url: 'x' } })),
      ...namespaces('a', 'b'),
    ];
    const { snapshot, requests } = await read({ objects }, ALL_KINDS);
    const pages = LISTED.length + 2 + 1;
    expect(requests).toHaveLength(ABOUT_ITSELF + pages + 3);
    const lists = requests.map(({ path, query }) => `${path} ${query.get('continue')}`);
    expect(new Set(lists).size).toBe(lists.length);
    expect(snapshot.objects.ConfigMap?.filter(({ keys }) => keys !== undefined).map(({ keys }) => keys)).toEqual([
      ['url'],
      ['url'],
      ['url'],
    ]);
  });
});

describe('Secrets and ConfigMaps', () => {
  const objects = [
    object('Secret', 'a/db', { type: 'Opaque', data: { password: 'c2VjcmV0LXZhbHVl' } }),
    object('ConfigMap', 'a/app', { data: { url: 'secret-value' } }),
    object('Pod', 'a/stuck', {
      spec: {
        nodeName: 'node',
        containers: [
          {
            name: 'web',
            env: [
              { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'pasword' } } },
              { name: 'LITERAL', value: 'secret-value' },
            ],
          },
        ],
      },
      status: {
        phase: 'Pending',
        containerStatuses: [
          { name: 'web', ready: false, state: { waiting: { reason: 'CreateContainerConfigError' } } },
        ],
      },
    }),
  ];
  const kinds: readonly Kind[] = ['Pod', 'Secret', 'ConfigMap'];

  it('are listed as metadata, and never otherwise', async () => {
    const { requests } = await read({ objects }, ALL_KINDS);
    const lists = requests.filter(({ path }) => /\/(secrets|configmaps)$/.test(path));
    expect(lists).toHaveLength(2);
    for (const { headers } of lists) {
      expect(headers['accept']).toBe('application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1');
    }
  });

  it('are looked at a second time for the names of their keys, where a pod fails for one', async () => {
    const { snapshot, requests } = await read({ objects }, kinds);
    expect(requests.map(({ path }) => path)).toContain('/api/v1/namespaces/a/secrets/db');
    expect(requests.map(({ path }) => path)).not.toContain('/api/v1/namespaces/a/configmaps/app');
    expect(snapshot.objects.Secret?.[0]?.keys).toEqual(['password']);
    expect(snapshot.objects.ConfigMap?.[0]?.keys).toBeUndefined();
  });

  it('leave no value behind', async () => {
    const { snapshot } = await read({ objects }, kinds);
    expect(JSON.stringify(snapshot)).not.toMatch(/secret-value|c2VjcmV0/);
  });

  it.each([
    ['may not be read', forbidden('/api/v1/namespaces/a/secrets/db')],
    ['are gone by then', status('/api/v1/namespaces/a/secrets/db', 404, 'not found')],
    ['break off', cutBody('/api/v1/namespaces/a/secrets/db')],
  ])('keep their keys unknown where they %s', async (_, fault) => {
    const { snapshot } = await read({ objects, faults: [fault] }, kinds);
    expect(snapshot.objects.Secret?.[0]).toMatchObject({ metadata: { name: 'db' } });
    expect(snapshot.objects.Secret?.[0]?.keys).toBeUndefined();
  });
});

describe('a list that does not come', () => {
  const objects = [...pods('a', 5), object('Node', 'node'), object('Deployment', 'a/web')];
  const PODS = '/api/v1/pods';

  it.each<[string, Fault, KindCoverage['state'], string]>([
    ['is forbidden', forbidden('/api/v1/nodes'), 'forbidden', 'nodes is forbidden: User "jane" cannot list'],
    ['times out', hang('/api/v1/nodes'), 'failed', 'no answer within 3 s'],
    ['is reset', reset('/api/v1/nodes'), 'failed', 'connection reset'],
    ['is cut short', cutBody('/api/v1/nodes'), 'failed', 'the answer was cut short'],
    ['ends in its middle', truncatedBody('/api/v1/nodes'), 'failed', 'the answer was cut short'],
    ['fails', status('/api/v1/nodes', 503, 'unavailable'), 'failed', 'answered 503: unavailable'],
    ['is not understood', status('/api/v1/nodes', 406, 'no such form'), 'failed', 'answered 406: no such form'],
  ])('because it %s is recorded, and the others are read', async (_, fault, state, reason) => {
    const { snapshot } = await read({ objects, faults: [fault] }, ['Pod', 'Node', 'Deployment'], {
      requestTimeoutMs: 3_000,
    });
    const coverage = coverageOf(snapshot, 'Node');
    expect(coverage?.state).toBe(state);
    expect(coverage?.reason).toContain(reason);
    expect(snapshot.objects.Node).toEqual([]);
    expect(names(snapshot, 'Pod')).toHaveLength(5);
    expect(coverageOf(snapshot, 'Deployment')?.state).toBe('listed');
  });

  it.each([
    ['a group that is not served', noSuchGroup(/^\/apis\/apps\//)],
    ['a resource that is not served', status('/apis/apps/v1/deployments', 404, 'the server could not find it')],
  ])('because of %s is absent', async (_, fault) => {
    const { snapshot } = await read({ objects, faults: [fault] }, ['Pod', 'Deployment']);
    expect(coverageOf(snapshot, 'Deployment')).toMatchObject({ state: 'absent' });
  });

  it('is asked for again where the failure passes', async () => {
    const faults = [reset(PODS, { times: 1 }), cutBody(PODS, { times: 1 }), status(PODS, 500, 'oh', { times: 1 })];
    const { snapshot, waitedMs } = await read({ objects, faults }, ['Pod']);
    expect(names(snapshot, 'Pod')).toHaveLength(5);
    expect(waitedMs).toEqual([250, 500, 1000]);
  });

  it('is asked for again a few times only', async () => {
    const { requests } = await read({ objects, faults: [status(PODS, 500, 'oh')] }, ['Pod', 'Node']);
    expect(requests.filter(({ path }) => path === PODS)).toHaveLength(5);
  });

  it('waits as long as the server asks, but not forever', async () => {
    const { snapshot, waitedMs } = await read({ objects, faults: [tooManyRequests(PODS, '7', { times: 1 })] }, ['Pod']);
    expect(names(snapshot, 'Pod')).toHaveLength(5);
    expect(waitedMs).toEqual([7000]);
    const inVain = await read({ objects, faults: [tooManyRequests(PODS, '3600')] }, ['Pod', 'Node']);
    expect(coverageOf(inVain.snapshot, 'Pod')?.state).toBe('failed');
    expect(inVain.waitedMs).toEqual([]);
  });

  it('begins anew where it can no longer be continued', async () => {
    const { snapshot } = await read({ objects, pageSize: 2, faults: [expired({ times: 2 })] }, ['Pod']);
    expect(names(snapshot, 'Pod')).toEqual(['a/web-0', 'a/web-1', 'a/web-2', 'a/web-3', 'a/web-4']);
    expect(coverageOf(snapshot, 'Pod')?.state).toBe('listed');
  });

  it('begins anew a few times only, and is then failed, not short', async () => {
    const { snapshot, requests } = await read({ objects, pageSize: 2, faults: [expired()] }, ['Pod', 'Node']);
    expect(coverageOf(snapshot, 'Pod')).toMatchObject({ state: 'failed' });
    expect(snapshot.objects.Pod).toEqual([]);
    expect(requests.filter(({ path, query }) => path === PODS && !query.has('continue'))).toHaveLength(3);
  });

  it('fails in its middle, and is then failed, not short', async () => {
    const inTheMiddle = status(({ path, query }) => path === PODS && query.has('continue'), 500, 'oh');
    const { snapshot } = await read({ objects, pageSize: 2, faults: [inTheMiddle] }, ['Pod', 'Node']);
    expect(coverageOf(snapshot, 'Pod')).toMatchObject({ state: 'failed' });
    expect(snapshot.objects.Pod).toEqual([]);
  });
});

describe('requests at a time', () => {
  it('are bounded', async () => {
    let open = 0;
    let most = 0;
    const counting: Fault = {
      about: ({ path }) => path.startsWith('/api'),
      answer: (response) => {
        most = Math.max(most, ++open);
        setTimeout(() => {
          open--;
          response.writeHead(200, { 'content-type': 'application/json' }).end('{"items":[]}');
        }, 5);
      },
    };
    await read({ faults: [counting] }, ALL_KINDS, { maxInFlight: 3 });
    expect(most).toBe(3);
  });
});

/** Kinds that a server lists: the others are made of what it says otherwise. */
const LISTED = ALL_KINDS.filter((kind) => ['always', 'extension'].includes(KINDS[kind].source));
/** Its version, its groups, and how it is. */
const ABOUT_ITSELF = 3;

describe('kinds', () => {
  it('are asked for where the API serves them', async () => {
    const { requests } = await read({}, ALL_KINDS);
    const paths = requests.map(({ path }) => path);
    expect(paths).toContain('/apis/apps/v1/deployments');
    expect(paths).toContain('/api/v1/pods');
    expect(paths).toHaveLength(ABOUT_ITSELF + LISTED.length);
  });
});
