import { MekhanikubeError } from '../../base/errors.ts';
import { groupsWithoutUser } from '../../cluster/access/impersonation.ts';
import { waitMs } from '../../config/duration.ts';
import type { Facts } from '../../doctor/facts.ts';
import { linesOf } from '../../doctor/lines.ts';
import { type Outcome, outcomeOf } from '../../doctor/outcome.ts';
import { doctorText } from '../../report/doctor-text.ts';
import { EXIT } from '../exit-codes.ts';
import type { Runtime } from '../program.ts';
import { createProgress } from '../ui/progress.ts';
import { type DisplayOptions, terminalOf } from '../ui/terminal.ts';
import { writeStdout } from '../ui/write.ts';
import type { Asked } from './doctor/gather-facts.ts';

/** The flags as they were typed. */
export interface DoctorOptions extends DisplayOptions {
  readonly output: string;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly namespace?: readonly string[];
  readonly as?: string;
  readonly asGroup?: readonly string[];
  readonly requestTimeout: string;
  readonly baseUrl?: string;
  readonly model?: string;
  readonly ascii?: boolean;
  readonly quiet?: boolean;
}

const EXIT_CODES: Readonly<Record<Outcome, number>> = {
  healthy: EXIT.ok,
  failing: EXIT.findings,
  'cluster-unreadable': EXIT.unreadable,
};
/** For what is still being waited for when all is said: a plugin or a program that hangs. */
const LINGER_MS = 300;

/**
 * Looks at what the tool needs and prints a line for each thing.
 *
 * @returns the exit code
 * @throws MekhanikubeError `usage`
 */
export async function doctor(options: DoctorOptions, runtime: Runtime): Promise<number> {
  const asked = askedBy(options, runtime);
  const { gatherFacts } = await import('./doctor/gather-facts.ts');
  const terminal = terminalOf(process.stdout, options, process.env);
  const progress = createProgress(
    terminalOf(process.stderr, options, process.env),
    options.quiet ?? false,
    'Looking at the cluster and at this machine',
  );
  const facts = await gatherFacts(asked, terminal).finally(() => progress.stop());
  const lines = linesOf(facts, new Date());
  const text =
    options.output === 'json'
      ? `${JSON.stringify({ apiVersion: 'mekhanikube.io/v1', kind: 'Doctor', lines, permissions: matrixOf(facts) }, null, 2)}\n`
      : doctorText(lines, { ...terminal, ascii: options.ascii ?? false, verbose: false });
  await writeStdout(text);
  const exitCode = EXIT_CODES[outcomeOf(lines)];
  setTimeout(() => process.exit(exitCode), LINGER_MS).unref();
  return exitCode;
}

/** Null where the rights are not known. */
function matrixOf({ permissions }: Facts) {
  if (permissions.state !== 'known' || permissions.facts.permissions.state !== 'known') return null;
  const { user, namespaces, matrix } = permissions.facts.permissions;
  return { user, namespaces, matrix };
}

function askedBy(options: DoctorOptions, { signal, version }: Runtime): Asked {
  if (options.as === undefined && (options.asGroup ?? []).length > 0) {
    throw groupsWithoutUser();
  }
  return {
    cluster: {
      kubeconfig: options.kubeconfig,
      context: options.context,
      as: options.as,
      asGroup: options.asGroup,
      requestTimeoutMs: waitMs(options.requestTimeout, '--request-timeout'),
    },
    namespaces: namespacesIn(options.namespace ?? []),
    model: { baseUrl: options.baseUrl ?? null, name: options.model ?? null },
    env: process.env,
    toolVersion: version,
    signal,
  };
}

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names */
const NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

function namespacesIn(typed: readonly string[]): readonly string[] | null {
  const names = typed.flatMap((value) => value.split(',')).map((value) => value.trim());
  const wrong = names.find((name) => !NAME.test(name));
  if (wrong === undefined) return names.length === 0 ? null : [...new Set(names)];
  throw new MekhanikubeError('usage', `--namespace: "${wrong}" is no name of a namespace`, {
    hint: 'the doctor takes names, and no globs: rights are given for one namespace or for all',
  });
}
