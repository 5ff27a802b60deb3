import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';
import { MODEL_TABLE } from '../../src/explain/models/model-table.ts';
import { recommend } from '../../src/explain/models/recommend.ts';
import { MANIFEST, ROOT } from './support/installed.ts';

const GUIDE = join(ROOT, 'docs/guide');
const PAGES: ReadonlyMap<string, string> = new Map(
  [
    ...['README.md', 'SECURITY.md', 'docs/models.md'].map((file) => join(ROOT, file)),
    ...readdirSync(GUIDE).map((file) => join(GUIDE, file)),
  ].map((path) => [path, readFileSync(path, 'utf8')]),
);
const ALL = [...PAGES.values()].join('\n');

/** Each command in a code block, without what is before `&&`, in a pipe or assigned in front of it. */
const COMMANDS: readonly string[] = [...new Set([...PAGES.values()].flatMap(commandsOf))];
const OURS = COMMANDS.filter((command) => command.startsWith('mekhanikube '));
const MAKE = COMMANDS.filter((command) => command.startsWith('make '));

/** What needs no cluster, no model and no network. */
const OFFLINE = /^mekhanikube (checks|cache|model recommend|analyze .*--from examples|completion)\b/;

function commandsOf(text: string): readonly string[] {
  return [...text.matchAll(/^```\n([\s\S]*?)^```$/gm)]
    .flatMap(([, block = '']) => block.split('\n'))
    .flatMap((line) => line.split(/ && | \| /))
    .map((command) => command.replace(/ +#.*$/, ''))
    .map((command) => command.replace(/^(?:[A-Z_]+=\S+ )+|^source <\(|^npx |\)$/g, '').trim())
    .filter((command) => command !== '');
}

function wordsOf(command: string): readonly string[] {
  const words = command.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  return words.slice(1).map((word) => word.replace(/^(["'])(.*)\1$/, '$2'));
}

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'mekhanikube-guide-'));
});
afterAll(() => rmSync(home, { recursive: true }));

describe('the commands of the guide', () => {
  test('are found', () => {
    expect(OURS.length).toBeGreaterThan(12);
    expect(OURS.filter((command) => OFFLINE.test(command)).length).toBeGreaterThan(6);
    expect(MAKE.length).toBeGreaterThan(6);
  });

  test.each(OURS)('%s: the command and its flags are there', async (command) => {
    const signal = new AbortController().signal;
    const program = createProgram({ version: '', argv: [], signal, setExitCode: () => {} });
    let reached = '';
    for (const inner of below(program)) {
      inner.configureOutput({ writeErr: () => {}, outputError: () => {} });
      inner.action(() => {
        reached = inner.name();
      });
    }
    await program.parseAsync(wordsOf(command), { from: 'user' });
    expect(wordsOf(command)).toContain(reached);
  });

  test.each(OURS.filter((command) => OFFLINE.test(command)))('%s: runs', (command) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(ROOT, 'bin/mekhanikube.js'), ...wordsOf(command)],
      {
        cwd: ROOT,
        encoding: 'utf8',
        env: { PATH: process.env['PATH'] ?? '', HOME: home, OLLAMA_HOST: '127.0.0.1:1' },
      },
    );
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).not.toBe('');
  });

  test('of make are targets, with overlays that are there', () => {
    const makefile = readFileSync(join(ROOT, 'Makefile'), 'utf8');
    const targets = MAKE.map((command) => wordsOf(command)[0] ?? '');
    expect(targets.filter((target) => !makefile.includes(`\n${target}:`))).toEqual([]);
    const overlays = [...ALL.matchAll(/OVERLAY=([a-z0-9-]+)/g)].map(([, name = '']) => name);
    expect(overlays.length).toBeGreaterThan(6);
    expect(overlays.filter((name) => !existsSync(join(ROOT, `deploy/compose/${name}.yaml`)))).toEqual([]);
  });

  test('of npm run are scripts', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const named = COMMANDS.flatMap((command) => /^npm run (\S+)/.exec(command)?.[1] ?? []);
    expect(named).toContain('sbom');
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});

function below(command: Command): readonly Command[] {
  return command.commands.flatMap((inner) => [inner, ...below(inner)]);
}

test('links and paths of the source lead somewhere', () => {
  const broken = [...PAGES].flatMap(([path, text]) => [
    ...[...text.matchAll(/\]\(([^)#:]+)\)/g)].map(([, to = '']) => join(dirname(path), to)),
    ...[...text.matchAll(/`(src\/[\w./-]+)`/g)].map(([, to = '']) => join(ROOT, to)),
  ]);
  expect(broken.length).toBeGreaterThan(15);
  expect(broken.filter((path) => !existsSync(path))).toEqual([]);
});

test('every line of doctor has its row in troubleshooting', () => {
  const text = PAGES.get(join(GUIDE, 'troubleshooting.md')) ?? '';
  const areas: Record<string, string> = {
    cluster: 'Cluster',
    permissions: 'Permissions',
    model: 'Model',
    machine: 'Machine',
    docker: 'Docker',
    proxy: 'Proxy and certificates',
    terminal: 'Terminal and versions',
  };
  const missing = doctorLines().filter(({ area, name }) => {
    const section = text.split(`\n## ${areas[area]}\n`)[1]?.split('\n## ')[0] ?? '';
    return !new RegExp(`^\\| [^|]*\`${name}\``, 'm').test(section);
  });
  expect(missing).toEqual([]);
});

/** As the lines are defined: their judgements need facts of every kind, and one that says nothing has no name. */
function doctorLines(): readonly { readonly area: string; readonly name: string }[] {
  const folder = join(ROOT, 'src/doctor');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  const defined = sources
    .map((path) => readFileSync(join(folder, path), 'utf8'))
    .flatMap((text) => [...text.matchAll(/area: '(\w+)',\s+name: '([\w-]+)'/g)])
    .map(([, area = '', name = '']) => ({ area, name }));
  expect(defined.length).toBeGreaterThan(20);
  return [...defined, { area: 'machine', name: 'cache' }, { area: 'machine', name: 'state' }];
}

describe('models by machine', () => {
  const text = PAGES.get(join(GUIDE, 'models-by-machine.md')) ?? '';

  test('has every model with its sizes', () => {
    const size = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
    for (const { name, downloadBytes, memoryBytes, character } of MODEL_TABLE)
      expect(text).toContain(`| \`${name}\` | ${size(downloadBytes)} | ${size(memoryBytes)} | ${character} |`);
  });

  test.each([
    ['4 GB of memory', 4, 8, null],
    ['8 GB, fewer than 4 cores', 8, 2, null],
    ['8 GB, 4 cores and more', 8, 4, null],
    ['16 GB, 8 cores and more', 16, 8, null],
    ['a GPU with 8 GB', 16, 8, 8],
    ['a GPU with 12 GB and more', 16, 8, 12],
  ])('%s', (machine, gigabytes, cores, gpu) => {
    const found = recommend(
      {
        memoryBytes: gigabytes * 1e9,
        cores,
        gpu: gpu === null ? null : { name: 'GPU', memoryBytes: gpu * 1e9 },
      },
      [],
    );
    expect(text).toContain(`| ${machine} | ${found.model === null ? 'none' : `\`${found.model.name}\``}`);
  });
});

test('the security notes name no version of their own', () => {
  expect(ALL).not.toContain(MANIFEST.version);
});
