import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from '../support/cli.ts';
import { type FakeObject, startFakeApi } from '../support/fake-api/fake-api.ts';
import { temporaryFolder, writeKubeconfig } from '../support/fake-api/kubeconfig.ts';

type Annotations = Readonly<Record<string, string>>;

function pod(name: string, annotations: Annotations = {}): FakeObject {
  const message = 'Failed to apply default image tag "web::1": couldn\'t parse image name "web::1": invalid reference';
  const waiting = { reason: 'InvalidImageName', message };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', uid: name, annotations },
    spec: { containers: [{ name: 'app', image: 'web::1' }] },
    status: {
      phase: 'Pending',
      containerStatuses: [{ name: 'app', ready: false, restartCount: 0, state: { waiting } }],
    },
  };
}

function namespace(annotations: Annotations = {}): FakeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', uid: 'shop', annotations } };
}

/** A folder with a recording in it. */
function recorded(...items: readonly FakeObject[]): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'cluster.json'), JSON.stringify({ kind: 'List', items }));
  return folder;
}

const BAD = ['analyze', '--from', 'cluster.json', '--fail-on', 'high'];
const CONFIG = 'apiVersion: mekhanikube.io/v1alpha1\nkind: Config\n';
const IGNORING = `${CONFIG}ignore:\n  - check: image-name-invalid\n    name: web\n    reason: it goes next week\n`;

async function report(cwd: string, ...flags: readonly string[]) {
  const { stdout, ...ended } = await run([...BAD, '-o', 'json', ...flags], { cwd });
  return { ...ended, report: JSON.parse(stdout) };
}

describe('the annotation', () => {
  test.each([
    ['on the object', [namespace(), pod('web', { 'mekhanikube.io/ignore': 'image-name-invalid' })]],
    ['on its namespace', [namespace({ 'mekhanikube.io/ignore': '*' }), pod('web')]],
  ])('%s takes the finding out, of a recording and of a cluster', async (_where, objects) => {
    const fromRecording = await report(recorded(...objects));
    expect(fromRecording).toMatchObject({ code: 0, report: { suppressed: { total: 1, annotation: 1 } } });
    const api = await startFakeApi({ objects });
    const kubeconfig = writeKubeconfig({ server: api.url });
    const live = await run(['analyze', '--kubeconfig', kubeconfig, '--fail-on', 'high']);
    expect(live.code).toBe(0);
    expect(live.stdout).toContain('1 finding suppressed: 1 by annotation.');
  });

  test('does not where it names another check', async () => {
    expect((await report(recorded(pod('web', { 'mekhanikube.io/ignore': 'pod-crash-loop' })))).code).toBe(1);
  });
});

describe('the config file', () => {
  test('is that of the flag, of the environment, of the folder, of the user: the first that is there', async () => {
    const folder = recorded(pod('web'));
    const xdg = { XDG_CONFIG_HOME: join(folder, 'xdg') };
    mkdirSync(join(folder, 'xdg/mekhanikube'), { recursive: true });
    const nothing = join(folder, 'nothing.yaml');
    writeFileSync(nothing, CONFIG);
    const codeWith = async (env: Record<string, string>, ...flags: string[]) =>
      (await run([...BAD, ...flags], { cwd: folder, env: { ...xdg, ...env } })).code;
    expect(await codeWith({})).toBe(1);
    writeFileSync(join(folder, 'xdg/mekhanikube/config.yaml'), IGNORING);
    expect(await codeWith({})).toBe(0);
    writeFileSync(join(folder, '.mekhanikube.yaml'), CONFIG);
    expect(await codeWith({})).toBe(1);
    writeFileSync(join(folder, '.mekhanikube.yaml'), IGNORING);
    expect(await codeWith({})).toBe(0);
    expect(await codeWith({ MEKHANIKUBE_CONFIG: nothing })).toBe(1);
    expect(await codeWith({ MEKHANIKUBE_CONFIG: nothing }, '--config', '.mekhanikube.yaml')).toBe(0);
  });

  test('has rules, whose findings are counted, and told with their reason on request', async () => {
    const folder = recorded(pod('web'), pod('api'));
    writeFileSync(join(folder, '.mekhanikube.yaml'), IGNORING);
    const { code, report: counted } = await report(folder);
    expect([code, counted.summary.total]).toEqual([1, 1]);
    expect(counted.suppressed).toMatchObject({
      rule: 1,
      rules: [{ where: '.mekhanikube.yaml:4', reason: 'it goes next week', count: 1 }],
      findings: null,
    });
    const { stdout } = await run([...BAD, '--show-suppressed'], { cwd: folder });
    expect(stdout).toContain('it goes next week (.mekhanikube.yaml:4)');
  });

  test('says on standard error that a rule has ended', async () => {
    const folder = recorded(pod('web'));
    writeFileSync(join(folder, '.mekhanikube.yaml'), `${IGNORING}    until: 2020-01-31\n`);
    const { code, stderr } = await run(BAD, { cwd: folder });
    expect([code, stderr]).toEqual([
      1,
      'note: .mekhanikube.yaml:4: this rule ended with 2020-01-31 and ignores nothing any more (it goes next week)\n',
    ]);
    expect((await run([...BAD, '-q'], { cwd: folder })).stderr).toBe('');
  });

  test('gives checks another severity, or turns them off', async () => {
    const folder = recorded(pod('web'));
    const path = join(folder, '.mekhanikube.yaml');
    writeFileSync(path, `${CONFIG}severity:\n  image-name-invalid: low\n`);
    const milder = await report(folder);
    expect([milder.code, milder.report.summary]).toMatchObject([0, { total: 1, low: 1 }]);
    writeFileSync(path, `${CONFIG}severity:\n  image-name-invalid: off\n`);
    const off = await report(folder);
    expect([off.code, off.report.coverage.checks.run.includes('image-name-invalid')]).toEqual([0, false]);
  });

  test('that is wrong is one error, before anything is read', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, '.mekhanikube.yaml'), `${CONFIG}ignore:\n  - check: image-name-invald\n    reason: a\n`);
    expect(await run(BAD, { cwd: folder })).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'error: .mekhanikube.yaml:4: ignore[0].check: there is no check "image-name-invald"\n' +
        '  did you mean image-name-invalid?\n',
    });
    const missing = await run([...BAD, '--config', 'no.yaml'], { cwd: folder });
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('no.yaml: it does not exist') });
  });
});

