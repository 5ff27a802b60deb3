import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run, start } from '../support/cli.ts';

let folder: string;
let broken: string;
let healthy: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mekhanikube-cli-'));
  const pod = (name: string, status: unknown) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', uid: name, labels: { app: name } },
    spec: { containers: [{ name: 'app', image: 'web:1' }] },
    status,
  });
  const waiting = {
    reason: 'InvalidImageName',
    message:
      'Failed to apply default image tag "web::1": couldn\'t parse image name "web::1": invalid reference format',
  };
  broken = join(folder, 'broken.json');
  writeFileSync(
    broken,
    JSON.stringify({
      kind: 'List',
      items: [
        pod('web', {
          phase: 'Pending',
          containerStatuses: [{ name: 'app', ready: false, restartCount: 0, state: { waiting } }],
        }),
      ],
    }),
  );
  const conditions = [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-10T11:00:00Z' }];
  healthy = join(folder, 'healthy.json');
  writeFileSync(healthy, JSON.stringify({ kind: 'List', items: [pod('web', { phase: 'Running', conditions })] }));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('what was typed wrong', () => {
  test.each([
    [['analyse'], /unknown command 'analyse'[\s\S]*analyze/],
    [['analyze', '--filtre=Pod'], /unknown option '--filtre=Pod'[\s\S]*--filter/],
    [['analyze', '--filter=Podd'], /--filter: "Podd" is no kind[\s\S]*did you mean Pod\?/],
    [['analyze', '-o', 'jsn'], /--output: "jsn" is no format[\s\S]*did you mean json/],
    [['analyze', '-o', 'json', '-o', 'yaml'], /only one format can go to standard output/],
    [
      ['analyze', '-o', 'json=/nowhere/at/all.json'],
      /cannot write \/nowhere\/at\/all\.json: its folder does not exist/,
    ],
    [['analyze', '--severity', 'bad'], /--severity: "bad" is no severity[\s\S]*critical, high, medium, low, info/],
    [['analyze', '--fail-on', 'bad'], /--fail-on: "bad" is no severity[\s\S]*never/],
    [['diff'], /missing required argument 'old'[\s\S]*see what it takes: mekhanikube diff --help/],
    [['analyze', '--filter', ''], /--filter names no kind/],
    [['analyze', '--filter', ','], /--filter names no kind/],
    [['analyze', '--profile', ''], /--profile names no profile/],
    [['analyze', '--from', ''], /--from names no file/],
    [['analyze', '--baseline', ''], /--baseline names no file/],
    [['analyze', '--write-baseline', ''], /--write-baseline names no file/],
    [['analyze', '-o', 'json=r', '-o', 'yaml=r'], /--output: two formats go to r/],
    [['analyze', '-l', 'app in web'], /--selector: "app in web" is no label selector/],
    [['analyze', '-n', 'Shop'], /"Shop" is no name of a namespace/],
    [['analyze', '-A', '-n', 'shop'], /-n and -A exclude each other/],
    [['analyze', 'deply/web'], /"deply" is no kind[\s\S]*did you mean deploy/],
    [['analyze', 'deploy'], /deploy names no object/],
    [['analyze', '--request-timeout', 'soon'], /--request-timeout: "soon" is no length of time/],
    [['checks', 'pod-crashloop'], /there is no check "pod-crashloop"[\s\S]*did you mean pod-crash-loop/],
    [['completion', 'bsh'], /there is no completion for "bsh"[\s\S]*did you mean bash/],
    [['snapshot'], /required option '-o, --output <file>' not specified/],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await run(args);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^error: /);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect([code, stdout]).toEqual([2, '']);
  });

  test('an object or a namespace that a recording does not hold', async () => {
    const object = await run(['analyze', 'pod/wbe', '--from', broken]);
    expect(object).toMatchObject({ code: 2, stdout: '' });
    expect(object.stderr).toMatch(/there is no Pod wbe[\s\S]*did you mean web\?/);
    const namespace = await run(['analyze', '-n', 'shp', '--from', broken]);
    expect(namespace).toMatchObject({ code: 2, stdout: '' });
    expect(namespace.stderr).toMatch(/holds no namespace "shp"[\s\S]*did you mean shop\?/);
  });
});

