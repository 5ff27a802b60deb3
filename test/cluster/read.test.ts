import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import {
  type Connection,
  type ConnectOptions,
  connect,
  listNamespaces,
  takeSnapshot,
} from '../../src/cluster/index.ts';
import { ALL_KINDS, KINDS } from '../../src/kube/kinds.ts';
import type { Kind } from '../../src/kube/object.ts';
import type { Snapshot } from '../../src/snapshot/snapshot.ts';
import { testKubeconfig } from '../support/cluster.ts';
import { ClusterApi, type Manifest } from '../support/cluster-api.ts';
import { writeTemporary } from '../support/fake-api/kubeconfig.ts';

const kubeconfig = testKubeconfig();
const OURS = 'mekhanikube-test-read-ours';
const OTHERS = 'mekhanikube-test-read-others';
const RBAC = { apiGroup: 'rbac.authorization.k8s.io' };
const CORE: readonly Kind[] = ['ConfigMap', 'Deployment', 'Namespace', 'Node', 'Pod', 'Secret'];

function manifest(apiVersion: string, kind: string, name: string, namespace: string | null, rest = {}): Manifest {
  return { apiVersion, kind, metadata: { name, ...(namespace === null ? {} : { namespace }) }, ...rest };
}

function account(name: string): object {
  return { kind: 'ServiceAccount', name, namespace: OURS };
}

const NAMESPACES = [OURS, OTHERS].map((name) => manifest('v1', 'Namespace', name, null));
/** `reader` may read its own namespace; `lister` may list namespaces besides. */
const CLUSTER_WIDE = [
  manifest('rbac.authorization.k8s.io/v1', 'ClusterRole', 'mekhanikube-test-read-namespaces', null, {
    rules: [{ apiGroups: [''], resources: ['namespaces'], verbs: ['list'] }],
  }),
  manifest('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'mekhanikube-test-read-namespaces', null, {
    roleRef: { ...RBAC, kind: 'ClusterRole', name: 'mekhanikube-test-read-namespaces' },
    subjects: [account('lister')],
  }),
];
const OBJECTS = [
  ...['reader', 'lister', 'nobody'].map((name) => manifest('v1', 'ServiceAccount', name, OURS)),
  manifest('rbac.authorization.k8s.io/v1', 'RoleBinding', 'view', OURS, {
    roleRef: { ...RBAC, kind: 'ClusterRole', name: 'view' },
    subjects: [account('reader'), account('lister')],
  }),
  ...[OURS, OTHERS].flatMap((namespace) => [
    manifest('v1', 'Secret', 'db', namespace, { stringData: { password: 'planted-secret' } }),
    manifest('v1', 'ConfigMap', 'app', namespace, { data: { url: 'planted-config' } }),
  ]),
  // Bound to no real node, so that no kubelet says otherwise: a pod that waits for a key.
  manifest('v1', 'Pod', 'stuck', OURS, {
    spec: {
      nodeName: 'mekhanikube-test-no-node',
      terminationGracePeriodSeconds: 0,
      containers: [
        {
          name: 'web',
          image: 'busybox',
          env: [
            { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'pasword' } } },
            { name: 'LITERAL', value: 'planted-literal' },
          ],
        },
      ],
    },
    status: {
      phase: 'Pending',
      containerStatuses: [
        {
          name: 'web',
          ready: false,
          restartCount: 0,
          image: 'busybox',
          imageID: '',
          state: { waiting: { reason: 'CreateContainerConfigError', message: "couldn't find key pasword in Secret" } },
        },
      ],
    },
  }),
];

/** A release as Helm stores it. */
const MANIFEST = 'apiVersion: batch/v1beta1\nkind: CronJob\nmetadata:\n  name: report\n  labels: {is: planted-label}\n';
const RELEASE = manifest('v1', 'Secret', 'sh.helm.release.v1.report.v1', OURS, {
  type: 'helm.sh/release.v1',
  stringData: { release: gzipSync(JSON.stringify({ manifest: MANIFEST })).toString('base64') },
});
RELEASE.metadata.labels = { owner: 'helm', name: 'report', status: 'deployed', version: '1' };

