import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect as connectSocket, createServer as createSocketServer, type Server } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { connect, listContexts, listNamespaces } from '../../../src/cluster/index.ts';
import { createAuthority } from '../../support/fake-api/certificate.ts';
import { type FakeApi, startFakeApi } from '../../support/fake-api/fake-api.ts';
import { unauthorized } from '../../support/fake-api/faults.ts';
import { temporaryFolder, writeKubeconfig, writeTemporary } from '../../support/fake-api/kubeconfig.ts';
import { namespaces } from '../../support/fake-api/objects.ts';
import { connectTo, snapshotFrom } from '../../support/fake-api/snapshot-of.ts';

const CA = createAuthority();
const SERVER_CERTIFICATE = CA.issue(['localhost', '127.0.0.1']);
const CLUSTER = { 'certificate-authority-data': base64(CA.cert) };

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function secureApi(): Promise<FakeApi> {
  return startFakeApi({ objects: namespaces('default'), tls: SERVER_CERTIFICATE });
}

/** A program that Node runs, as a credential plugin. */
function plugin(source: string): string {
  const path = join(temporaryFolder(), 'plugin');
  writeFileSync(path, `#!${process.execPath}\n${source}`);
  chmodSync(path, 0o755);
  return path;
}

function jwt(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(claims)}.${Buffer.from('signature').toString('base64url')}`;
}

/** What the server was told of who asks. */
async function headersSentBy(user: object, options = {}): Promise<Record<string, unknown>> {
  const api = await secureApi();
  await snapshotFrom({ server: api.url, cluster: CLUSTER, user: { ...user } }, { kinds: ['Node'] }, options);
  return { ...api.requests[0]?.headers };
}

describe('credentials', () => {
  it('sends a token', async () => {
    expect(await headersSentBy({ token: 'abc' })).toMatchObject({ authorization: 'Bearer abc' });
  });

  it('sends the token of a file, and says who it is', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(await headersSentBy({ tokenFile: writeTemporary('from-file\n', 'token') })).toMatchObject({
      authorization: 'Bearer from-file',
      'user-agent': `mekhanikube/${version}`,
    });
  });

  it('sends a name and password', async () => {
    expect(await headersSentBy({ username: 'me', password: 'pw' })).toMatchObject({
      authorization: `Basic ${base64('me:pw')}`,
    });
  });

  it('runs a plugin once, and tells it what it is asked for', async () => {
    const api = await secureApi();
    const log = join(temporaryFolder(), 'log');
    const command = plugin(`
      const { spec, apiVersion } = JSON.parse(process.env.KUBERNETES_EXEC_INFO);
      require('node:fs').appendFileSync(${JSON.stringify(log)}, process.argv.slice(2).join(' ') + ' ' + process.env.REGION + ' ' + spec.cluster.server + '\\n');
      console.log(JSON.stringify({ apiVersion, kind: 'ExecCredential', status: { token: 'plugged' } }));
    `);
    const exec = {
      command,
      args: ['get-token', '--cluster', 'x'],
      env: [{ name: 'REGION', value: 'eu' }],
      apiVersion: 'client.authentication.k8s.io/v1',
      provideClusterInfo: true,
    };
    await snapshotFrom({ server: api.url, cluster: CLUSTER, user: { exec } }, { kinds: ['Node', 'Pod', 'Event'] });
    expect(api.requests.map(({ headers }) => headers['authorization'])).toEqual(Array(4).fill('Bearer plugged'));
    expect(readFileSync(log, 'utf8')).toBe(`get-token --cluster x eu ${api.url}\n`);
  });

  it('runs a plugin again when its token is refused', async () => {
    const api = await startFakeApi({
      tls: SERVER_CERTIFICATE,
      faults: [unauthorized(({ headers }) => headers['authorization'] !== 'Bearer token-2')],
    });
    const count = join(temporaryFolder(), 'count');
    const command = plugin(`
      const fs = require('node:fs');
      const path = ${JSON.stringify(count)};
      const runs = fs.existsSync(path) ? Number(fs.readFileSync(path, 'utf8')) + 1 : 1;
      fs.writeFileSync(path, String(runs));
      console.log(JSON.stringify({ kind: 'ExecCredential', status: { token: 'token-' + runs } }));
    `);
    const exec = { command, apiVersion: 'client.authentication.k8s.io/v1' };
    await snapshotFrom({ server: api.url, cluster: CLUSTER, user: { exec } }, { kinds: ['Node'] });
    expect(readFileSync(count, 'utf8')).toBe('2');
  });

  it('sends the token of an OpenID Connect provider', async () => {
    const token = jwt({ exp: Date.now() / 1000 + 3600 });
    const user = { 'auth-provider': { name: 'oidc', config: { 'id-token': token, 'client-id': 'k8s' } } };
    expect(await headersSentBy(user)).toMatchObject({ authorization: `Bearer ${token}` });
  });

  it('acts as another user, of the kubeconfig or of the flags', async () => {
    const own = { token: 'abc', as: 'jane', 'as-groups': ['dev'], 'as-uid': '7', 'as-user-extra': { 'a/b': ['c'] } };
    expect(await headersSentBy(own)).toMatchObject({
      'impersonate-user': 'jane',
      'impersonate-group': 'dev',
      'impersonate-uid': '7',
      'impersonate-extra-a%2fb': 'c',
    });
    expect(await headersSentBy(own, { as: 'joe', asGroup: ['ops', 'dev'] })).toMatchObject({
      'impersonate-user': 'joe',
      'impersonate-group': 'ops, dev',
    });
    await expect(headersSentBy({ token: 'abc' }, { asGroup: ['ops'] })).rejects.toMatchObject({ code: 'usage' });
  });

  it('sends none over plain http', async () => {
    const api = await startFakeApi();
    await snapshotFrom({ server: api.url, user: { token: 'abc' } }, { kinds: ['Node'] });
    expect(api.requests[0]?.headers['authorization']).toBeUndefined();
  });
});

describe('credentials that cannot be had', () => {
  const exec = (command: string, more = {}) => ({
    exec: { command, apiVersion: 'client.authentication.k8s.io/v1', ...more },
  });
  const server = 'https://127.0.0.1:1';

  it.each([
    [
      'a plugin that is not installed',
      () => exec('no-such-plugin', { installHint: 'Install it:\n  brew install it' }),
      'the credential plugin "no-such-plugin" of context "fake" is not installed',
      'Install it: brew install it',
    ],
    [
      'a plugin that fails',
      () => exec(plugin(`console.error('SSO session expired for ${'x'.repeat(50)}'); process.exit(255)`)),
      /^the credential plugin ".*plugin" of context "fake" failed: SSO session expired for \(left out\)$/,
      /^log in again with its tool/,
    ],
    [
      'a plugin that prints nothing of use',
      () => exec(plugin(`console.log('welcome')`)),
      /^the credential plugin ".*plugin" of context "fake" printed no credentials$/,
      /^log in again/,
    ],
    [
      'a client certificate that is gone',
      () => ({ 'client-certificate': '/nonexistent/me.crt', 'client-key': '/nonexistent/me.key' }),
      'the file /nonexistent/me.crt that the kubeconfig names cannot be read (ENOENT)',
      /kubectl config view --raw --minify --flatten/,
    ],
    [
      'a client certificate that is none',
      () => ({ 'client-certificate-data': base64('hello'), 'client-key-data': base64('hello') }),
      /^the certificates of context "fake" in the kubeconfig cannot be used: /,
      'fetch a new kubeconfig',
    ],
  ])('says so of %s', async (_, user, message, hint) => {
    const failure = connectTo({ server, user: user() });
    await expect(failure).rejects.toMatchObject({ code: 'cluster-unreadable' });
    await expect(failure).rejects.toSatisfy(({ message: text }) => matches(text, message));
    await expect(failure).rejects.toSatisfy(({ hint: text }) => matches(text, hint));
  });
});

function matches(text: string, wanted: string | RegExp): boolean {
  if (typeof wanted === 'string') expect(text).toBe(wanted);
  else expect(text).toMatch(wanted);
  return true;
}

describe('TLS', () => {
  it('verifies even where the environment says not to', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    onTestFinished(() => void vi.unstubAllEnvs());
    const api = await secureApi();
    await expect(snapshotFrom({ server: api.url }, { kinds: ['Node'] })).rejects.toThrow('of an authority');
  });

  it('does not verify where the kubeconfig says not to', async () => {
    const api = await secureApi();
    const cluster = { 'insecure-skip-tls-verify': true };
    expect((await snapshotFrom({ server: api.url, cluster }, { kinds: ['Node'] })).cluster.version).toBe('v1.34.4');
  });

  it('expects the name that the kubeconfig gives', async () => {
    const api = await startFakeApi({ tls: CA.issue(['kubernetes']) });
    const cluster = { ...CLUSTER, 'tls-server-name': 'kubernetes' };
    expect((await snapshotFrom({ server: api.url, cluster }, { kinds: ['Node'] })).cluster.version).toBe('v1.34.4');
  });

  it('takes the authority of a file', async () => {
    const api = await secureApi();
    const cluster = { 'certificate-authority': writeTemporary(CA.cert, 'ca.crt') };
    expect((await snapshotFrom({ server: api.url, cluster }, { kinds: ['Node'] })).cluster.version).toBe('v1.34.4');
  });
});

/** Starts a server that ends with the test. */
async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe('proxy-url', () => {
  /** An HTTP proxy that tunnels, and notes where to. */
  async function startProxy(): Promise<{ url: string; tunnels: string[] }> {
    const tunnels: string[] = [];
    const proxy = createServer().on('connect', ({ url = '' }, socket) => {
      tunnels.push(url);
      const [host = '', port] = url.split(':');
      const onward = connectSocket(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        onward.pipe(socket).pipe(onward);
      });
      for (const end of [onward, socket]) end.on('error', () => {});
    });
    return { url: `http://127.0.0.1:${await portOf(proxy)}`, tunnels };
  }

  /** A SOCKS5 proxy without a password, for IPv4 addresses. @see https://www.rfc-editor.org/rfc/rfc1928 */
  async function startSocksProxy(): Promise<{ url: string; tunnels: string[] }> {
    const tunnels: string[] = [];
    const proxy = createSocketServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => {
        socket.write(Buffer.from([5, 0]));
        socket.once('data', (request: Buffer) => {
          const [host, port] = [[...request.subarray(4, 8)].join('.'), request.readUInt16BE(8)];
          tunnels.push(`${host}:${port}`);
          const onward = connectSocket(port, host, () => {
            socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
            onward.pipe(socket).pipe(onward);
          });
          onward.on('error', () => {});
        });
      });
    });
    return { url: `socks5://127.0.0.1:${await portOf(proxy)}`, tunnels };
  }

  it.each([
    ['HTTP', startProxy],
    ['SOCKS', startSocksProxy],
  ])('is the way to the server, by %s', async (_, start) => {
    const api = await secureApi();
    const proxy = await start();
    const parts = { server: api.url, cluster: { ...CLUSTER, 'proxy-url': proxy.url }, user: { token: 'abc' } };
    await snapshotFrom(parts, { kinds: ['Node', 'Pod'] });
    expect(new Set(proxy.tunnels)).toEqual(new Set([`127.0.0.1:${api.port}`]));
    expect(api.requests).toHaveLength(3);
    expect(api.requests[0]?.headers['authorization']).toBe('Bearer abc');
  });

  it('verifies the server behind it', async () => {
    const api = await secureApi();
    const proxy = await startProxy();
    const failure = snapshotFrom({ server: api.url, cluster: { 'proxy-url': proxy.url } }, { kinds: ['Node'] });
    await expect(failure).rejects.toThrow('of an authority that the kubeconfig does not know');
  });

  it('says so where it cannot be used', async () => {
    const failure = connectTo({ server: 'https://127.0.0.1:1', cluster: { 'proxy-url': 'nonsense' } });
    await expect(failure).rejects.toThrow('the proxy-url of cluster "fake-cluster" cannot be used');
  });
});