describe('a baseline', () => {
  test('fails on what is new alone, and tells what is gone', async () => {
    const folder = recorded(pod('web'));
    const written = await run([...BAD, '--write-baseline', 'known.yaml'], { cwd: folder });
    expect([written.code, written.stderr]).toEqual([0, '']);
    expect(readFileSync(join(folder, 'known.yaml'), 'utf8')).toContain('subject: Pod shop/web\n');
    const same = await report(folder, '--baseline', 'known.yaml');
    expect(same).toMatchObject({ code: 0, report: { findings: [], suppressed: { baseline: 1, resolved: [] } } });
    writeFileSync(join(folder, 'cluster.json'), JSON.stringify({ kind: 'List', items: [pod('api')] }));
    const later = await report(folder, '--baseline', 'known.yaml');
    expect(later).toMatchObject({
      code: 1,
      report: { summary: { total: 1 }, suppressed: { total: 0, resolved: [{ subject: 'Pod shop/web' }] } },
    });
  });

  test('is written again from itself, and keeps the days', async () => {
    const folder = recorded(pod('web'));
    await run([...BAD, '--write-baseline', 'known.yaml'], { cwd: folder });
    const path = join(folder, 'known.yaml');
    const aged = readFileSync(path, 'utf8').replace(/since: .*/, "since: '2025-01-01'");
    writeFileSync(path, aged);
    await run([...BAD, '--baseline', 'known.yaml', '--write-baseline', 'known.yaml'], { cwd: folder });
    expect(readFileSync(path, 'utf8')).toBe(aged);
  });

  test('that is broken, missing or something else is one error, and nothing is overwritten', async () => {
    const folder = recorded(pod('web'));
    writeFileSync(join(folder, 'notes.txt'), 'my notes\n');
    for (const flag of ['--baseline', '--write-baseline']) {
      const { code, stdout, stderr } = await run([...BAD, flag, 'notes.txt'], { cwd: folder });
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^error: notes\.txt:1: /);
    }
    expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('my notes\n');
    const missing = await run([...BAD, '--baseline', 'no.yaml'], { cwd: folder });
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('--write-baseline no.yaml') });
  });
});

describe('diff', () => {
  const cwd = () => {
    const folder = temporaryFolder();
    const put = (name: string, ...items: readonly FakeObject[]) =>
      writeFileSync(join(folder, name), JSON.stringify({ kind: 'List', items }));
    put('one.json', pod('web'));
    put('two.json', pod('web'), pod('api'));
    return folder;
  };
  const reported = async (folder: string, name: string) => {
    await run(['analyze', '--from', `${name}.json`, '-o', `json=${name}.report`], { cwd: folder });
  };

  test('exits with 1 where something is new, and with 0 where something is only gone', async () => {
    const folder = cwd();
    await reported(folder, 'one');
    await reported(folder, 'two');
    const more = await run(['diff', 'one.report', 'two.report'], { cwd: folder });
    expect([more.code, more.stderr]).toEqual([1, '']);
    expect(more.stdout).toMatch(/New: 1 finding\nC critical {2}Pod shop\/api: /);
    const fewer = await run(['diff', 'two.report', 'one.report'], { cwd: folder });
    expect(fewer.code).toBe(0);
    expect(fewer.stdout).toMatch(/Not there any more: 1 finding/);
    expect((await run(['diff', 'one.report', 'one.report'], { cwd: folder })).code).toBe(0);
    expect((await run(['diff', 'one.report', 'two.report', '--fail-on', 'never'], { cwd: folder })).code).toBe(0);
  });

  test('takes one of the two from standard input, and writes JSON', async () => {
    const folder = cwd();
    await reported(folder, 'one');
    const { stdout: stdin } = await run(['analyze', '--from', 'two.json', '-o', 'json'], { cwd: folder });
    const { code, stdout } = await run(['diff', 'one.report', '-', '-o', 'json'], { cwd: folder, stdin });
    const { added, missing, changed, unchanged } = JSON.parse(stdout);
    expect([code, added.length, missing, changed, unchanged]).toEqual([1, 1, [], [], 1]);
  });

  test('says what is wrong with what it was given', async () => {
    const folder = cwd();
    const twice = await run(['diff', '-', '-'], { cwd: folder });
    expect(twice).toMatchObject({ code: 2, stderr: expect.stringContaining('only one of the two') });
    const other = await run(['diff', 'one.json', 'two.json'], { cwd: folder });
    expect(other).toMatchObject({ code: 3, stderr: expect.stringContaining('one.json is no report') });
    const missing = await run(['diff', 'none.json', 'one.json'], { cwd: folder });
    expect(missing).toMatchObject({ code: 3, stderr: expect.stringContaining('none.json: it does not exist') });
  });
});

test('an unknown profile is refused with those that there are', async () => {
  const { code, stderr } = await run([...BAD, '--profile', 'hardenning']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/--profile: "hardenning" is no profile[\s\S]*did you mean hardening\?/);
});
