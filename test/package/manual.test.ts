import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { describe, expect, test } from 'vitest';
import { manualFiles } from '../../scripts/generate-man.ts';
import { ROOT } from './support/installed.ts';

function files(program?: Command): { readonly page: string; readonly reference: string } {
  const written = manualFiles(program);
  return { page: written.get('man/mekhanikube.1') ?? '', reference: written.get('docs/reference/commands.md') ?? '' };
}

/** A program with all that a command can have. */
function sample(): Command {
  const program = new Command('tool').description('Does it.').helpCommand('help [command]');
  program.addHelpText('after', '\nExit codes:\n  0  well\n  2  not well');
  const inner = program.command('outer').description("Holds what's within.").command('inner').alias('in');
  inner
    .argument('<thing>', 'a \\ or <b>')
    .description('Do the .thing')
    .optionsGroup('What:')
    .addOption(new Option('-f, --flag <a|b>', '.one of two').choices(['a', 'b']).default('a').env('TOOL_FLAG'))
    .addOption(new Option('--secret').hideHelp())
    .addHelpText('after', '\nWith --flag, a thing is\nmade.')
    .addHelpText('after', ({ command }) => `\nExamples:\n  $ ${command.name()} -f a\n  $ ${command.name()}`);
  program.command('__hidden', { hidden: true });
  return program;
}

describe('the manual page', () => {
  const { page } = files(sample());

  test('has each command with its arguments, flags, variables and examples', () => {
    expect(page).toContain('.SS "tool outer inner [options] <thing>"\nDo the .thing\n.PP\nAlso in.\n');
    expect(page).toContain('.TP\n.B thing\na \\e or <b>\n');
    expect(page).toContain(
      '.PP\nWhat:\n.TP\n.B \\-f, \\-\\-flag <a|b>\n\\&.one of two; one of a, b; default a; also $TOOL_FLAG\n',
    );
    expect(page).toContain('.PP\nExamples:\n.RS 4\n.nf\n$ inner \\-f a\n$ inner\n.fi\n.RE\n');
    expect(page).toContain('.PP\nWith \\-\\-flag, a thing is made.\n');
    expect(page).toContain('.SH "EXIT CODES"\n.TP\n.B 0\nwell\n.TP\n.B 2\nnot well\n');
  });

  test('has nothing that is hidden, and no request by accident', () => {
    expect(page).not.toMatch(/secret|hidden/);
    expect(page).toContain('Holds what\\(aqs within.');
    const requests = page.split('\n').filter((line) => /^[.']/.test(line));
    for (const line of requests) expect(line).toMatch(/^\.(\\"|TH|SH|SS|PP|TP|B|br|RS|RE|nf|fi)( |$)/);
  });

  test('says the same tomorrow', () => {
    expect(page).toContain('.TH MEKHANIKUBE 1 "" ');
    expect(page).not.toMatch(/20\d\d/);
  });
});

describe('the reference of commands', () => {
  const { reference } = files(sample());

  test('has each command, once, with what Markdown would take amiss escaped', () => {
    expect(reference.match(/^## tool outer inner$/gm)).toHaveLength(1);
    expect(reference).toContain('```\ntool outer inner [options] <thing>\n```');
    expect(reference).toContain('| `thing` | a \\ or &lt;b> |');
    expect(reference).toContain('| `-f, --flag <a\\|b>` | .one of two; one of a, b; default a; also $TOOL_FLAG |');
    expect(reference).toContain('\nWith --flag, a thing is made.\n\n');
    expect(reference).toContain('## Exit codes\n\n| code | |\n|---|---|\n| `0` | well |');
    expect(reference).not.toMatch(/secret|hidden/);
  });
});

test('every environment variable that the program reads is in both', () => {
  const { page, reference } = files();
  // Set by Kubernetes or by the system, and nothing that somebody sets for this program.
  const others = [
    'KUBERNETES_SERVICE_HOST',
    'KUBERNETES_SERVICE_PORT',
    'APPDATA',
    'LOCALAPPDATA',
    'PATH',
    'HOME',
    'USERPROFILE',
    'LC_ALL',
    'LC_CTYPE',
    'LANG',
  ];
  const read = new Set(
    sources().flatMap((text) =>
      [...text.matchAll(/\benv\['([A-Z_]+)'\]|'(MEKHANIKUBE_[A-Z_]+)'/g)].map(([, read, named]) => read ?? named ?? ''),
    ),
  );
  expect(read.size).toBeGreaterThan(9);
  const missing = [...read]
    .filter((name) => !others.includes(name))
    .filter((name) => !page.includes(name) || !reference.includes(name));
  expect(missing).toEqual([]);
});

function sources(): readonly string[] {
  const src = join(ROOT, 'src');
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(join(src, path), 'utf8'));
}