describe('what cannot be read', () => {
  test.each([
    ['a file that is not there', ['--from', '/nowhere.json'], /\/nowhere\.json does not exist/],
    ['no kubeconfig', ['--kubeconfig', '/nowhere/config'], /\/nowhere\/config/],
    ['no kubeconfig anywhere', [], /kubeconfig/],
  ])('%s', async (_what, args, message) => {
    const { code, stdout, stderr } = await run(['analyze', ...args]);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect([code, stdout]).toEqual([3, '']);
  });

  test('standard input that is cut off', async () => {
    const { code, stdout, stderr } = await run(['analyze', '--from', '-'], { stdin: '{"kind":"List","items":[' });
    expect(stderr).toMatch(/^error: standard input is cut off/);
    expect([code, stdout]).toEqual([3, '']);
  });

  test('a server that never answers ends with the request timeout, or with Ctrl-C', async () => {
    const server = createServer(() => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const config = join(folder, 'hanging');
    writeFileSync(
      config,
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [{ name: 'c', cluster: { server: `http://127.0.0.1:${port}` } }],
        users: [{ name: 'u', user: {} }],
        contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
        'current-context': 'c',
      }),
    );
    const timedOut = await run(['analyze', '--kubeconfig', config, '--request-timeout', '300ms']);
    expect(timedOut).toMatchObject({ code: 3, stdout: '' });
    const running = start(['analyze', '--kubeconfig', config]);
    await new Promise((resolve) => server.once('connection', resolve));
    running.kill('SIGINT');
    const { code, stdout, stderr } = await running.ended;
    expect([code, stdout]).toEqual([130, '']);
    expect(stderr).toMatch(/interrupted/);
    server.close();
  });
});

describe('a report', () => {
  test('goes to standard output alone, and to files', async () => {
    const sarif = join(folder, 'out.sarif');
    const junit = join(folder, 'out.xml');
    const { code, stdout, stderr } = await run([
      'analyze',
      '--from',
      broken,
      '-o',
      'json',
      '-o',
      `sarif=${sarif}`,
      '-o',
      `junit=${junit}`,
    ]);
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'Report',
      findings: [{ check: 'image-name-invalid', subject: { kind: 'Pod', name: 'web' } }],
    });
    expect(JSON.parse(readFileSync(sarif, 'utf8'))).toMatchObject({ version: '2.1.0' });
    expect(readFileSync(junit, 'utf8')).toMatch(/^<\?xml/);
  });

  test.each([
    'text',
    'tree',
    'html',
    'json',
    'yaml',
    'ndjson',
    'markdown',
    'sarif',
    'junit',
    'prometheus',
    'github',
    'gitlab',
  ])('can be had as %s', async (format) => {
    const { code, stdout, stderr } = await run(['analyze', '--from', broken, '-o', format]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('image-name-invalid');
    expect(stdout.endsWith('\n')).toBe(true);
  });

  test('fails a pipeline only when asked to, and only at that level', async () => {
    const codes = await Promise.all(
      [[], ['--fail-on', 'never'], ['--fail-on', 'high'], ['--fail-on', 'critical']].map(
        async (args) => (await run(['analyze', '--from', broken, ...args])).code,
      ),
    );
    const critical = JSON.parse((await run(['analyze', '--from', broken, '-o', 'json'])).stdout).summary.critical;
    expect(codes).toEqual([0, 0, 1, critical > 0 ? 1 : 0]);
    expect((await run(['analyze', '--from', broken, '--severity', 'critical', '--fail-on', 'high'])).code).toBe(1);
  });

  test('of what is healthy is one line about what was read', async () => {
    const { code, stdout } = await run(['analyze', '--from', healthy, '--filter', 'Pod', '--fail-on', 'info']);
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toMatch(/^No problems found/);
  });

  test('narrows to kinds, labels, namespaces and objects', async () => {
    const total = async (...args: string[]) =>
      JSON.parse((await run(['analyze', '--from', broken, '-o', 'json', ...args])).stdout).summary.total;
    expect(await total('--filter=Pod')).toBe(1);
    expect(await total('--filter=po,svc')).toBe(1);
    expect(await total('--filter=Node', '--filter=PersistentVolume')).toBe(0);
    expect(await total('-l', 'app=web')).toBe(1);
    expect(await total('-l', 'app!=web')).toBe(0);
    expect(await total('-n', 's*')).toBe(1);
    expect(await total('pod/web')).toBe(1);
    expect(await total('pod', 'web', '-n', 'shop')).toBe(1);
  });

  test('is coloured only where asked for', async () => {
    const coloured = async (args: string[], env: Record<string, string> = {}) =>
      (await run(['analyze', '--from', broken, ...args], { env })).stdout.includes('\u001b[');
    expect(await coloured([])).toBe(false);
    expect(await coloured(['--color=always'])).toBe(true);
    expect(await coloured([], { FORCE_COLOR: '1' })).toBe(true);
    expect(await coloured(['--no-color'], { FORCE_COLOR: '1' })).toBe(false);
    expect(await coloured([], { NO_COLOR: '1', FORCE_COLOR: '' })).toBe(false);
  });

  test('with --ascii has no other character', async () => {
    const { stdout } = await run(['analyze', '--from', broken, '--ascii']);
    expect([...stdout].filter((character) => character > '\u007f')).toEqual([]);
  });

  test('comes whole or not at all: a closed pipe is no error', async () => {
    const running = start(['analyze', '--from', broken, '-o', 'json']);
    running.closeStdout();
    const { code, stderr } = await running.ended;
    expect([code, stderr]).toEqual([0, '']);
  });

  test('flags can come from the environment', async () => {
    const { code } = await run(['analyze', '--from', broken], {
      env: { MEKHANIKUBE_FAIL_ON: 'high', MEKHANIKUBE_OUTPUT: 'json' },
    });
    expect(code).toBe(1);
  });
});

