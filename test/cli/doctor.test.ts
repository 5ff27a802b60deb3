import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { type Ended, run, start } from '../support/cli.ts';
import { createAuthority } from '../support/fake-api/certificate.ts';
import { type FakeApi, startFakeApi } from '../support/fake-api/fake-api.ts';
import * as fault from '../support/fake-api/faults.ts';
import { temporaryFolder, writeKubeconfig, writeTemporary } from '../support/fake-api/kubeconfig.ts';
import { startFakeModel } from '../support/fake-model/index.ts';
import { type Rights, reviews } from '../unit/cluster/permissions/review-fault.ts';

const Report = z.object({
  apiVersion: z.literal('mekhanikube.io/v1'),
  kind: z.literal('Doctor'),
  lines: z.array(
    z.strictObject({
      area: z.string(),
      name: z.string(),
      status: z.enum(['ok', 'warn', 'fail', 'skip']),
      seen: z.string(),
      mend: z.string().nullable(),
    }),
  ),
  permissions: z
    .object({
      user: z.string().nullable(),
      namespaces: z.array(z.string()).nullable(),
      matrix: z.array(z.object({ resource: z.string(), namespace: z.string().nullable(), list: z.boolean() })),
    })
    .nullable(),
});

/** Asks for JSON and reads it. */
async function doctor(args: readonly string[], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await run(['doctor', '-o', 'json', '--request-timeout', '10s', ...args], {
    env: await surroundings(env),
  });
  const report = Report.parse(JSON.parse(stdout));
  const line = (area: string, name: string) => report.lines.find((found) => found.area === area && found.name === name);
  return { code, stderr, stdout, report, line };
}

/** A home of one's own, no docker, and nobody behind any address that is not named. */
async function surroundings(env: Record<string, string>): Promise<Record<string, string>> {
  const home = temporaryFolder();
  return { HOME: home, PATH: join(home, 'bin'), OLLAMA_HOST: '127.0.0.1:9', ...env };
}

/** A folder with a script that plays docker. */
function fakeDocker(text: string): string {
  const folder = join(temporaryFolder(), 'bin');
  mkdirSync(folder);
  writeFileSync(join(folder, 'docker'), `#!/bin/sh\n${text}\n`);
  chmodSync(join(folder, 'docker'), 0o755);
  return `${folder}:/usr/bin:/bin`;
}

const DOCKER = `case "$1" in compose) echo 2.40.3; exit 0;; context) echo unix:///run/docker.sock; exit 0;; esac
echo '{"Client":{"Version":"28.2.2"},"Server":{"Version":"28.2.2","Platform":{"Name":""}}}'`;

