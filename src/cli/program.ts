import { basename } from 'node:path';
import { Command } from 'commander';
import { nearMisses } from '../base/near-miss.ts';
import { addAnalyze } from './grammar/analyze.ts';
import { addAsk } from './grammar/ask.ts';
import { addAudit } from './grammar/audit.ts';
import { addBackup } from './grammar/backup.ts';
import { addCache } from './grammar/cache.ts';
import { addChecks } from './grammar/checks.ts';
import { addCompletion } from './grammar/completion.ts';
import { addDiff } from './grammar/diff.ts';
import { addDoctor } from './grammar/doctor.ts';
import { addKubeconfig } from './grammar/kubeconfig.ts';
import { addModel } from './grammar/model.ts';
import { addPause } from './grammar/pause.ts';
import { addPolicy } from './grammar/policy.ts';
import { addRbac } from './grammar/rbac.ts';
import { addRemediate } from './grammar/remediate.ts';
import { addSnapshot } from './grammar/snapshot.ts';
import { addWhy } from './grammar/why.ts';

/** What a command gets from the process that runs it. */
export interface Runtime {
  readonly version: string;
  readonly argv: readonly string[];
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal;
  setExitCode(code: number): void;
}

const EXIT_CODES = `
Exit codes:
  0  nothing at or above --fail-on
  1  findings at or above --fail-on
  2  wrong usage
  3  the cluster or the recording could not be read
  4  internal error, no answer of a model that was required, or a report that could not be written or sent
  10  denied by a policy or a guard
  11  waiting for an approval
  12  an action failed and was rolled back
  13  a rollback is not whole: somebody has to look
  14  the state folder, a backup or the audit log is not what it should be
  130  interrupted`;

/** Builds the command line. Commands import what they run only when they run it, so that help is quick. */
export function createProgram(runtime: Runtime): Command {
  const program = new Command(invokedName(runtime.argv));
  program
    .description('Finds what is wrong in a Kubernetes cluster, cause first.')
    .version(runtime.version)
    .helpCommand('help [command]', 'print the help of a command')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(withSuggestion(text, program)) })
    .addHelpText('after', EXIT_CODES);
  addAnalyze(program, runtime);
  addWhy(program, runtime);
  addAsk(program, runtime);
  addSnapshot(program, runtime);
  addChecks(program, runtime);
  addDiff(program, runtime);
  addModel(program, runtime);
  addCache(program, runtime);
  addRemediate(program, runtime);
  addPolicy(program, runtime);
  addBackup(program, runtime);
  addAudit(program, runtime);
  addPause(program, runtime);
  addRbac(program);
  addDoctor(program, runtime);
  addKubeconfig(program, runtime);
  addCompletion(program, runtime);
  program.showHelpAfterError(seeHelp(program));
  for (const command of allCommands(program)) {
    command.exitOverride().copyInheritedSettings(program).showHelpAfterError(seeHelp(command));
  }
  return program;
}

/** What to do about a word that is missing or unknown, like the hints of our own errors. */
function seeHelp(command: Command): string {
  const names: string[] = [];
  for (let one: Command | null = command; one !== null; one = one.parent) names.unshift(one.name());
  return `  see what it takes: ${names.join(' ')} --help`;
}

/** Those of commands too: `model pull`. */
function allCommands({ commands }: Command): readonly Command[] {
  return commands.flatMap((command) => [command, ...allCommands(command)]);
}

/** Commander looks for flags like `--filtre=Pod`, value and all, and finds none. */
function withSuggestion(text: string, program: Command): string {
  const typed = /^error: unknown option '(--[^'=]+)=[^']*'\n$/.exec(text)?.[1];
  if (typed === undefined) return text;
  const flags = allCommands(program).flatMap((command) => command.options.map((known) => known.long ?? ''));
  const near = nearMisses(typed, flags, 1);
  return near.length === 0 ? text : `${text}(Did you mean ${near[0]}?)\n`;
}

/** `kubectl mekhanikube` where kubectl runs it as a plugin. */
function invokedName(argv: readonly string[]): string {
  return basename(argv[1] ?? '').startsWith('kubectl-') ? 'kubectl mekhanikube' : 'mekhanikube';
}
