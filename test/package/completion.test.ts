import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from './support/installed.ts';

const BIN = join(ROOT, 'bin/mekhanikube.js');
/** A context that would run a command, if a shell evaluated it. */
const TRAP = '$(touch trapped)';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mekhanikube-completion-'));
  writeFileSync(join(folder, 'mekhanikube'), `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`);
  chmodSync(join(folder, 'mekhanikube'), 0o755);
  const context = { cluster: 'c', user: 'u' };
  writeFileSync(
    join(folder, 'config'),
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:1' } }],
      users: [{ name: 'u', user: {} }],
      contexts: [TRAP, 'two words', 'arn:aws:eks'].map((name) => ({ name, context })),
    }),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

function has(shell: string): boolean {
  return spawnSync(shell, ['-c', 'exit 0']).status === 0;
}

/** What a shell prints that has loaded its completion. */
function inShell(shell: string, text: string): readonly string[] {
  const env = { PATH: `${folder}:${process.env['PATH']}`, HOME: folder, XDG_CONFIG_HOME: folder, TERM: 'dumb' };
  const options = shell === 'zsh' ? ['-f'] : shell === 'bash' ? ['--norc'] : [];
  return execFileSync(shell, [...options, '-c', text], { cwd: folder, env, encoding: 'utf8' })
    .trimEnd()
    .split('\n');
}

describe.skipIf(!has('bash'))('bash', () => {
  /** Words as bash takes them apart. */
  const complete = (breaks: string, ...words: readonly string[]) =>
    inShell(
      'bash',
      `source <(mekhanikube completion bash)
COMP_WORDBREAKS='${breaks}'; COMP_WORDS=(mekhanikube ${words.map((word) => `'${word}'`).join(' ')})
COMP_CWORD=${words.length}; _mekhanikube; printf '%s\\n' "\${COMPREPLY[@]}"`,
    );

  test('completes commands, flags and arguments', () => {
    expect(complete('=:', 'ana')).toEqual(['analyze']);
    expect(complete('=:', 'analyze', '--fil')).toEqual(['--filter']);
    expect(complete('=:', 'analyze', '--filter', 'PodD')).toEqual(['PodDisruptionBudget']);
    expect(complete('=:', 'analyze', '--filter', '=', 'PodD')).toEqual(['PodDisruptionBudget']);
    expect(complete('=:', 'analyze', '--severity', '=')).toContain('critical');
    expect(complete('', 'analyze', '--filter=PodD')).toEqual(['--filter=PodDisruptionBudget']);
  });

  test('takes names as text, with colons and blanks', () => {
    const context = (...words: readonly string[]) => complete('=:', 'analyze', '--kubeconfig', 'config', ...words);
    expect(context('--context', 'arn', ':', 'a')).toEqual(['aws:eks']);
    expect(context('--context', '=', 'arn', ':', 'a')).toEqual(['aws:eks']);
    expect(context('--context', '')).toEqual(['\\$\\(touch\\ trapped\\)', 'two\\ words', 'arn:aws:eks']);
    expect(() => readFileSync(join(folder, 'trapped'))).toThrow('ENOENT');
  });
});

describe.skipIf(!has('zsh'))('zsh', () => {
  /** Its own completion system needs a terminal: what the script hands to it is looked at. */
  const complete = (...words: readonly string[]) =>
    inShell(
      'zsh',
      `compdef() { :; }; _files() { print files; }; _describe() { print -rl -- "\${(@P)2}"; }
source <(mekhanikube completion zsh)
words=(mekhanikube ${words.map((word) => `"${word}"`).join(' ')}); CURRENT=${words.length + 1}; _mekhanikube`,
    );

  test('completes commands, flags and arguments, files where there is nothing else', () => {
    expect(complete('cac')).toEqual(['cache:The stored answers of models. They hold no name of a cluster.']);
    expect(complete('analyze', '--filter=PodD')).toEqual(['--filter=PodDisruptionBudget']);
    expect(complete('analyze', 'deploy')).toEqual(['deploy/:Deployment']);
    expect(complete('analyze', '--from', '')).toEqual(['files']);
  });

  test('takes names as text', () => {
    expect(complete('analyze', '--kubeconfig', 'config', '--context', '')).toEqual([
      TRAP,
      'two words',
      'arn\\:aws\\:eks',
    ]);
  });
});

describe.skipIf(!has('fish'))('fish', () => {
  const complete = (line: string) =>
    inShell('fish', `mekhanikube completion fish | source; complete -C '${line}'`).map((text) => text.split('\t')[0]);

  test('completes commands, flags, arguments and files', () => {
    expect(complete('mekhanikube ana')).toEqual(['analyze']);
    expect(complete('mekhanikube analyze --filter=PodD')).toEqual(['--filter=PodDisruptionBudget']);
    expect(complete('mekhanikube analyze --kubeconfig config --context two')).toEqual(['two words']);
    expect(complete('mekhanikube analyze --from conf')).toEqual(['config']);
  });
});