describe('help', () => {
  test('names the commands and the exit codes', async () => {
    const { code, stdout, stderr } = await run(['--help']);
    expect([code, stderr]).toEqual([0, '']);
    for (const word of ['analyze', 'snapshot', 'checks', 'completion', 'Exit codes', '130'])
      expect(stdout).toContain(word);
    expect(stdout).not.toContain('__complete');
  });

  test('of analyze has examples with the name it was called by', async () => {
    expect((await run(['analyze', '--help'])).stdout).toContain('$ mekhanikube analyze deploy/web -n shop');
  });

  test('--version prints the version of the package', async () => {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
    expect((await run(['--version'])).stdout).toBe(`${version}\n`);
  });

  test('no command at all is a usage error that shows the help', async () => {
    const { code, stdout, stderr } = await run([]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Usage: mekhanikube');
  });
});

describe('the catalogue', () => {
  test('lists every check, and prints the page of one', async () => {
    const list = await run(['checks']);
    expect(list.stdout).toMatch(/^pod-crash-loop\s+high\s+/m);
    const page = await run(['checks', 'pod-crash-loop']);
    for (const heading of ['What it means', 'How to look', 'How to repair', 'When it is fine', 'Source'])
      expect(page.stdout).toContain(heading);
    expect(JSON.parse((await run(['checks', 'pod-crash-loop', '-o', 'json'])).stdout)).toMatchObject({
      id: 'pod-crash-loop',
      judges: ['Pod'],
    });
  });
});

describe('completion', () => {
  const candidates = async (...words: string[]) =>
    (await run(['__complete', '--', ...words])).stdout.split('\n').map((line) => line.split('\t')[0]);

  test('offers commands, flags, kinds, formats, severities and checks', async () => {
    expect(await candidates('')).toEqual(expect.arrayContaining(['analyze', 'snapshot', 'checks', 'completion']));
    expect(await candidates('analyze', '--fil')).toEqual(['--filter', '']);
    expect(await candidates('analyze', '--filter', 'Po')).toEqual([
      'Pod',
      'PodDisruptionBudget',
      'PodMetrics',
      'PolicyReport',
      '',
    ]);
    expect(await candidates('analyze', '--filter=Po')).toEqual([
      '--filter=Pod',
      '--filter=PodDisruptionBudget',
      '--filter=PodMetrics',
      '--filter=PolicyReport',
      '',
    ]);
    expect(await candidates('analyze', '-o', 'j')).toEqual(['json', 'junit', '']);
    expect(await candidates('analyze', '--severity', 'c')).toEqual(['critical', '']);
    expect(await candidates('checks', 'pod-crash')).toEqual(['pod-crash-loop', '']);
    expect(await candidates('checks', 'te')).toEqual(['test', '']);
    expect(await candidates('why', 'dep')).toEqual(['deploy/', '']);
    expect(await candidates('analyze', 'dep')).toEqual(['deploy/', '']);
  });

  test('is silent where it cannot help', async () => {
    expect(await run(['__complete', '--', 'analyze', '-n', ''])).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test.each(['bash', 'zsh', 'fish'])('has a script for %s', async (shell) => {
    const { code, stdout } = await run(['completion', shell]);
    expect(code).toBe(0);
    expect(stdout).toContain('mekhanikube __complete');
  });
});
