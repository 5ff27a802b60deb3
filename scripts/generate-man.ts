import type { Command } from 'commander';
import { createProgram } from '../src/cli/program.ts';
import { commandTable } from './manual/command-table.ts';
import { commandsPage } from './manual/markdown.ts';
import { manPage } from './manual/roff.ts';

/** The manual page and the reference of all commands, by path. Both come from the commands as the program has them. */
export function manualFiles(program: Command = theProgram()): ReadonlyMap<string, string> {
  const table = commandTable(program);
  return new Map([
    ['man/mekhanikube.1', manPage(table)],
    ['docs/reference/commands.md', commandsPage(table)],
  ]);
}

function theProgram(): Command {
  return createProgram({ version: '', argv: [], signal: new AbortController().signal, setExitCode: () => {} });
}
