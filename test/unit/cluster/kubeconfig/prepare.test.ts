import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseHostFolder } from '../../../../src/cluster/kubeconfig/host-files.ts';
import { loadContext, prepareContext } from '../../../../src/cluster/kubeconfig/prepare.ts';
import { kubeconfigText } from '../../../../src/cluster/kubeconfig/text.ts';
import { createAuthority } from '../../../support/fake-api/certificate.ts';
import { temporaryFolder } from '../../../support/fake-api/kubeconfig.ts';
import { loopbackNetwork } from '../../../support/tls/loopback-network.ts';
import { base64 } from '../../../support/tls/target.ts';
import { startTlsServer } from '../../../support/tls/tls-server.ts';

const CA = createAuthority();
const NETWORK = loopbackNetwork({ 'host.docker.internal': '127.0.0.2' });

/** What is written for a container, with the environment of one. */
async function prepared(
  env: Record<string, string>,
  { context, hostHome = [] }: { context?: string; hostHome?: string[] } = {},
) {
  const loaded = await loadContext({ context }, { env, home: '/nonexistent' });
  const target = await prepareContext(loaded, {
    hostFolders: hostHome.map(parseHostFolder),
    env,
    signal: new AbortController().signal,
    network: NETWORK,
  });
  return JSON.parse(kubeconfigText(target));
}

function write(name: string, content: object): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

describe('what a container gets', () => {
  it('is one context of all files, without files, at an address that answers', async () => {
    const { port } = await startTlsServer(CA.issue(['localhost', 'kubernetes']), '127.0.0.2');
    const kube = temporaryFolder();
    mkdirSync(join(kube, 'certs'));
    writeFileSync(join(kube, 'certs', 'ca.crt'), CA.cert);
    const own = {
      clusters: [
        {
          name: 'kind-dev',
          cluster: { server: `https://127.0.0.1:${port}`, 'certificate-authority': '/home/me/.kube/certs/ca.crt' },
        },
        { name: 'other', cluster: { server: 'https://other.example' } },
      ],
      users: [{ name: 'other', user: { token: 'OTHER' } }],
    };
    writeFileSync(join(kube, 'config'), JSON.stringify(own));
    const second = write('second', {
      'current-context': 'other',
      contexts: [
        { name: 'dev', context: { cluster: 'kind-dev', user: 'me', namespace: 'shop' } },
        { name: 'other', context: { cluster: 'other', user: 'other' } },
      ],
      clusters: [{ name: 'kind-dev', cluster: { server: 'https://second.example' } }],
      users: [{ name: 'me', user: { token: 'MINE' } }],
    });
    const list = [join(kube, 'config'), '/nonexistent/third', second].join(delimiter);
    expect(await prepared({ KUBECONFIG: list }, { context: 'dev' })).toEqual({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'dev',
      contexts: [{ name: 'dev', context: { cluster: 'kind-dev', user: 'me', namespace: 'shop' } }],
      clusters: [
        {
          name: 'kind-dev',
          cluster: {
            server: `https://host.docker.internal:${port}`,
            'certificate-authority-data': base64(CA.cert),
            'tls-server-name': 'localhost',
            extensions: [{ name: 'mekhanikube.io/prepare', extension: { server: `https://127.0.0.1:${port}/` } }],
          },
        },
      ],
      users: [{ name: 'me', user: { token: 'MINE' } }],
    });
  });

  it('is the same for a server elsewhere, and for a context without a user', async () => {
    const cluster = { server: 'https://api.example:443/k8s/clusters/c-1', 'insecure-skip-tls-verify': true };
    const KUBECONFIG = write('config', {
      'current-context': 'prod',
      contexts: [{ name: 'prod', context: { cluster: 'prod' } }],
      clusters: [{ name: 'prod', cluster: { ...cluster, 'proxy-url': null } }],
    });
    expect(await prepared({ KUBECONFIG, HTTPS_PROXY: 'http://proxy' })).toMatchObject({
      contexts: [{ name: 'prod', context: { cluster: 'prod', namespace: 'default' } }],
      clusters: [{ name: 'prod', cluster }],
      users: [],
    });
  });

  it('reads the files of a folder that is mounted elsewhere', async () => {
    const host = temporaryFolder();
    mkdirSync(join(host, '.minikube'));
    writeFileSync(join(host, '.minikube', 'client.crt'), 'CERTIFICATE');
    writeFileSync(join(host, '.minikube', 'client.key'), 'KEY');
    const KUBECONFIG = write('config', {
      'current-context': 'mk',
      contexts: [{ name: 'mk', context: { cluster: 'mk', user: 'mk' } }],
      clusters: [{ name: 'mk', cluster: { server: 'https://192.168.49.2:8443' } }],
      users: [
        {
          name: 'mk',
          user: {
            'client-certificate': 'C:\\Users\\me\\.minikube\\client.crt',
            'client-key': 'C:\\Users\\me\\.minikube\\client.key',
          },
        },
      ],
    });
    const { users } = await prepared({ KUBECONFIG }, { hostHome: [`C:\\Users\\me=${host}`] });
    expect(users).toEqual([
      { name: 'mk', user: { 'client-certificate-data': base64('CERTIFICATE'), 'client-key-data': base64('KEY') } },
    ]);
    await expect(prepared({ KUBECONFIG })).rejects.toThrow(
      'the file C:\\Users\\me\\.minikube\\client.crt that the kubeconfig names is not here',
    );
  });

  it('keeps a plugin that is here, and is an error where it is not', async () => {
    const exec = { command: 'get-token', args: ['--cluster', 'x'], apiVersion: 'client.authentication.k8s.io/v1' };
    const KUBECONFIG = write('config', {
      'current-context': 'prod',
      contexts: [{ name: 'prod', context: { cluster: 'prod', user: 'me' } }],
      clusters: [{ name: 'prod', cluster: { server: 'https://api.example' } }],
      users: [{ name: 'me', user: { exec } }],
    });
    const folder = temporaryFolder();
    await expect(prepared({ KUBECONFIG, PATH: folder })).rejects.toThrow(
      '"get-token" of context "prod" is not installed',
    );
    writeFileSync(join(folder, 'get-token'), '', { mode: 0o755 });
    expect((await prepared({ KUBECONFIG, PATH: folder })).users).toEqual([{ name: 'me', user: { exec } }]);
  });
});

describe('no kubeconfig', () => {
  it('is an error, even in a pod, and never a server that nobody named', async () => {
    const env = {
      KUBECONFIG: '/nonexistent/config',
      KUBERNETES_SERVICE_HOST: '10.0.0.1',
      KUBERNETES_SERVICE_PORT: '443',
    };
    await expect(prepared(env)).rejects.toMatchObject({
      code: 'cluster-unreadable',
      message: 'no kubeconfig: /nonexistent/config does not exist',
      hint: expect.stringContaining('mount the folder'),
    });
  });
});
