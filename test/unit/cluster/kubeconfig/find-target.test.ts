import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findTarget } from '../../../../src/cluster/kubeconfig/find-target.ts';
import { inClusterKubeconfig } from '../../../../src/cluster/kubeconfig/in-cluster.ts';
import { temporaryFolder, writeTemporary } from '../../../support/fake-api/kubeconfig.ts';

const NOWHERE = { env: {}, home: '/nonexistent' };
const FILE = `
current-context: kind-dev
contexts:
- {name: kind-dev, context: {cluster: kind, user: me, namespace: shop}}
- {name: production, context: {cluster: prod, user: me}}
- {name: no-cluster, context: {cluster: gone, user: me}}
- {name: no-user, context: {cluster: kind, user: gone}}
- {name: nobody, context: {cluster: kind}}
- {name: no-server, context: {cluster: empty, user: me}}
- {name: bare, context: {cluster: bare, user: me}}
- {name: other-scheme, context: {cluster: ftp, user: me}}
clusters:
- {name: kind, cluster: {server: "https://127.0.0.1:6443"}}
- {name: prod, cluster: {server: "https://prod.example:443/k8s/clusters/c-1"}}
- {name: empty, cluster: {}}
- {name: bare, cluster: {server: "localhost:8001"}}
- {name: ftp, cluster: {server: "ftp://localhost"}}
users: [{name: me, user: {token: t}}]
`;

function target(context?: string, text = FILE) {
  return findTarget({ kubeconfig: writeTemporary(text), context }, NOWHERE);
}

describe('findTarget', () => {
  it('takes the current context, or the one that was asked for', async () => {
    expect(await target()).toMatchObject({ context: 'kind-dev', clusterName: 'kind', namespace: 'shop' });
    expect(await target('production')).toMatchObject({ clusterName: 'prod', namespace: 'default', userName: 'me' });
  });

  it('offers the close names of an unknown context', async () => {
    await expect(target('prodution')).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(/^no context "prodution" in /),
      hint: 'did you mean production?',
    });
    await expect(target('zzzzzzzzzzzzzz')).rejects.toMatchObject({
      hint: 'it holds: kind-dev, production, no-cluster, no-user, nobody, no-server, bare, other-scheme',
    });
  });

  it('reads a server without a scheme as kubectl does, and takes no other scheme than http and https', async () => {
    expect((await target('bare')).server.href).toBe('http://localhost:8001/');
    await expect(target('other-scheme')).rejects.toThrow('no http or https URL');
  });

  it.each([
    ['no-cluster', /names cluster "gone", which .* does not define/],
    ['no-user', /names user "gone", which .* does not define/],
    ['no-server', /cluster "empty" of .* has no server address/],
  ])('says where context %s leads', async (context, message) => {
    await expect(target(context)).rejects.toMatchObject({
      code: 'cluster-unreadable',
      message: expect.stringMatching(message),
    });
  });

  it('takes a context without a user', async () => {
    expect(await target('nobody')).toMatchObject({ userName: '', user: {} });
  });

  it.each([
    ['', / holds no context$/],
    [FILE.replace('current-context: kind-dev', ''), / sets no current context$/],
    [FILE.replace('current-context: kind-dev', 'current-context: ""'), / sets no current context$/],
    [FILE.replace('current-context: kind-dev', 'current-context: gone'), /^the current context "gone" is not in /],
  ])('asks for a context where none is set', async (text, message) => {
    await expect(target(undefined, text)).rejects.toMatchObject({
      code: 'cluster-unreadable',
      message: expect.stringMatching(message),
      hint: expect.any(String),
    });
  });

  it('never makes a server up where there is no kubeconfig', async () => {
    await expect(findTarget({}, NOWHERE)).rejects.toMatchObject({
      code: 'cluster-unreadable',
      message: 'no kubeconfig: /nonexistent/.kube/config does not exist',
      hint: expect.stringContaining('--kubeconfig'),
    });
  });
});

describe('in a pod', () => {
  afterEach(() => vi.unstubAllEnvs());

  function mountAccount(): string {
    const root = temporaryFolder();
    const account = join(root, 'var/run/secrets/kubernetes.io/serviceaccount');
    mkdirSync(account, { recursive: true });
    for (const [name, content] of [
      ['token', 'pod-token'],
      ['ca.crt', 'PEM'],
      ['namespace', 'team-a'],
    ] as const) {
      writeFileSync(join(account, name), content);
    }
    return root;
  }

  it('uses the ServiceAccount', async () => {
    const env = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' };
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    const root = mountAccount();
    const config = await inClusterKubeconfig({ env, home: '/' }, root);
    expect([...(config?.clusters.values() ?? [])][0]).toMatchObject({
      server: 'https://[fd00::1]:443',
      'certificate-authority': join(root, 'var/run/secrets/kubernetes.io/serviceaccount/ca.crt'),
    });
    expect([...(config?.contexts.values() ?? [])][0]?.namespace).toBe('team-a');
  });

  it('is not mistaken for one without a token', async () => {
    const env = { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '443' };
    expect(await inClusterKubeconfig({ env, home: '/' }, temporaryFolder())).toBeNull();
    expect(await inClusterKubeconfig({ env: {}, home: '/' }, mountAccount())).toBeNull();
  });
});