/** A server that takes connections and never says anything. */
async function silentServer(): Promise<number> {
  const server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function cluster(rights: Rights = { allows: () => true }): Promise<{ api: FakeApi; kubeconfig: string }> {
  const ca = createAuthority();
  const inTwoYears = new Date(Date.now() + 730 * 86_400_000);
  const api = await startFakeApi({
    tls: ca.issue(['127.0.0.1', 'kubernetes'], { notAfter: inTwoYears }),
    faults: [reviews(rights)],
  });
  const authority = { 'certificate-authority-data': Buffer.from(ca.cert).toString('base64') };
  const kubeconfig = writeKubeconfig({ server: api.url, cluster: authority, user: { token: 'planted-token' } });
  return { api, kubeconfig };
}

const failing = (lines: z.output<typeof Report>['lines']) =>
  lines.filter(({ status }) => status === 'fail').map(({ area, name }) => `${area}/${name}`);

describe('where all is well', () => {
  test('nothing fails, and every line says what was seen', async () => {
    const { api, kubeconfig } = await cluster();
    const model = await startFakeModel({ script: [], models: ['qwen3:4b-instruct'] });
    onTestFinished(() => model.close());
    const env = { OLLAMA_HOST: model.url, PATH: fakeDocker(DOCKER) };
    const { code, report, line, stderr } = await doctor(['--kubeconfig', kubeconfig], env);
    expect(failing(report.lines)).toEqual([]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(line('cluster', 'kubeconfig')?.seen).toBe(`${kubeconfig}: context fake, server ${api.url}`);
    expect(line('cluster', 'tls')).toMatchObject({ status: 'ok' });
    expect(line('cluster', 'certificate')).toMatchObject({
      status: 'ok',
      seen: expect.stringMatching(/^for .*kubernetes/),
    });
    expect(line('cluster', 'version')?.seen).toContain('v1.34.4');
    expect(line('cluster', 'clock')).toMatchObject({ status: 'ok' });
    expect(line('model', 'version')?.seen).toBe('Ollama 0.17.4');
    expect(line('model', 'models')?.seen).toContain('qwen3:4b-instruct would explain');
    expect(line('docker', 'client')?.seen).toBe('docker 28.2.2');
    expect(line('docker', 'compose')?.seen).toBe('Compose 2.40.3');
    expect(line('terminal', 'node')?.seen).toBe(`Node ${process.versions.node}`);
    expect(report.permissions?.user).toBe('jane');
    expect(report.permissions?.matrix.every(({ list, namespace }) => list && namespace === null)).toBe(true);
    expect(report.permissions?.matrix.map(({ resource }) => resource)).toEqual(
      expect.arrayContaining(['pods', 'deployments', 'nodes', 'secrets']),
    );
  });

  test('reads and asks, and writes nothing', async () => {
    const { api, kubeconfig } = await cluster({ allows: ({ verb }) => verb !== '*' });
    await doctor(['--kubeconfig', kubeconfig]);
    expect(new Set(api.requests.map(({ method, path }) => `${method} ${path}`))).toEqual(
      new Set([
        'GET /version',
        'POST /apis/authentication.k8s.io/v1/selfsubjectreviews',
        'POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      ]),
    );
  });

  test('the text is for a person', async () => {
    const { kubeconfig } = await cluster();
    const { stdout } = await run(['doctor', '--kubeconfig', kubeconfig], { env: await surroundings({}) });
    expect(stdout).toMatch(/^Cluster\n {2}ok {8}kubeconfig: /);
    expect(stdout).toMatch(/^W warn {6}server: Ollama at http:\/\/127\.0\.0\.1:9 cannot be reached/m);
    expect(stdout).toMatch(/^ {12}-> start it: ollama serve/m);
    expect(stdout).toMatch(/\n\d+ ok, \d+ to look at, 0 failing, \d+ skipped\n$/);
  });
});

describe('the exit code', () => {
  test('is 3 in an empty home, where the other lines are there all the same', async () => {
    const { code, line, report } = await doctor([]);
    expect(code).toBe(3);
    expect(failing(report.lines)).toEqual(['cluster/kubeconfig']);
    expect(line('cluster', 'kubeconfig')?.mend).toContain('--kubeconfig');
    expect(line('permissions', 'list')).toMatchObject({ status: 'skip' });
    expect(line('model', 'server')).toMatchObject({ status: 'warn' });
    expect(line('docker', 'client')).toMatchObject({ status: 'skip', mend: null });
    expect(line('machine', 'cache')).toMatchObject({ status: 'ok' });
    expect(report.permissions).toBeNull();
  });

  test('is 3 where nobody answers', async () => {
    const { code, line } = await doctor(['--kubeconfig', writeKubeconfig({ server: 'https://127.0.0.1:9' })]);
    expect(code).toBe(3);
    expect(line('cluster', 'answer')).toMatchObject({
      status: 'fail',
      seen: expect.stringContaining('refuses connections'),
    });
  });

  test('is 3 where nothing may be listed', async () => {
    const { kubeconfig } = await cluster({});
    const { code, line } = await doctor(['--kubeconfig', kubeconfig]);
    expect(code).toBe(3);
    expect(line('permissions', 'list')).toMatchObject({ status: 'fail', mend: expect.stringContaining('--user=jane') });
  });

  test('is 0 where some rights are missing, and the line names the checks', async () => {
    const { kubeconfig } = await cluster({ allows: ({ verb, resource }) => verb !== '*' && resource !== 'nodes' });
    const { code, line } = await doctor(['--kubeconfig', kubeconfig]);
    expect(code).toBe(0);
    expect(line('permissions', 'list')).toMatchObject({
      status: 'warn',
      seen: expect.stringMatching(/^may not list nodes everywhere; .*node-not-ready/),
      mend: expect.stringContaining('deploy/reader-role.yaml'),
    });
  });

  test('is 1 where something else fails', async () => {
    const { kubeconfig } = await cluster();
    const { code, report } = await doctor(['--kubeconfig', kubeconfig], { OLLAMA_HOST: 'ftp://x' });
    expect({ code, failing: failing(report.lines) }).toEqual({ code: 1, failing: ['model/server'] });
  });

  test.each([
    [['-n', 'Shop'], /"Shop" is no name of a namespace/],
    [['-n', 'team-*'], /"team-\*" is no name of a namespace/],
    [['--as-group', 'x'], /--as-group needs --as/],
    [['--request-timeout', 'soon'], /"soon" is no length of time/],
    [['-o', 'yaml'], /'yaml' is invalid/],
  ])('is 2 for %j', async (args, message) => {
    const { code, stderr, stdout } = await run(['doctor', ...args], { env: await surroundings({}) });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  test('is explained in the help', async () => {
    const { stdout } = await run(['doctor', '--help']);
    expect(stdout).toMatch(/Exit codes:\n {2}0 .*\n {2}1 .*\n {2}2 .*\n {2}3 /);
    expect(stdout).toContain('mekhanikube doctor');
  });
});

describe('what hangs', () => {
  test('keeps nobody waiting: docker, the model server and the API server', async () => {
    const api = await startFakeApi({ faults: [fault.hang(/./)] });
    const env = { PATH: fakeDocker('sleep 600'), OLLAMA_HOST: `127.0.0.1:${await silentServer()}` };
    const args = ['--request-timeout', '1s', '--kubeconfig', writeKubeconfig({ server: api.url })];
    const { code, line } = await doctor(args, env);
    expect(code).toBe(3);
    expect(line('cluster', 'answer')?.seen).toContain('did not answer within 1 s');
    expect(line('model', 'server')).toMatchObject({
      status: 'warn',
      seen: expect.stringContaining('no answer within 1 s'),
    });
    expect(line('docker', 'client')).toMatchObject({
      status: 'warn',
      seen: expect.stringContaining('does not come to an end'),
    });
  });

  test('keeps nobody waiting: a credential plugin', async () => {
    const plugin = join(temporaryFolder(), 'plugin');
    // Longer than the test may take.
    writeFileSync(plugin, '#!/bin/sh\nexec sleep 45\n', { mode: 0o755 });
    const exec = { command: plugin, apiVersion: 'client.authentication.k8s.io/v1', interactiveMode: 'Never' };
    const kubeconfig = writeKubeconfig({ server: 'https://127.0.0.1:9', user: { exec } });
    const { code, report } = await doctor(['--request-timeout', '1s', '--kubeconfig', kubeconfig], {
      PATH: '/usr/bin:/bin',
    });
    expect(code).toBe(3);
    expect(failing(report.lines)).toHaveLength(1);
  });

  test('ends with an interruption', async () => {
    const api = await startFakeApi({ faults: [fault.hang(/./)] });
    const running = start(
      ['doctor', '--request-timeout', '20s', '--kubeconfig', writeKubeconfig({ server: api.url })],
      {
        env: await surroundings({}),
      },
    );
    await expect.poll(() => api.requests.length, { timeout: 20_000 }).toBeGreaterThan(0);
    running.kill('SIGINT');
    expect(await running.ended).toMatchObject({ code: 130, stdout: '' });
  });

  test('prints nonsense: docker', async () => {
    const { line } = await doctor([], { PATH: fakeDocker('echo "Docker version 1.13"') });
    expect(line('docker', 'client')).toMatchObject({
      status: 'warn',
      seen: expect.stringContaining('Docker version 1.13'),
    });
  });
});

describe('what must not be seen', () => {
  const secrets = (ended: Pick<Ended, 'stdout' | 'stderr'>) => `${ended.stdout}${ended.stderr}`.match(/planted[\w-]*/g);

  test.each(['json', 'text'])('no token and no password is printed as %s', async (format) => {
    const { kubeconfig } = await cluster();
    const env = await surroundings({
      HTTP_PROXY: 'http://jane:planted-proxy@127.0.0.1:9',
      HTTPS_PROXY: 'http://jane:planted-proxy@127.0.0.1:9',
      OLLAMA_HOST: 'http://jane:planted-model@127.0.0.1:9',
      MEKHANIKUBE_API_KEY: 'planted-key',
      NODE_EXTRA_CA_CERTS: writeTemporary('planted-file'),
    });
    const ended = await run(['doctor', '-o', format, '--request-timeout', '2s', '--kubeconfig', kubeconfig], { env });
    expect(ended.stdout).toContain('HTTPS_PROXY=127.0.0.1:9');
    expect(secrets(ended)).toBeNull();
  });

  test('nor what stands in a kubeconfig that cannot be read', async () => {
    const kubeconfig = writeTemporary('users:\n- {name: x, user: {token: planted-token]]}}\n');
    const { stdout, stderr, code } = await doctor(['--kubeconfig', kubeconfig]);
    expect({ code, secrets: secrets({ stdout, stderr }) }).toEqual({ code: 3, secrets: null });
  });
});
