import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { run } from '../support/cli.ts';
import { createAuthority } from '../support/fake-api/certificate.ts';
import { startFakeApi } from '../support/fake-api/fake-api.ts';
import { kubeconfigText, temporaryFolder, writeKubeconfig } from '../support/fake-api/kubeconfig.ts';
import { namespaces } from '../support/fake-api/objects.ts';
import { jwt, pluginGiving } from '../support/tls/plugin.ts';
import { base64 } from '../support/tls/target.ts';
import { closedPort, startTlsServer } from '../support/tls/tls-server.ts';

const CA = createAuthority();
const CLUSTER = { 'certificate-authority-data': base64(CA.cert) };

/** Everything in a folder: names, contents, rights. */
function fingerprint(folder: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(folder, name);
    const { mode, mtimeMs } = statSync(path);
    hash.update(`${name} ${mode} ${mtimeMs} ${statSync(path).isFile() ? readFileSync(path, 'utf8') : ''}\n`);
  }
  return hash.digest('hex');
}

describe('kubeconfig prepare', () => {
  it('writes a copy that works, for its owner only, and leaves a read-only folder as it is', async () => {
    const api = await startFakeApi({ objects: namespaces('default'), tls: CA.issue(['kubernetes', '10.96.0.1']) });
    const me = CA.issue(['me']);
    const kube = temporaryFolder();
    mkdirSync(join(kube, 'certs'));
    for (const [name, content] of Object.entries({ 'ca.crt': CA.cert, 'me.crt': me.cert, 'me.key': me.key }))
      writeFileSync(join(kube, 'certs', name), content, { mode: 0o400 });
    const cluster = { 'certificate-authority': '/home/me/.kube/certs/ca.crt' };
    const user = { 'client-certificate': 'certs/me.crt', 'client-key': 'certs/me.key' };
    writeFileSync(join(kube, 'config'), kubeconfigText({ server: api.url, cluster, user }), { mode: 0o400 });
    const chmodAll = (mode: number) => [kube, join(kube, 'certs')].forEach((folder) => void chmodSync(folder, mode));
    // Or it could not be taken away.
    onTestFinished(() => chmodAll(0o700));
    chmodAll(0o500);
    const before = fingerprint(kube);

    const copy = join(temporaryFolder(), 'kubeconfig');
    const prepared = await run(['kubeconfig', 'prepare', '-o', copy], { env: { KUBECONFIG: join(kube, 'config') } });
    expect(prepared).toEqual({
      code: 0,
      stdout: '',
      stderr: `context fake: ${api.url}, TLS name kubernetes, client certificate\n`,
    });
    expect(fingerprint(kube)).toBe(before);
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(copy, '..'))).toEqual(['kubeconfig']);
    expect(readFileSync(copy, 'utf8')).not.toContain('skip-tls');

    const read = await run(['snapshot', '--kubeconfig', copy, '-q', '-o', '-']);
    expect(read).toMatchObject({ code: 0, stderr: '' });
    expect(read.stdout).toContain('v1.34.4');
  });

  it('overwrites an older copy, whatever its rights', async () => {
    const copy = join(temporaryFolder(), 'kubeconfig');
    writeFileSync(copy, 'older', { mode: 0o644 });
    const kubeconfig = writeKubeconfig({ server: 'https://api.example', user: { token: 't' } });
    expect(await run(['kubeconfig', 'prepare', '--kubeconfig', kubeconfig, '-o', copy])).toMatchObject({ code: 0 });
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(copy, 'utf8')).clusters[0].cluster).toEqual({ server: 'https://api.example' });
  });

  it('ends with 3 where the server answers nowhere, and says where it was looked for and what to do', async () => {
    const port = await closedPort();
    const server = `https://127.0.0.1:${port}`;
    const kubeconfig = writeKubeconfig({ server, cluster: CLUSTER, context: 'kind-dev', user: { token: 'SECRET' } });
    const copy = join(temporaryFolder(), 'kubeconfig');
    const { code, stdout, stderr } = await run(['kubeconfig', 'prepare', '--kubeconfig', kubeconfig, '-o', copy]);
    expect([code, stdout, readdirSync(join(copy, '..'))]).toEqual([3, '', []]);
    expect(stderr).toContain(`127.0.0.1:${port} (connection refused), host.docker.internal:${port} (`);
    expect(stderr).toContain('deploy/compose/kind.yaml');
    expect(stderr).toContain('deploy/compose/linux-host.yaml');
    expect(stderr).not.toContain('SECRET');
  });

  it.each([
    [
      'another authority',
      () => createAuthority('other').issue(['localhost']),
      'not of the authority in the kubeconfig',
    ],
    ['an expired certificate', () => CA.issue(['localhost'], { notAfter: new Date(0) }), 'has expired'],
    ['a wrong address', () => CA.issue(['10.96.0.1']), 'is for 10.96.0.1, not for 127.0.0.1'],
  ])('ends with 3 for %s, and never verifies less', async (_, issue, reason) => {
    const { port } = await startTlsServer(issue());
    const kubeconfig = writeKubeconfig({ server: `https://127.0.0.1:${port}`, cluster: CLUSTER });
    const ended = await run(['kubeconfig', 'prepare', '--kubeconfig', kubeconfig]);
    expect(ended).toMatchObject({ code: 3, stdout: '' });
    expect(ended.stderr).toContain(reason);
  });

  it('is an error without a kubeconfig, with a hint', async () => {
    const { code, stdout, stderr } = await run(['kubeconfig', 'prepare'], {
      env: { KUBECONFIG: '/nonexistent/config' },
    });
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/^error: no kubeconfig: \/nonexistent\/config does not exist\n {2}name one with/);
    expect(stderr).not.toContain('8080');
  });

  it.each(['itself', 'a link to it'])('never writes the kubeconfig: %s', async (which) => {
    const kubeconfig = writeKubeconfig({ server: 'https://api.example' });
    const before = readFileSync(kubeconfig, 'utf8');
    const link = join(temporaryFolder(), 'link');
    symlinkSync(kubeconfig, link);
    const output = which === 'itself' ? kubeconfig : link;
    const ended = await run(['kubeconfig', 'prepare', '--kubeconfig', kubeconfig, '-o', output]);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain('is the kubeconfig itself, which is never written');
    expect(readFileSync(kubeconfig, 'utf8')).toBe(before);
  });

  it.each([
    [['--host-home', '/home/me'], /--host-home: "\/home\/me" is not of the form DIR=DIR2/],
    [['--context', 'fack'], /no context "fack"[\s\S]*it holds: fake/],
    [['-o', '/nowhere/at/all'], /cannot write \/nowhere\/at\/all: its folder does not exist/],
  ])('refuses %j', async (args, message) => {
    const kubeconfig = writeKubeconfig({ server: 'https://api.example' });
    const ended = await run(['kubeconfig', 'prepare', '--kubeconfig', kubeconfig, ...args]);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(message);
  });
});

