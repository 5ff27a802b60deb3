import type { Command, Option } from 'commander';
import { PROFILES } from '../../checks/define-check.ts';
import { LANGUAGES } from '../../explain/explanation.ts';
import { SEVERITIES } from '../../findings/severity.ts';
import { KINDS } from '../../kube/kinds.ts';
import { writeStdout } from '../ui/write.ts';

/** What could stand at the cursor, and a word about it. */
interface Candidate {
  readonly text: string;
  readonly about?: string;
}

/** A namespace list that takes longer is no help to somebody who types. */
const PATIENCE_MS = 250;

/** How the shell's side wants them. */
export interface CompleteOptions {
  /** kubectl asks, for one of its plugins. */
  readonly kubectl?: boolean;
}

/**
 * Prints the candidates for the last word, one a line, with a description after a tab.
 *
 * Says nothing rather than fail: an error in the middle of a command line helps nobody.
 */
export async function complete(words: readonly string[], options: CompleteOptions, program: Command): Promise<void> {
  const last = words.at(-1) ?? '';
  const found = await candidatesFor(words, program).catch(() => []);
  const matching = found.filter(({ text }) => text.startsWith(last));
  const text = options.kubectl ? forKubectl(matching, last) : matching.map(lineOf).join('');
  if (text !== '') await writeStdout(text);
}

function lineOf({ text, about }: Candidate): string {
  return about === undefined ? `${text}\n` : `${text}\t${about}\n`;
}

/** What a shell does besides. @see https://pkg.go.dev/github.com/spf13/cobra#ShellCompDirective */
const FILES = 0;
const NO_SPACE = 2;
const NO_FILES = 4;

/** kubectl puts `--flag=` before the values itself, and reads from the last line what the shell should do besides. */
function forKubectl(matching: readonly Candidate[], last: string): string {
  const flag = /^--[^=]+=/.exec(last)?.[0] ?? '';
  const lines = matching.map(({ text, ...rest }) => lineOf({ text: text.slice(flag.length), ...rest }));
  const unfinished = matching.length > 0 && matching.every(({ text }) => text.endsWith('/'));
  const directive = matching.length === 0 ? FILES : unfinished ? NO_FILES + NO_SPACE : NO_FILES;
  return `${lines.join('')}:${directive}\n`;
}

async function candidatesFor(words: readonly string[], program: Command): Promise<readonly Candidate[]> {
  const commands = program.commands.filter((command) => !command.name().startsWith('__'));
  const before = words.slice(0, -1);
  const last = words.at(-1) ?? '';
  const outer = commands.find((candidate) => before.includes(candidate.name()));
  const command = outer?.commands.find((candidate) => before.includes(candidate.name())) ?? outer;
  if (command === undefined) {
    if (before[0] === 'help' || before.length === 0) {
      const names = commands.map((candidate) => ({ text: candidate.name(), about: candidate.description() }));
      return before.length === 0 ? [...names, ...flagsOf(program)] : names;
    }
    return [];
  }
  const [flag, typed] = last.startsWith('--') && last.includes('=') ? last.split(/=(.*)/s) : [before.at(-1), undefined];
  const option = command.options.find((candidate) => flag === candidate.long || flag === candidate.short);
  if (option?.required) {
    const values = await valuesOf(option, words);
    return typed === undefined ? values : values.map(({ text, ...rest }) => ({ text: `${flag}=${text}`, ...rest }));
  }
  if (last.startsWith('-')) return flagsOf(command);
  const inner = command.commands.map((one) => ({ text: one.name(), about: one.description() }));
  // Only of those that take a word besides their own commands, like `checks [id]`.
  return [...inner, ...(command === outer ? await argumentsOf(command.name(), last) : [])];
}

function flagsOf(command: Command): readonly Candidate[] {
  return command.options
    .filter(({ hidden }) => !hidden)
    .map(({ long, short, description }) => ({ text: long ?? short ?? '', about: description }));
}

async function valuesOf(option: Option, words: readonly string[]): Promise<readonly Candidate[]> {
  if (option.argChoices !== undefined) return option.argChoices.map((text) => ({ text }));
  switch (option.attributeName()) {
    case 'severity':
      return SEVERITIES.map((text) => ({ text }));
    case 'failOn':
      return [...SEVERITIES, 'never'].map((text) => ({ text }));
    case 'language':
      return LANGUAGES.map((text) => ({ text }));
    case 'backend':
      return ['ollama', 'openai'].map((text) => ({ text }));
    case 'model':
      return (await installedModels()).map((text) => ({ text }));
    case 'filter':
      return Object.values(KINDS).map(({ kind }) => ({ text: kind }));
    case 'output': {
      const { FORMAT_NAMES } = await import('../../report/formats.ts');
      return FORMAT_NAMES.map((text) => ({ text }));
    }
    case 'profile':
      return PROFILES.map((text) => ({ text }));
    case 'context': {
      const { listContexts } = await import('../../cluster/index.ts');
      return (await listContexts(valueAfter(words, '--kubeconfig'))).map((text) => ({ text }));
    }
    case 'namespace':
      return (await namespaces(words)).map((text) => ({ text }));
    default:
      return [];
  }
}

async function installedModels(): Promise<readonly string[]> {
  const { listModels } = await import('../../explain/models/list-models.ts');
  const { ollamaAddress } = await import('./model-list.ts');
  const models = await listModels(ollamaAddress({}), { signal: AbortSignal.timeout(PATIENCE_MS) });
  return models.map(({ name }) => name);
}

async function namespaces(words: readonly string[]): Promise<readonly string[]> {
  const { connect, listNamespaces } = await import('../../cluster/index.ts');
  const kubeconfig = valueAfter(words, '--kubeconfig');
  const context = valueAfter(words, '--context');
  const connection = await connect({
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(context === undefined ? {} : { context }),
    requestTimeoutMs: PATIENCE_MS,
  });
  try {
    return await listNamespaces(connection);
  } finally {
    connection.close();
  }
}

async function argumentsOf(command: string, last: string): Promise<readonly Candidate[]> {
  if (command === 'completion') return ['bash', 'zsh', 'fish'].map((text) => ({ text }));
  if (command === 'checks') {
    const { CHECKS, SCAN_CHECKS } = await import('../../checks/index.ts');
    return [...CHECKS, ...SCAN_CHECKS].map(({ id, title }) => ({ text: id, about: title }));
  }
  if ((command !== 'analyze' && command !== 'why') || last.includes('/')) return [];
  return Object.values(KINDS).map(({ kind, shortNames }) => ({
    text: `${shortNames[0] ?? kind.toLowerCase()}/`,
    about: kind,
  }));
}

function valueAfter(words: readonly string[], flag: string): string | undefined {
  const at = words.indexOf(flag);
  if (at >= 0) return words[at + 1];
  return words.find((word) => word.startsWith(`${flag}=`))?.slice(flag.length + 1);
}
