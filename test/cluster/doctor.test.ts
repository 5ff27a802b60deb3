import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { CHECKS } from '../../src/checks/index.ts';
import {
  findCluster,
  openEndpoint,
  type PermissionFacts,
  probeCluster,
  readPermissions,
} from '../../src/cluster/permissions/index.ts';
import { kindsFor } from '../../src/diagnose/plan.ts';
import { KINDS } from '../../src/kube/kinds.ts';
import { run } from '../support/cli.ts';
import { testKubeconfig } from '../support/cluster.ts';
import { ClusterApi, type Manifest } from '../support/cluster-api.ts';
import { writeTemporary } from '../support/fake-api/kubeconfig.ts';

const kubeconfig = testKubeconfig();
const OURS = 'mekhanikube-test-doctor';
const OTHERS = 'mekhanikube-test-doctor-others';
const USER = `system:serviceaccount:${OURS}:few`;
const GROUP = 'rbac.authorization.k8s.io';
const WIDE = 'mekhanikube-test-doctor-wide';
const signal = AbortSignal.timeout(110_000);

function manifest(apiVersion: string, kind: string, name: string, namespace: string | null, rest = {}): Manifest {
  return { apiVersion, kind, metadata: { name, ...(namespace === null ? {} : { namespace }) }, ...rest };
}

function bound(kind: 'Role' | 'ClusterRole', name: string, namespace: string | null, rules: readonly object[]) {
  return [
    manifest(`${GROUP}/v1`, kind, name, namespace, { rules }),
    manifest(`${GROUP}/v1`, `${kind}Binding`, name, namespace, {
      roleRef: { apiGroup: GROUP, kind, name },
      subjects: [{ kind: 'ServiceAccount', name: 'few', namespace: OURS }],
    }),
  ];
}