describe('kubeconfig export', () => {
  it('stores what a plugin gives, and says when it ends', async () => {
    const exec = { command: pluginGiving({ token: jwt({ exp: 4_000_000_000 }) }), apiVersion: 'v1' };
    const kubeconfig = writeKubeconfig({ server: 'https://api.example', user: { exec } });
    const { code, stdout, stderr } = await run(['kubeconfig', 'export', '--kubeconfig', kubeconfig, '--exec-token']);
    expect(code).toBe(0);
    expect(stderr).toBe('context fake: https://api.example, token, which expires at 2096-10-02T07:06:40Z\n');
    expect(JSON.parse(stdout).users[0].user.token).toBe(jwt({ exp: 4_000_000_000 }));
  });

  it.each([
    [
      'an expiry that has passed',
      { token: jwt({ exp: 1_000_000_000 }) },
      'token, which EXPIRED at 2001-09-09T01:46:40Z',
    ],
    ['an expiry that nobody says', { token: 'opaque' }, 'token, which does not say when it expires'],
    ['a plugin that stays', { exec: { command: 'aws' } }, 'plugin aws, which must be installed where this is used'],
    ['a name and password', { username: 'me', password: 'pw' }, 'name and password\n'],
  ])('says so of %s', async (_, user, said) => {
    const kubeconfig = writeKubeconfig({ server: 'https://api.example', user });
    const { code, stderr } = await run(['kubeconfig', 'export', '--kubeconfig', kubeconfig]);
    expect(code).toBe(0);
    expect(stderr).toContain(said);
  });

  it.each([
    [['--duration', '5m', '--service-account', 'a'], /--duration: 5m is less than 10m/],
    [['--duration', 'long', '--service-account', 'a'], /--duration: "long" is no length of time/],
    [['--service-account', 'a', '--exec-token'], /exclude each other/],
    [['-n', 'tools'], /--namespace is the namespace of a ServiceAccount/],
    [['--exec-token'], /context "fake" uses no credential plugin/],
  ])('refuses %j', async (args, message) => {
    const kubeconfig = writeKubeconfig({ server: 'https://api.example' });
    const ended = await run(['kubeconfig', 'export', '--kubeconfig', kubeconfig, ...args]);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(message);
  });

  it('says in its help what it writes', async () => {
    const { stdout } = await run(['kubeconfig', 'export', '--help']);
    expect(stdout).toMatch(/POST serviceaccounts\/NAME\/token\): the only\s+write/);
  });
});

