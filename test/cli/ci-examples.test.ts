import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { temporaryFolder } from '../support/fake-api/kubeconfig.ts';
import { CodeQuality } from '../unit/report/code-quality-schema.ts';
import { junitErrors } from '../unit/report/junit-schema.ts';
import { sarifErrors } from '../unit/report/sarif-schema.ts';

const ROOT = join(import.meta.dirname, '../..');
const BROKEN = join(ROOT, 'examples/broken-cluster.json.gz');

/** Stands in for npx: the program of this tree, on the recorded cluster instead of a real one. */
const NPX = `#!/bin/sh
[ "$1 $2" = "--yes mekhanikube" ] || { echo "npx $*: not expected" >&2; exit 97; }
shift 2
exec "$TEST_NODE" "$TEST_BIN" "$@" --from "$TEST_RECORDING"
`;

/** A folder in which command lines of the examples run as they stand, in the shell that the service runs them in. */
function workspace() {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'npx'), NPX);
  chmodSync(join(folder, 'npx'), 0o755);
  const env = {
    PATH: `${folder}:${process.env['PATH'] ?? ''}`,
    HOME: '/nonexistent',
    TEST_NODE: process.execPath,
    TEST_BIN: join(ROOT, 'bin/mekhanikube.js'),
    TEST_RECORDING: BROKEN,
  };
  return {
    read: (name: string) => readFileSync(join(folder, name), 'utf8'),
    has: (name: string) => existsSync(join(folder, name)),
    path: (name: string) => join(folder, name),
    sh: (command: string, more: Record<string, string> = {}) =>
      new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
        const child = spawn('bash', ['-eo', 'pipefail', '-c', command], { cwd: folder, env: { ...env, ...more } });
        let [stdout, stderr] = ['', ''];
        child.stdout.on('data', (data) => {
          stdout += data;
        });
        child.stderr.on('data', (data) => {
          stderr += data;
        });
        child.on('close', (code) => resolve({ code, stdout, stderr }));
      }),
  };
}

function example(name: string): string {
  return readFileSync(join(ROOT, 'examples/ci', name), 'utf8');
}

describe('GitHub Actions', () => {
  const Step = z.strictObject({
    name: z.string().optional(),
    if: z.string().startsWith('${{').optional(),
    uses: z
      .string()
      .regex(/^[\w-]+(\/[\w-]+)+@v\d+$/)
      .optional(),
    with: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    env: z.record(z.string(), z.string()).optional(),
    run: z.string().optional(),
  });
  const Workflow = z.strictObject({
    name: z.string(),
    on: z.strictObject({ schedule: z.array(z.strictObject({ cron: z.string() })), workflow_dispatch: z.null() }),
    permissions: z.strictObject({}),
    concurrency: z.string(),
    jobs: z.record(
      z.string(),
      z.strictObject({
        'runs-on': z.string(),
        'timeout-minutes': z.int(),
        permissions: z.strictObject({ 'security-events': z.literal('write') }),
        steps: z.array(Step.refine((step) => (step.run === undefined) !== (step.uses === undefined))),
      }),
    ),
  });
  const steps = () => Workflow.parse(load(example('github-actions.yml'))).jobs['diagnose']?.steps ?? [];
  const step = (name: RegExp) => steps().find((candidate) => name.test(candidate.name ?? ''));

  test('its commands write annotations, SARIF and a summary, and keep the kubeconfig to themselves', async () => {
    const { sh, read, path } = workspace();
    const env = { RUNNER_TEMP: path('.'), GITHUB_STEP_SUMMARY: path('summary'), KUBECONFIG_TEXT: 'a: "1 $2"\nb' };
    expect((await sh(step(/kubeconfig/)?.run ?? '', env)).code).toBe(0);
    expect(read('kubeconfig')).toBe('a: "1 $2"\nb\n');
    expect((await sh('stat -c %a kubeconfig')).stdout).toBe('600\n');
    const { code, stdout, stderr } = await sh(step(/^Diagnose$/)?.run ?? '', env);
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(/^::error title=/);
    expect(sarifErrors(JSON.parse(read('mekhanikube.sarif')))).toEqual([]);
    expect((await sh(step(/Summarise/)?.run ?? '', env)).code).toBe(0);
    expect(read('summary')).toContain('fault-oom');
  });

  test('the reports are uploaded although the step before has failed, if there are any', () => {
    const upload = steps().find(({ uses }) => uses?.startsWith('github/codeql-action/upload-sarif@'));
    expect(upload?.with).toEqual({ sarif_file: 'mekhanikube.sarif' });
    expect(upload?.if).toMatch(/^\$\{\{ !cancelled\(\) && hashFiles\('mekhanikube\.sarif'\) != '' \}\}$/);
    expect(step(/Summarise/)?.if).toMatch(/^\$\{\{ !cancelled\(\) && hashFiles\('mekhanikube\.md'\) != '' \}\}$/);
  });

  test('no secret is written into a command line', () => {
    for (const { run } of steps()) expect(run ?? '').not.toContain('${{');
  });
});

