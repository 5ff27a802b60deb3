import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Installed, installPackage, MANIFEST, ROOT } from './support/installed.ts';

let installed: Installed;
beforeAll(() => {
  installed = installPackage();
});
afterAll(() => installed?.remove());

/** What the user has on the path: the links that npm makes. */
function command(name: string, ...args: readonly string[]): string {
  const env = { PATH: process.env['PATH'] ?? '', HOME: installed.project };
  return execFileSync(join(installed.project, 'node_modules/.bin', name), args, {
    cwd: installed.project,
    env,
    encoding: 'utf8',
  });
}

describe('the installed package', () => {
  test('runs by npx, without a network', { timeout: 120_000 }, () => {
    const env = { ...process.env, npm_config_offline: 'true', npm_config_update_notifier: 'false' };
    const printed = execFileSync('npx', ['--no', '--', 'mekhanikube', '--version'], {
      cwd: installed.project,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    expect(printed).toBe(`${MANIFEST.version}\n`);
  });

  test('analyses its own example, and writes its version into SARIF', { timeout: 120_000 }, () => {
    const example = join(installed.folder, 'examples/many-faults.json.gz');
    expect(command('mekhanikube', 'analyze', '--from', example)).toMatch(/^[A-Z][a-z]+ \d+|^\d+/m);
    const sarif = JSON.parse(command('mekhanikube', 'analyze', '--from', example, '-o', 'sarif'));
    expect(sarif.runs[0].tool.driver.semanticVersion).toBe(MANIFEST.version);
    expect(sarif.runs[0].results.length).toBeGreaterThan(50);
  });

  test('is a plugin of kubectl', () => {
    expect(command('kubectl-mekhanikube', '--help')).toMatch(/^Usage: kubectl mekhanikube /);
    expect(command('kubectl_complete-mekhanikube', 'analyze', '--filter=Statef')).toBe('StatefulSet\n:4\n');
    expect(command('kubectl_complete-mekhanikube', 'analyze', '--from', '/')).toBe(':0\n');
    expect(command('kubectl_complete-mekhanikube', 'analyze', 'deploym')).toBe(':0\n');
    expect(command('kubectl_complete-mekhanikube', 'analyze', 'deploy')).toBe('deploy/\tDeployment\n:6\n');
  });

  test('knows every command, its completion and its checks', () => {
    expect(command('mekhanikube', 'model', 'bench', '--help')).toContain('--findings');
    expect(command('mekhanikube', 'completion', 'bash')).toContain('complete -o default -F _mekhanikube mekhanikube');
    expect(command('mekhanikube', 'checks', 'pod-crash-loop')).toContain('How to repair');
  });
});

describe('the tarball', () => {
  test('has what is needed', () => {
    expect(installed.files).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'README.md',
        'package.json',
        'bin/mekhanikube.js',
        'bin/kubectl_complete-mekhanikube.js',
        'man/mekhanikube.1',
        'schemas/report.v1.schema.json',
        'docs/checks/README.md',
        'docs/checks/pod-crash-loop.md',
        'examples/many-faults.json.gz',
        'deploy/reader-role.yaml',
        'dist/cli/main.js',
      ]),
    );
  });

  test('has nothing else', () => {
    const wanted =
      /^(LICENSE|README\.md|SECURITY\.md|package\.json|bin\/[\w-]+\.js|man\/mekhanikube\.1|schemas\/[\w.-]+\.json|docs\/checks\/[\w-]+\.md|examples\/many-faults\.json\.gz|deploy\/reader-role\.yaml|dist\/[\w./-]+\.js)$/;
    expect(installed.files.filter((file) => !wanted.test(file))).toEqual([]);
  });

  test('has no path of the machine that packed it', () => {
    const texts = installed.files.filter((file) => !file.endsWith('.gz'));
    // The home may be / or /root, which stands in honest texts too.
    const paths = [ROOT, ...(homedir().length > '/root'.length ? [homedir()] : [])];
    const telling = texts.filter((file) => {
      const text = readFileSync(join(installed.folder, file), 'utf8');
      return paths.some((path) => text.includes(`${path}/`));
    });
    expect(texts.length).toBeGreaterThan(300);
    expect(telling).toEqual([]);
  });

  test('has only programs that can be started', () => {
    const bins = Object.values(MANIFEST.bin).map((path) => join(installed.folder, path));
    expect(bins.length).toBe(3);
    for (const bin of bins) expect(readFileSync(bin, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  test('imports nothing that is not among its dependencies', () => {
    const specifier = /(?:^\s*(?:import|export)\s+(?:[^'"();]*?\sfrom\s+)?|\bimport\()['"]([^'".][^'"]*)['"]/gm;
    const imported = installed.files
      .filter((file) => /^(dist|bin)\//.test(file))
      .flatMap((file) => [...readFileSync(join(installed.folder, file), 'utf8').matchAll(specifier)])
      .map(([, name = '']) => name)
      .filter((name) => !isBuiltin(name))
      .map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
    expect([...new Set(imported)].sort()).toEqual(Object.keys(MANIFEST.dependencies).sort());
  });
});

test('no other file holds the version', () => {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const holders = listed
    .split('\n')
    .filter((file) =>
      /^(src|bin|deploy|man|schemas|scripts|docs\/(guide|reference))\/|^(Docker|docker-|Make)/.test(file),
    )
    .filter((file) => new RegExp(`(?<![\\d.])${MANIFEST.version.replaceAll('.', '\\.')}(?![\\d.])`).test(textOf(file)))
    // An example in a comment.
    .filter((file) => file !== 'src/report/options.ts');
  expect(holders).toEqual([]);
});

function textOf(file: string): string {
  try {
    return readFileSync(join(ROOT, file), 'utf8');
  } catch {
    // Removed and not yet committed.
    return '';
  }
}