describe('what is planted in a kubeconfig', () => {
  const token = jwt({ sub: 'PLANTED-TOKEN' });
  const key = CA.issue(['me']).key;
  const secrets = { token, password: 'PLANTED-PASSWORD', 'client-key-data': base64(key) };

  it.each([
    ['goes nowhere but into the file', 'https://api.example', []],
    ['is not in an error', 'https://127.0.0.1:1', ['--debug']],
  ])('%s', async (_, server, flags) => {
    const exec = {
      command: pluginGiving({ token: 'PLANTED-BY-A-PLUGIN' }),
      env: [{ name: 'A', value: 'PLANTED-ENV' }],
    };
    const folder = temporaryFolder();
    for (const command of ['prepare', 'export']) {
      for (const user of [
        { ...secrets, username: 'me' },
        { ...secrets, exec },
      ]) {
        const kubeconfig = writeKubeconfig({ server, cluster: CLUSTER, user });
        const args = ['kubeconfig', command, '--kubeconfig', kubeconfig, '-o', join(folder, 'copy'), ...flags];
        const { stdout, stderr } = await run(args);
        expect(stdout).toBe('');
        expect(stderr).not.toBe('');
        for (const secret of [...Object.values(secrets), key.slice(40, 80), token.split('.')[1] ?? '?', 'PLANTED'])
          expect(stderr).not.toContain(secret);
      }
    }
  });
});

describe('NODE_EXTRA_CA_CERTS', () => {
  it('is trusted where the kubeconfig names no authority', async () => {
    const api = await startFakeApi({ objects: namespaces('default'), tls: CA.issue(['127.0.0.1']) });
    const kubeconfig = writeKubeconfig({ server: api.url });
    const extra = join(temporaryFolder(), 'extra.crt');
    writeFileSync(extra, CA.cert);
    const commands = [
      ['snapshot', '--kubeconfig', kubeconfig, '-q', '-o', '-'],
      ['kubeconfig', 'prepare', '--kubeconfig', kubeconfig],
    ];
    for (const args of commands) {
      expect(await run(args)).toMatchObject({ code: 3, stdout: '' });
      expect(await run(args, { env: { NODE_EXTRA_CA_CERTS: extra } })).toMatchObject({ code: 0 });
    }
  });
});