describe('GitLab CI', () => {
  const Pipeline = z.strictObject({
    'diagnose-cluster': z.strictObject({
      image: z.string(),
      timeout: z.string(),
      variables: z.record(z.string(), z.string()),
      rules: z.array(z.strictObject({ if: z.string() })),
      script: z.array(z.string()),
      artifacts: z.strictObject({
        when: z.literal('always'),
        expire_in: z.string(),
        reports: z.strictObject({ junit: z.string(), codequality: z.string() }),
      }),
    }),
  });

  test('its script fails the job, and leaves both reports where it says', async () => {
    const { script, artifacts } = Pipeline.parse(load(example('gitlab-ci.yml')))['diagnose-cluster'];
    const { sh, read, path } = workspace();
    const { code, stdout, stderr } = await sh(script.join('\n'), { CLUSTER_KUBECONFIG: path('kubeconfig') });
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toContain('fault-oom');
    expect(await junitErrors(read(artifacts.reports.junit))).toEqual([]);
    expect(CodeQuality.parse(JSON.parse(read(artifacts.reports.codequality)))).toHaveLength(26);
  });
});

describe('Jenkins', () => {
  const text = example('Jenkinsfile');
  const scripts = [...text.matchAll(/(?:\bsh |script: )'([^'\n]+)'/g)].map(([, script = '']) => script);

  test('its brackets and quotes close', () => {
    const code = text.replace(/^\s*\/\/.*$/gm, '').replace(/'[^'\n]*'|"[^"\n]*"/g, '""');
    const open: string[] = [];
    for (const [sign] of code.matchAll(/[{}()[\]]/g)) {
      if ('{(['.includes(sign)) open.push(sign);
      else expect(`${open.pop()}${sign}`).toMatch(/^(\{\}|\(\)|\[\])$/);
    }
    expect(open).toEqual([]);
    expect(code.replaceAll('""', '')).not.toMatch(/['"]/);
    expect(code).toMatch(/^\s*pipeline \{[\s\S]*\bagent any\b[\s\S]*\bstages \{[\s\S]*\bpost \{/);
  });

  test('its commands leave a report of this build, and exit code 1 is the one that means findings', async () => {
    const { sh, has, read, path } = workspace();
    writeFileSync(path('mekhanikube.xml'), 'of an earlier build');
    const [clean = '', diagnose = '', ...others] = scripts;
    expect(others).toEqual([]);
    await sh(clean);
    expect(has('mekhanikube.xml')).toBe(false);
    const { code, stdout, stderr } = await sh(diagnose);
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toContain('fault-oom');
    expect(await junitErrors(read('mekhanikube.xml'))).toEqual([]);
    expect(text).toMatch(/if \(code == 1\) \{\s*unstable\('[^']+'\)\s*\} else if \(code != 0\) \{\s*error\(/);
    expect(text).toMatch(
      /junit testResults: 'mekhanikube\.xml', allowEmptyResults: true, skipMarkingBuildUnstable: true/,
    );
  });
});