/** Nodes may be listed everywhere; in one namespace there are Pods, a part of Deployments, and one ConfigMap by name. */
const CLUSTER_WIDE = bound('ClusterRole', WIDE, null, [{ apiGroups: [''], resources: ['nodes'], verbs: ['list'] }]);
const NAMESPACES = [OURS, OTHERS].map((name) => manifest('v1', 'Namespace', name, null));
const OBJECTS = [
  manifest('v1', 'ServiceAccount', 'few', OURS),
  ...bound('Role', 'few', OURS, [
    { apiGroups: [''], resources: ['pods', 'pods/log'], verbs: ['get', 'list', 'watch'] },
    { apiGroups: ['apps'], resources: ['deployments'], verbs: ['list'] },
    { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list'], resourceNames: ['one'] },
    // A right to a kind of the cluster means nothing in a Role.
    { apiGroups: ['storage.k8s.io'], resources: ['storageclasses'], verbs: ['get', 'list'] },
  ]),
];
const GIVEN_HERE = [`deployments ${OURS} list`, `pods ${OURS} get list`];

describe.skipIf(kubeconfig === null)('the doctor at a real cluster', () => {
  let api: ClusterApi;
  let few: string;

  beforeAll(async () => {
    api = await ClusterApi.connect(kubeconfig ?? '');
    for (const object of [...NAMESPACES, ...CLUSTER_WIDE, ...OBJECTS]) await api.apply(object);
  });
  afterAll(async () => {
    for (const object of [...CLUSTER_WIDE, ...NAMESPACES]) await api.remove(object);
    api.close();
  });

  /** A kubeconfig of the ServiceAccount with few rights. */
  async function kubeconfigOfFew(): Promise<string> {
    const path = `/api/v1/namespaces/${OURS}/serviceaccounts/few/token`;
    const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 600 } };
    const answer = z
      .object({ status: z.object({ token: z.string() }) })
      .parse((await api.send('POST', path, request)).body);
    const admin = z
      .looseObject({ clusters: z.array(z.looseObject({ name: z.string() })) })
      .parse(load(readFileSync(kubeconfig ?? '', 'utf8')));
    few = answer.status.token;
    return writeTemporary(
      JSON.stringify({
        clusters: admin.clusters.slice(0, 1),
        users: [{ name: 'few', user: { token: few } }],
        contexts: [{ name: 'few', context: { cluster: admin.clusters[0]?.name, user: 'few', namespace: OURS } }],
        'current-context': 'few',
      }),
    );
  }

  async function find(path: string, as?: string) {
    const found = await findCluster({ kubeconfig: path });
    if (found.state !== 'found') throw new Error(found.message);
    return { found, open: () => openEndpoint(found.target, found.facts, { requestTimeoutMs: 30_000, as }) };
  }

  async function permissions(
    path: string,
    namespaces: readonly string[] | null,
    as?: string,
  ): Promise<PermissionFacts> {
    const { found, open } = await find(path, as);
    const ownNamespace = found.facts.namespace;
    return readPermissions(await open(), { kinds: kindsFor(CHECKS), namespaces, ownNamespace, signal });
  }

  /** Only what is given: `pods NAMESPACE get list`. */
  function given(facts: PermissionFacts): readonly string[] {
    if (facts.state !== 'known') throw new Error(`not known: ${JSON.stringify(facts)}`);
    return facts.matrix
      .filter(({ get, list }) => get || list)
      .map(({ resource, namespace, get, list }) =>
        [resource, namespace ?? '*', ...(get ? ['get'] : []), ...(list ? ['list'] : [])].join(' '),
      );
  }

  test('sees how it answers', async () => {
    const { found, open } = await find(kubeconfig ?? '');
    expect(await probeCluster(found, open, signal)).toMatchObject({
      state: 'answered',
      server: { version: expect.stringMatching(/^v1\.\d+/), aheadSeconds: expect.any(Number) },
    });
  });

  test('sees whom the certificate is for', async () => {
    const { found, open } = await find(kubeconfig ?? '');
    const facts = await probeCluster(found, open, signal);
    const { names = [], expiresAt = '' } = (facts.state === 'answered' && facts.server.certificate) || {};
    expect(names.length).toBeGreaterThan(0);
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
  });

  test('sees that an administrator may read everything', async () => {
    const facts = await permissions(kubeconfig ?? '', null);
    const kinds = kindsFor(CHECKS).filter((kind) => KINDS[kind].source === 'always');
    expect(given(facts)).toEqual(kinds.map((kind) => `${KINDS[kind].resource} * get list`));
  });

  test('shows exactly the few rights of a ServiceAccount', async () => {
    const facts = await permissions(await kubeconfigOfFew(), null);
    expect(facts).toMatchObject({ user: USER });
    expect(given(facts)).toEqual(['nodes * list', ...GIVEN_HERE]);
  });

  test('shows them in the namespaces that are named', async () => {
    expect(given(await permissions(await kubeconfigOfFew(), [OURS, OTHERS]))).toEqual(['nodes * list', ...GIVEN_HERE]);
    expect(given(await permissions(await kubeconfigOfFew(), [OTHERS]))).toEqual(['nodes * list']);
  });

  test('shows those of a user that it acts for', async () => {
    expect(given(await permissions(kubeconfig ?? '', [OURS], USER))).toEqual(['nodes * list', ...GIVEN_HERE]);
  });

  test('prints them, with the end of the token and without the token', async () => {
    const path = await kubeconfigOfFew();
    const { code, stdout, stderr } = await run(['doctor', '-o', 'json', '--kubeconfig', path], {
      env: { OLLAMA_HOST: '127.0.0.1:9' },
    });
    const report = z
      .object({
        lines: z.array(
          z.object({
            area: z.string(),
            name: z.string(),
            status: z.string(),
            seen: z.string(),
            mend: z.string().nullable(),
          }),
        ),
        permissions: z.object({ matrix: z.array(z.looseObject({ list: z.boolean(), resource: z.string() })) }),
      })
      .parse(JSON.parse(stdout));
    const line = (name: string) => report.lines.find((found) => found.area !== 'model' && found.name === name);
    expect(code).toBe(0);
    expect(line('credentials')?.seen).toMatch(/^a bearer token, which ends in less than an hour$/);
    expect(line('list')).toMatchObject({
      status: 'warn',
      seen: expect.stringContaining(`but for some of them in ${OURS}`),
      mend: expect.stringContaining(`--serviceaccount=${OURS}:few`),
    });
    expect(report.permissions.matrix.filter(({ list }) => list)).toHaveLength(3);
    expect(stdout + stderr).not.toContain(few);
  });

  test('fails where the token is wrong', async () => {
    const wrong = writeTemporary(readFileSync(await kubeconfigOfFew(), 'utf8').replace(few, 'nonsense'));
    const { found, open } = await find(wrong);
    expect(await probeCluster(found, open, signal)).toMatchObject({
      state: 'unreadable',
      message: expect.stringContaining('refuses the credentials (401)'),
    });
  });
});
