import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Line } from '../../src/doctor/line.ts';
import { testKubeconfig } from '../support/cluster.ts';
import { ClusterApi } from '../support/cluster-api.ts';
import { hasEngine } from '../support/engine.ts';
import { hashOf, type TestStack, testStack } from '../support/stack.ts';
import { broken, findingsIn, MODEL, MODEL_ARGS, verifying } from '../support/stack-cluster.ts';

const MINUTE_MS = 60_000;
/** Of this file alone: one that is being deleted takes nothing new. */
const NAMESPACE = 'mekhanikube-compose';

const kubeconfig = testKubeconfig();

describe.skipIf(kubeconfig === null || !hasEngine())('the compose stack', () => {
  let folder: string;
  let config: string;
  let stack: TestStack;
  let api: ClusterApi;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mekhanikube-compose-'));
    config = join(folder, 'config');
    api = await ClusterApi.connect(kubeconfig ?? '');
    writeFileSync(config, await verifying(kubeconfig ?? '', api), { mode: 0o600 });
    stack = await testStack('mekhanikube-test', config);
    await api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
    await api.apply(broken(NAMESPACE));
    await stack.make('clean', { YES: '1' });
  }, 2 * MINUTE_MS);
  afterAll(async () => {
    await stack.make('clean', { YES: '1' });
    await api.remove({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
    api.close();
    rmSync(folder, { recursive: true });
  }, 2 * MINUTE_MS);

  test(
    'make up builds it, waits until it is healthy and says what comes next',
    async () => {
      const { code, stdout, stderr } = await stack.make('up');
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toBe(
        'The stack is up, without a model: make model-pull, then make analyze (it works without one, too)\n',
      );
    },
    15 * MINUTE_MS,
  );

  test('works before it has a model', { timeout: MINUTE_MS }, async () => {
    const { code, stdout, stderr } = await stack.script(['analyze', '-n', NAMESPACE, '-o', 'json']);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    const [finding] = findingsIn(NAMESPACE, JSON.parse(stdout));
    expect(finding).toMatchObject({ check: 'secret-missing', explanation: { state: 'built-in' } });
  });

  test(
    'make model-pull fetches the model, and does nothing the second time',
    async () => {
      const first = await stack.make('model-pull', { MODEL, MODEL_ARGS });
      expect([first.code, first.stdout]).toEqual([0, expect.stringMatching(/ is installed \(\d+ MB\)\.\n$/)]);
      const second = await stack.make('model-pull', { MODEL, MODEL_ARGS });
      expect([second.code, second.stdout]).toEqual([0, `${MODEL} is there already.\n`]);
    },
    5 * MINUTE_MS,
  );

  test(
    'make analyze finds what is broken on the host, and the model in the other container is asked',
    async () => {
      const before = hashOf(config);
      const { code, stdout, stderr } = await stack.make('analyze', { ARGS: `-n ${NAMESPACE}` });
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain('Secret does not exist');
      expect(stdout).toMatch(/verified|the answer of \S+ was refused/);
      expect(hashOf(config)).toBe(before);
    },
    6 * MINUTE_MS,
  );

  test('the exit code is that of the command line; standard output is the report', {
    timeout: 6 * MINUTE_MS,
  }, async () => {
    const found = await stack.script(['analyze', '-n', NAMESPACE, '--fail-on', 'high', '-o', 'json']);
    expect(found.code).toBe(1);
    expect(JSON.parse(found.stdout)).toMatchObject({ kind: 'Report' });
    expect((await stack.script(['analyze', '--nonsense'])).code).toBe(2);
    // make has one code for all that goes wrong.
    expect((await stack.make('analyze', { ARGS: `-n ${NAMESPACE} --fail-on high` })).code).toBe(2);
  });

  test('make analyze-json writes a file', { timeout: 6 * MINUTE_MS }, async () => {
    const file = join(folder, 'report.json');
    const { code, stdout } = await stack.make('analyze-json', { FILE: file, ARGS: `-n ${NAMESPACE}` });
    expect([code, stdout]).toEqual([0, `${file}\n`]);
    const findings = findingsIn(NAMESPACE, JSON.parse(readFileSync(file, 'utf8')));
    expect(findings.map(({ check, title }) => `${check}: ${title}`)).toEqual([
      expect.stringMatching(/^secret-missing: /),
    ]);
  });

  test('repair works in it too: its state stays from one container to the next', {
    timeout: 3 * MINUTE_MS,
  }, async () => {
    const action = ['--action', 'meta.annotate', '--param', 'key=mekhanikube.io/note', '--param', 'value=known'];
    const planned = await stack.script(['run', 'remediate', 'plan', 'deploy/web', '-n', NAMESPACE, ...action]);
    const [id = ''] = /\b[0-9A-HJKMNP-TV-Z]{26}\b/.exec(planned.stdout) ?? [];
    expect([planned.code, id]).toEqual([0, expect.stringMatching(/./)]);
    const applied = await stack.script(['run', 'remediate', 'apply', id, '--yes']);
    expect({ code: applied.code, stdout: applied.stdout }).toEqual({
      code: 0,
      stdout: expect.stringContaining('Done'),
    });
    const live = () => api.get(broken(NAMESPACE));
    expect(await live()).toHaveProperty(['metadata', 'annotations', 'mekhanikube.io/note'], 'known');
    expect((await stack.script(['run', 'remediate', 'rollback', id])).code).toBe(0);
    expect(await live()).not.toHaveProperty(['metadata', 'annotations', 'mekhanikube.io/note']);
  });

  test('make status, logs and doctor', { timeout: 2 * MINUTE_MS }, async () => {
    const status = await stack.make('status');
    expect(status.stdout).toMatch(/mekhanikube-test-ollama.*healthy/);
    expect(status.stdout).toContain('mekhanikube-test-k8sgpt-config');
    expect((await stack.make('logs')).stdout).toContain('ollama');
    const doctor = await stack.make('doctor', { ARGS: '-o json' });
    const { kind, lines } = JSON.parse(doctor.stdout);
    expect(kind).toBe('Doctor');
    // It looks from inside the container, as the other commands do.
    expect(lines.filter(({ area, status }: Line) => area === 'cluster' && status === 'fail')).toEqual([]);
  });

  test('the container has no rights, no writable files of its own, and the user of the caller', {
    timeout: MINUTE_MS,
  }, async () => {
    const { stdout } = await stack.script(['compose', 'config', '--format', 'json']);
    const { mekhanikube, ollama } = JSON.parse(stdout).services;
    expect(mekhanikube).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    expect(ollama.ports).toEqual([expect.objectContaining({ host_ip: '127.0.0.1', target: 11434 })]);
    const written = await stack.script(['run', 'snapshot', '-o', '/app/x.json']);
    expect(written.code).not.toBe(0);
  });

  test(
    'make backup, then a destroyed volume, then make restore gives the same bytes; a damaged archive is refused',
    async () => {
      const archive = join(folder, 'volumes.tar');
      expect((await stack.make('backup', { FILE: archive })).code).toBe(0);
      const before = await contents();
      expect(before).toContain('explanations/');
      await stack.script(['compose', 'down', '--volumes']);
      expect((await stack.make('restore', { FILE: archive })).code).toBe(0);
      expect(await contents()).toBe(before);
      appendFileSync(archive, 'x');
      const refused = await stack.make('restore', { FILE: archive });
      expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('is damaged')]);
      expect(await contents()).toBe(before);
    },
    5 * MINUTE_MS,
  );

  test('make down leaves the two volumes and nothing else', { timeout: 5 * MINUTE_MS }, async () => {
    expect((await stack.make('up')).code).toBe(0);
    expect((await stack.make('down')).code).toBe(0);
    const list = async (...args: string[]) =>
      (await stack.docker(...args)).stdout.split('\n').filter((line) => line.startsWith('mekhanikube-test'));
    expect(await list('ps', '--all', '--format', '{{.Names}}')).toEqual([]);
    expect(await list('network', 'ls', '--format', '{{.Name}}')).toEqual([]);
    expect((await list('volume', 'ls', '--format', '{{.Name}}')).sort()).toEqual([
      'mekhanikube-test-k8sgpt-config',
      'mekhanikube-test-ollama-data',
    ]);
  });

  test('make shell is a shell, and make help lists the targets', { timeout: MINUTE_MS }, async () => {
    expect((await stack.make('shell')).code).toBe(0);
    expect((await stack.make('help')).stdout).toMatch(/make up\t.*\n[\s\S]*make restore\t/);
  });

  test('make clean asks first', async () => {
    const { code, stderr } = await stack.make('clean');
    expect([code, stderr]).toEqual([2, expect.stringContaining('YES=1')]);
  });

  test('a kubeconfig that is not there is an error with a hint', async () => {
    const { code, stdout, stderr } = await stack.make('analyze', { KUBECONFIG: join(folder, 'none') });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`there is no kubeconfig at ${join(folder, 'none')}`);
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  async function contents(): Promise<string> {
    const volumes = ['ollama-data', 'k8sgpt-config'].flatMap((name) => [
      '--volume',
      `mekhanikube-test-${name}:/v/${name}:ro`,
    ]);
    const list = 'cd /v && find . -type f -exec sha256sum {} + | sort; find . -printf "%p %m %U %G\\n" | sort';
    return (
      await stack.docker(
        'run',
        '--rm',
        '--user',
        '0:0',
        ...volumes,
        '--entrypoint',
        'sh',
        'mekhanikube-test',
        '-c',
        list,
      )
    ).stdout;
  }
});
