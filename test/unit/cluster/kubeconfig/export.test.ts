import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type AccountOptions, exportContext } from '../../../../src/cluster/kubeconfig/export.ts';
import { withPluginCredential } from '../../../../src/cluster/kubeconfig/plugin-credential.ts';
import { createAuthority } from '../../../support/fake-api/certificate.ts';
import { jwt, pluginGiving, writePlugin } from '../../../support/tls/plugin.ts';
import { base64, targetAt } from '../../../support/tls/target.ts';

const CA = createAuthority();
const MOMENT = new Date('2026-01-10T12:00:00Z');
const SECONDS = MOMENT.getTime() / 1000;

function target(command: string) {
  return targetAt('https://127.0.0.1:1', {}, { exec: { command, apiVersion: 'client.authentication.k8s.io/v1' } });
}

function exported(command: string) {
  return exportContext(target(command), { execToken: true, account: null, env: {} });
}

describe('a credential plugin, run once', () => {
  it('gives a token, and says when it ends', async () => {
    const { target, expires } = await exported(
      pluginGiving({ token: 'opaque', expirationTimestamp: '2026-01-10T12:00:00Z' }),
    );
    expect(expires).toEqual(MOMENT);
    expect(target.user).toEqual({
      token: 'opaque',
      extensions: [{ name: 'mekhanikube.io/export', extension: { from: 'plugin', expires: '2026-01-10T12:00:00Z' } }],
    });
  });

  it.each([
    ['the token says', { token: jwt({ exp: SECONDS }) }, MOMENT],
    ['nobody says', { token: 'opaque' }, null],
    ['it says nonsense', { token: 'opaque', expirationTimestamp: 'soon' }, null],
  ])('ends when %s', async (_, status, expected) => {
    expect((await exported(pluginGiving(status))).expires).toEqual(expected);
  });

  it('gives a client certificate', async () => {
    const { cert, key } = CA.issue(['me'], { notAfter: MOMENT });
    const { target, expires } = await exported(pluginGiving({ clientCertificateData: cert, clientKeyData: key }));
    expect(expires).toEqual(MOMENT);
    expect(target.user).toMatchObject({ 'client-certificate-data': base64(cert), 'client-key-data': base64(key) });
    expect(target.user).not.toHaveProperty('exec');
  });

  it.each([
    ['is not installed', () => 'no-such-plugin', /"no-such-plugin" of context "dev" is not installed/],
    ['fails', () => writePlugin(`console.error('log in first'); process.exit(1)`), /failed: log in first$/],
    ['prints no JSON', () => writePlugin(`console.log('welcome')`), /printed no credentials/],
    ['gives nothing', () => pluginGiving({}), /printed no credentials/],
    ['gives half of a certificate', () => pluginGiving({ clientCertificateData: 'C' }), /printed no credentials/],
    ['gives no status', () => writePlugin(`console.log('{}')`), /printed no credentials/],
  ])('that %s is an error', async (_, command, message) => {
    const failure = exported(command());
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toMatchObject({ code: 'cluster-unreadable' });
  });

  it('is ended where it hangs, with what it started', async () => {
    const hanging = writePlugin(
      `require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 20000)'], { stdio: 'inherit' });
       setInterval(() => {}, 1000);`,
    );
    await expect(withPluginCredential(target(hanging), 200)).rejects.toThrow(/failed: it did not end within 0.2 s$/);
  });

  it('has nobody to ask', async () => {
    const asking = writePlugin(
      `process.stdin.on('data', () => {}).on('end', () => { console.error('nobody'); process.exit(1); });`,
    );
    await expect(exported(asking)).rejects.toThrow(/failed: nobody$/);
  });

  it('is not there to be run', async () => {
    const plain = exportContext(targetAt('https://a', {}, { token: 't' }), { execToken: true, account: null, env: {} });
    await expect(plain).rejects.toMatchObject({ code: 'usage', message: 'context "dev" uses no credential plugin' });
  });
});

