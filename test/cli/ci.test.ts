import { linkSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from '../support/cli.ts';
import { startFakeApi } from '../support/fake-api/fake-api.ts';
import { temporaryFolder, writeKubeconfig, writeTemporary } from '../support/fake-api/kubeconfig.ts';
import { pods } from '../support/fake-api/objects.ts';
import { CodeQuality } from '../unit/report/code-quality-schema.ts';

const BROKEN = join(import.meta.dirname, '../../examples/broken-cluster.json.gz');

/** A part of it with one finding, of severity high. */
const HIGH = ['--from', BROKEN, '-n', 'fault-cronjob-failing'];

function brokenPod(name: string) {
  const message = 'Failed to apply default image tag "web::1": couldn\'t parse image name "web::1": invalid reference';
  const waiting = { reason: 'InvalidImageName', message };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', uid: name },
    spec: { containers: [{ name: 'app', image: 'web::1' }] },
    status: {
      phase: 'Pending',
      containerStatuses: [{ name: 'app', ready: false, restartCount: 0, state: { waiting } }],
    },
  };
}

function recording(...names: readonly string[]): string {
  return writeTemporary(JSON.stringify({ kind: 'List', items: names.map(brokenPod) }), 'list.json');
}

describe('--ci', () => {
  test.each([
    [[], 0],
    [['--ci'], 1],
    [['--ci', '--fail-on', 'critical'], 0],
    [['--fail-on', 'critical', '--ci'], 0],
    [['--ci', '--fail-on', 'never'], 0],
    [['--ci', '--fail-on', 'high'], 1],
  ])('fails from severity high on, unless told otherwise: %j', async (flags, code) => {
    expect((await run(['analyze', ...HIGH, ...flags])).code).toBe(code);
  });

  test('a level in the environment wins as well', async () => {
    const env = { MEKHANIKUBE_FAIL_ON: 'critical' };
    expect((await run(['analyze', '--ci', ...HIGH], { env })).code).toBe(0);
  });

  test('has no colour, unless told otherwise', async () => {
    const isColoured = async (...flags: string[]) =>
      (await run(['analyze', '--from', recording('web'), ...flags], { env: { FORCE_COLOR: '1' } })).stdout.includes(
        '\u001b[',
      );
    expect(await isColoured()).toBe(true);
    expect(await isColoured('--ci')).toBe(false);
    expect(await isColoured('--ci', '--color=always')).toBe(true);
    expect(await isColoured('--color=auto', '--ci')).toBe(true);
  });

  test('writes a line for each phase, or none with --quiet', async () => {
    const api = await startFakeApi({ objects: pods('shop', 3) });
    const kubeconfig = writeKubeconfig({ server: api.url });
    const said = async (...flags: string[]) =>
      (await run(['analyze', '--kubeconfig', kubeconfig, '-o', 'json', ...flags])).stderr;
    expect(await said('--ci')).toBe('Reading the cluster\n');
    expect(await said('--ci', '--quiet')).toBe('');
    expect(await said()).toBe('');
  });

  test('has the same bytes whatever order the objects came in', async () => {
    const report = async (...names: string[]) =>
      (await run(['analyze', '--ci', '--from', recording(...names), '-o', 'gitlab'])).stdout;
    const inOrder = await report('api', 'mail', 'web');
    expect(CodeQuality.parse(JSON.parse(inOrder))).toHaveLength(3);
    expect(await report('web', 'api', 'mail')).toBe(inOrder);
  });

  test('is asked for, never guessed from the environment', async () => {
    const env = { CI: 'true', GITHUB_ACTIONS: 'true', GITLAB_CI: 'true', JENKINS_URL: 'http://jenkins' };
    expect(await run(['analyze', ...HIGH], { env })).toEqual(await run(['analyze', ...HIGH]));
  });
});

test('-o gitlab is a Code Quality report', async () => {
  const { code, stdout, stderr } = await run(['analyze', '--from', BROKEN, '-o', 'gitlab']);
  const report = JSON.parse((await run(['analyze', '--from', BROKEN, '-o', 'json'])).stdout);
  expect([code, stderr]).toEqual([0, '']);
  const entries = CodeQuality.parse(JSON.parse(stdout));
  expect(entries.map(({ fingerprint }) => fingerprint)).toEqual(report.findings.map(({ id }: { id: string }) => id));
});

test('a textfile is replaced whole: whoever has the old one open keeps it whole, and nothing else is left', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'mekhanikube.prom');
  writeFileSync(path, 'old 1\n');
  linkSync(path, join(folder, 'held.prom'));
  const { code, stdout } = await run(['analyze', '--from', BROKEN, '-o', `prometheus=${path}`]);
  expect([code, stdout]).toEqual([0, '']);
  expect(readFileSync(path, 'utf8')).toMatch(/^# HELP mekhanikube_findings [\s\S]*\n$/);
  expect(readFileSync(join(folder, 'held.prom'), 'utf8')).toBe('old 1\n');
  expect(readdirSync(folder).sort()).toEqual(['held.prom', 'mekhanikube.prom']);
});
