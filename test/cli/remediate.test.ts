import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { run } from '../support/cli.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mekhanikube-remediate-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** In a folder of its own, with a state folder that does not exist yet. */
const repair = (...args: readonly string[]) =>
  run(args, { cwd: folder, env: { MEKHANIKUBE_STATE: join(folder, 'state'), HOME: folder } });

describe('what is wrong is said before any cluster is asked', () => {
  test.each<[readonly string[], number, RegExp, RegExp]>([
    [
      ['remediate', 'plan', 'deploy/web', '--action', 'rollout.undoo'],
      2,
      /no action rollout\.undoo/,
      /did you mean rollout\.undo\?/,
    ],
    [['remediate', 'plan', '--action', 'scale'], 2, /--action needs a finding or an object/, /deploy\/web/],
    [
      ['remediate', 'plan', 'deploy/web', '--action', 'scale', '--param', 'replicas'],
      2,
      /"replicas" is no name and value/,
      /replicas=3/,
    ],
    [
      ['remediate', 'plan', 'deploy/web', '--timeout', 'soon'],
      2,
      /--timeout: "soon" is no length of time/,
      /30s or 2m/,
    ],
    [['remediate', 'plan', 'deploy/web'], 3, /no kubeconfig/, /--kubeconfig/],
    [['remediate', 'apply', 'nope', '--yes'], 2, /there is no run nope/, /list/],
    [['remediate', 'show', 'nope'], 2, /there is no run nope/, /list/],
    [['remediate', 'cancel', 'nope'], 2, /there is no run nope/, /list/],
    [['remediate', 'list', '--limit', 'all'], 2, /--limit: "all"/, /20/],
    [['remediate', 'actions', 'scael'], 2, /no action scael/, /did you mean scale\?/],
    [['remediate', 'repair'], 2, /unknown command 'repair'|too many arguments/, /./],
    [['analyze', '--remediate', '--from', 'x'], 2, /--remediate needs a cluster/, /leave one/],
    [['analyze', '--remediate', '-o', 'json'], 2, /--remediate does not go with json/, /remediate plan -o json/],
    [['policy', 'validate', 'nowhere'], 3, /nowhere/, /./],
    [['rbac', 'generate', '--actions', 'scael'], 2, /scael/, /did you mean/],
  ])('%j', async (args, code, message, hint) => {
    const ended = await repair(...args);
    expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code, stdout: '' });
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr).toMatch(hint);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
    expect(existsSync(join(folder, 'state'))).toBe(false);
  });
});

test('a state folder that is not there holds nothing, and is not made by looking', async () => {
  for (const args of [
    ['remediate', 'list'],
    ['backup', 'list'],
    ['audit', 'tail'],
  ] as const) {
    const { code, stdout, stderr } = await repair(...args);
    expect([args, code, stderr]).toEqual([args, 0, '']);
    expect(stdout).not.toBe('');
  }
  expect(existsSync(join(folder, 'state'))).toBe(false);
});

test('a state folder that others can read is refused, with what to do', async () => {
  mkdirSync(join(folder, 'state'), { mode: 0o755 });
  chmodSync(join(folder, 'state'), 0o755);
  const { code, stderr } = await repair('remediate', 'list');
  expect(code).toBe(14);
  expect(stderr).toMatch(/chmod/);
});

test('the catalogue of actions, and one of them as data', async () => {
  const all = await repair('remediate', 'actions', '-o', 'json');
  const actions: unknown = JSON.parse(all.stdout);
  expect(Array.isArray(actions) && actions.length).toBe(43);
  const { stdout } = await repair('remediate', 'actions', 'rollout.undo');
  expect(stdout).toMatch(/^rollout\.undo: /);
  expect(stdout).toContain('toRevision');
});

test('a policy is validated with the line of each mistake', async () => {
  const policy = (await repair('policy', 'template', 'stuck-rollout-undo')).stdout;
  mkdirSync(join(folder, 'policies'));
  writeFileSync(join(folder, 'policies/good.yaml'), policy);
  expect((await repair('policy', 'validate')).code).toBe(0);
  writeFileSync(
    join(folder, 'policies/bad.yaml'),
    policy.replace('mode: Propose', 'mode: Always').replace('name: stuck-rollout-undo', 'name: bad'),
  );
  const { code, stdout, stderr } = await repair('policy', 'validate');
  expect(code).toBe(2);
  expect(stdout + stderr).toMatch(/bad\.yaml:\d+: spec\.mode/);
});