describe('without a plugin', () => {
  it('says when the credentials end, or that nobody says', async () => {
    const plain = async (user: object) =>
      (await exportContext(targetAt('https://a', {}, { ...user }), { execToken: false, account: null, env: {} }))
        .expires;
    expect(await plain({ token: jwt({ exp: SECONDS }) })).toEqual(MOMENT);
    expect(await plain({ token: 'opaque' })).toBeNull();
  });

  it('names a file that is missing', async () => {
    const user = { 'client-certificate': '/nonexistent/me.crt' };
    await expect(
      exportContext(targetAt('https://a', {}, user), { execToken: false, account: null, env: {} }),
    ).rejects.toThrow('the file /nonexistent/me.crt that the kubeconfig names cannot be read (ENOENT)');
  });
});

describe('a token of a ServiceAccount', () => {
  interface Seen {
    method: string;
    url: string;
    authorization: string;
    body: unknown;
  }

  /** An API server that answers everything the same, and notes what it was asked. */
  async function startIssuer(status: number, answer: unknown): Promise<{ url: string; seen: Seen[] }> {
    const seen: Seen[] = [];
    const server = createServer(CA.issue(['127.0.0.1']), (request, response) => {
      let text = '';
      request.on('data', (data) => {
        text += data;
      });
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        seen.push({ method, url, authorization: headers.authorization ?? '', body: JSON.parse(text) });
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
  }

  const CLUSTER = { 'certificate-authority-data': base64(CA.cert) };
  const ACCOUNT: AccountOptions = {
    name: 'reader',
    namespace: 'tools',
    durationMs: 3_600_000,
    requestTimeoutMs: 20_000,
  };

  function asked(url: string, account: Partial<AccountOptions> = {}, user: object = { token: 'MINE', as: 'jane' }) {
    const options = { execToken: false, account: { ...ACCOUNT, ...account }, env: {} };
    return exportContext(targetAt(url, CLUSTER, { ...user }), options);
  }

  const ISSUED = { status: { token: 'FRESH', expirationTimestamp: '2026-01-10T12:00:00Z' } };

  it('is asked for once, and takes the place of the user', async () => {
    const { url, seen } = await startIssuer(201, ISSUED);
    const { target, expires } = await asked(url);
    expect(seen).toEqual([
      {
        method: 'POST',
        url: '/api/v1/namespaces/tools/serviceaccounts/reader/token',
        authorization: 'Bearer MINE',
        body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 3600 } },
      },
    ]);
    expect(expires).toEqual(MOMENT);
    expect(target).toMatchObject({ userName: 'tools:reader', namespace: 'default', context: 'dev' });
    expect(target.user).toEqual({
      token: 'FRESH',
      extensions: [
        { name: 'mekhanikube.io/export', extension: { from: 'service-account', expires: '2026-01-10T12:00:00Z' } },
      ],
    });
  });

  it('is of the namespace of the context where none is named, and keeps the path of the server', async () => {
    const { url, seen } = await startIssuer(201, { status: { token: jwt({ exp: SECONDS }) } });
    const { expires } = await asked(`${url}/k8s/clusters/c-1`, { namespace: undefined });
    expect(seen[0]?.url).toBe('/k8s/clusters/c-1/api/v1/namespaces/default/serviceaccounts/reader/token');
    expect(expires).toEqual(MOMENT);
  });

  const status = (message: string) => ({ kind: 'Status', message });
  it.each([
    [404, status('serviceaccounts "reader" not found'), /tools\/reader: .* not found/, /kubectl create serviceaccount/],
    [403, status('no right'), /tools\/reader: no right/, /right to create serviceaccounts\/token/],
    [401, status('Unauthorized'), /tools\/reader: Unauthorized/, /the token of context "dev" is wrong/],
    [422, status('too short'), /too short/, /kubectl create token --help/],
    [502, '<html>', /answered 502/, /./],
    [200, ISSUED, /answered 200/, /./],
    [201, { status: {} }, /answered 201/, /./],
  ])('is refused with %i: %j', async (code, answer, message, hint) => {
    const { url } = await startIssuer(code, answer);
    const failure = asked(url);
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toMatchObject({
      code: 'cluster-unreadable',
      hint: expect.stringMatching(hint),
    });
  });

  it('cannot be had where nobody answers', async () => {
    await expect(asked('https://127.0.0.1:1')).rejects.toThrow(/127.0.0.1:1 .* refuses connections/);
  });
});