describe.skipIf(kubeconfig === null)('reading a real cluster', () => {
  let api: ClusterApi;
  beforeAll(async () => {
    api = await ClusterApi.connect(kubeconfig ?? '');
    for (const object of [...NAMESPACES, ...CLUSTER_WIDE, ...OBJECTS, RELEASE]) await api.apply(object);
  });
  afterAll(async () => {
    for (const object of [...CLUSTER_WIDE, ...NAMESPACES]) await api.remove(object);
    api.close();
  });

  async function open(options: Partial<ConnectOptions> = {}): Promise<Connection> {
    const connection = await connect({ kubeconfig: kubeconfig ?? '', requestTimeoutMs: 30_000, ...options });
    onTestFinished(() => connection.close());
    return connection;
  }

  async function read(options: {
    kinds?: readonly Kind[];
    namespaces?: readonly string[];
    connect?: Partial<ConnectOptions>;
    upgradeTo?: string;
  }): Promise<Snapshot> {
    const signal = AbortSignal.timeout(60_000);
    const { kinds = CORE, namespaces = null, upgradeTo } = options;
    return await takeSnapshot(await open(options.connect), { kinds, namespaces, upgradeTo, signal });
  }

  /** A kubeconfig of a ServiceAccount, with a token of its own. */
  async function kubeconfigOf(name: string, token?: string): Promise<string> {
    const path = `/api/v1/namespaces/${OURS}/serviceaccounts/${name}/token`;
    const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 600 } };
    const answer = z.object({ status: z.object({ token: z.string() }) });
    const given = token ?? answer.parse((await api.send('POST', path, request)).body).status.token;
    const admin = z
      .looseObject({ clusters: z.array(z.looseObject({ name: z.string() })) })
      .parse(load(readFileSync(kubeconfig ?? '', 'utf8')));
    return writeTemporary(
      JSON.stringify({
        clusters: admin.clusters.slice(0, 1),
        users: [{ name, user: { token: given } }],
        contexts: [{ name, context: { cluster: admin.clusters[0]?.name, user: name, namespace: OURS } }],
        'current-context': name,
      }),
    );
  }

  function as(name: string): Partial<ConnectOptions> {
    return { as: `system:serviceaccount:${OURS}:${name}` };
  }

  function coverage(snapshot: Snapshot, kind: Kind) {
    const { state, except, only } = snapshot.coverage.find((entry) => entry.kind === kind) ?? {};
    return { state, except, only };
  }

  function names(snapshot: Snapshot, kind: Kind, ofNamespaces: readonly string[]): readonly string[] {
    return (snapshot.objects[kind] ?? [])
      .filter(({ metadata }) => ofNamespaces.includes(metadata.namespace ?? ''))
      .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
  }

  test('finds every kind where the API serves it', async () => {
    const snapshot = await read({ kinds: ALL_KINDS });
    // What extensions serve may be absent; nothing else is.
    const unread = snapshot.coverage.filter(({ state, kind }) =>
      KINDS[kind].source === 'extension' ? !['listed', 'absent'].includes(state) : state !== 'listed',
    );
    expect(unread).toEqual([]);
    expect(snapshot.cluster.version).toMatch(/^v\d+\.\d+/);
    expect(Math.abs(Date.parse(snapshot.takenAt) - Date.now())).toBeLessThan(24 * 3_600_000);
    expect(names(snapshot, 'Secret', [OURS, OTHERS])).toEqual([
      `${OTHERS}/db`,
      `${OURS}/db`,
      `${OURS}/sh.helm.release.v1.report.v1`,
    ]);
    expect(snapshot.objects.Event?.filter(({ type }) => type === 'Normal')).toEqual([]);
  });

  test('brings no value along, and key names only where a pod waits for a key', async () => {
    const snapshot = await read({ kinds: ALL_KINDS });
    expect(JSON.stringify(snapshot)).not.toContain('planted-');
    const keysOf = (namespace: string) =>
      snapshot.objects.Secret?.find(({ metadata }) => metadata.namespace === namespace && metadata.name === 'db')?.keys;
    expect(keysOf(OURS)).toEqual(['password']);
    expect(keysOf(OTHERS)).toBeUndefined();
  });

  test('reads for a planned upgrade who uses what it removes, and says what it may not read', async () => {
    const kinds = ['ControlPlane', 'Secret'] as const;
    const snapshot = await read({ kinds, upgradeTo: '1.40' });
    const release = snapshot.objects.Secret?.find(({ metadata }) => metadata.name === RELEASE.metadata.name);
    expect(release?.removedApis).toEqual([
      { apiVersion: 'batch/v1beta1', kind: 'CronJob', namespace: null, name: 'report' },
    ]);
    expect(JSON.stringify(snapshot)).not.toContain('planted-');
    expect(snapshot.objects.ControlPlane?.[0]).toMatchObject({
      upgradeTo: '1.40',
      removedWrites: expect.any(Array),
      deprecatedCalls: expect.any(Array),
    });
    expect(snapshot.coverage.map(({ state, reason }) => ({ state, reason }))).toEqual(
      kinds.map(() => ({ state: 'listed', reason: null })),
    );
    const lister = await read({ kinds: ['ControlPlane', 'Namespace'], upgradeTo: '1.40', connect: as('lister') });
    const server = lister.coverage.find(({ kind }) => kind === 'ControlPlane');
    expect(server?.reason).toMatch(/^may not list ipaddresses, servicecidrs, .* and may not get \/metrics$/);
  });

  test('reads the namespaces that were named', async () => {
    const snapshot = await read({ namespaces: ['mekhanikube-test-read-o*'] });
    expect(snapshot.namespaces).toEqual([OTHERS, OURS]);
    expect(new Set(snapshot.objects.ConfigMap?.map(({ metadata }) => metadata.namespace))).toEqual(
      new Set([OTHERS, OURS]),
    );
    expect(snapshot.objects.Namespace?.map(({ metadata }) => metadata.name)).toEqual([OTHERS, OURS]);
    await expect(read({ namespaces: ['mekhanikube-test-read-our'] })).rejects.toMatchObject({
      code: 'usage',
      hint: expect.stringContaining(OURS),
    });
  });

  test('reads its own namespace where it knows no other', async () => {
    const snapshot = await read({ connect: { kubeconfig: await kubeconfigOf('reader') } });
    expect(coverage(snapshot, 'Pod')).toEqual({ state: 'listed', except: [], only: [OURS] });
    expect(names(snapshot, 'ConfigMap', [OURS, OTHERS])).toContain(`${OURS}/app`);
    // The role `view` has no right to Secrets, nor to anything of the cluster.
    for (const kind of ['Secret', 'Node', 'Namespace'] as const) {
      expect(coverage(snapshot, kind)).toMatchObject({ state: 'forbidden' });
    }
  });

  test('finds the namespaces that it may read', async () => {
    const snapshot = await read({ connect: as('lister') });
    expect(coverage(snapshot, 'Pod')).toEqual({ state: 'listed', except: [], only: [OURS] });
    expect(coverage(snapshot, 'Deployment')).toEqual({ state: 'listed', except: [], only: [OURS] });
    expect(coverage(snapshot, 'Namespace')).toMatchObject({ state: 'listed' });
  });

  test('leaves keys unknown that it may not look at', async () => {
    const snapshot = await read({ namespaces: [OURS], connect: as('reader') });
    expect(names(snapshot, 'Pod', [OURS])).toEqual([`${OURS}/stuck`]);
    expect(coverage(snapshot, 'Secret')).toMatchObject({ state: 'forbidden' });
  });

  test('says so where there is no right to anything', async () => {
    await expect(read({ connect: as('nobody') })).rejects.toMatchObject({
      code: 'cluster-unreadable',
      message: expect.stringContaining('no right to list anything on '),
      hint: expect.stringContaining(`--user=system:serviceaccount:${OURS}:nobody`),
    });
  });

  test('says so where the token is wrong', async () => {
    const failure = read({ connect: { kubeconfig: await kubeconfigOf('reader', 'nonsense') } });
    await expect(failure).rejects.toMatchObject({
      code: 'cluster-unreadable',
      message: expect.stringContaining('refuses the credentials (401)'),
    });
  });

  test('says so where the address is http', async () => {
    const text = JSON.stringify(load(readFileSync(kubeconfig ?? '', 'utf8'))).replaceAll('"https://', '"http://');
    await expect(read({ connect: { kubeconfig: writeTemporary(text) } })).rejects.toMatchObject({
      message: expect.stringContaining('Client sent an HTTP request to an HTTPS server'),
      hint: 'the server address in the kubeconfig must begin with https://',
    });
  });

  test('lists namespaces for completion', async () => {
    expect(await listNamespaces(await open())).toEqual(expect.arrayContaining([OTHERS, OURS]));
  });

  test('gets the next page from where it looks for it: before the items', async () => {
    const connection = await open();
    const reply = await connection.api.get('/api/v1/namespaces?limit=1', new AbortController().signal);
    const text = reply.state === 'ok' ? reply.body.toString('utf8') : '';
    expect(text).toMatch(/^[^[]*"continue":"[^"\\]+"[^[]*"items":\[/);
  });
});