describe('for completion', () => {
  it('lists contexts without asking anybody', async () => {
    const kubeconfig = writeKubeconfig({ server: 'https://127.0.0.1:1', context: 'prod' });
    expect(await listContexts(kubeconfig)).toEqual(['prod']);
  });

  it('lists namespaces', async () => {
    const api = await startFakeApi({ objects: namespaces('web', 'api'), pageSize: 1 });
    const connection = await connectTo({ server: api.url });
    expect(await listNamespaces(connection)).toEqual(['api', 'web']);
  });
});

describe('the connection', () => {
  it('knows the names of what it is to', async () => {
    const kubeconfig = writeKubeconfig({ server: 'https://api.example/prefix', namespace: 'shop' });
    const connection = await connect({ kubeconfig, requestTimeoutMs: 1000 });
    onTestFinished(() => connection.close());
    expect(connection).toMatchObject({
      cluster: 'fake-cluster',
      context: 'fake',
      namespace: 'shop',
      label: 'api.example:443 (context fake)',
    });
  });

  it('keeps the path of the server address', async () => {
    const api = await startFakeApi();
    const failure = snapshotFrom({ server: `${api.url}/k8s/clusters/c-1/` }, { kinds: ['Node'] });
    await expect(failure).rejects.toThrow();
    expect(api.requests[0]?.path).toBe('/k8s/clusters/c-1/version');
  });
});
