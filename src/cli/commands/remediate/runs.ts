import { MekhanikubeError } from '../../../base/errors.ts';
import { refText } from '../../../kube/object-ref.ts';
import type { Run } from '../../../remedy/backup/run.ts';
import type { JournalRecord } from '../../../remedy/journal/record.ts';
import { type Plan, PlanSchema } from '../../../remedy/plan/plan.ts';
import { planText } from '../../../report/plan-text.ts';
import { visible } from '../../../report/visible.ts';
import { EXIT } from '../../exit-codes.ts';
import { columns } from '../../ui/columns.ts';
import type { DisplayOptions } from '../../ui/terminal.ts';
import { writeStdout } from '../../ui/write.ts';
import { approvalsOf } from './approvals.ts';
import { layout } from './layout.ts';
import { planIn } from './plan-of.ts';
import { readState } from './state.ts';

/** The flags as they were typed. */
export interface RunsOptions extends DisplayOptions {
  readonly output: string;
  readonly limit?: string;
  readonly target?: string;
  readonly outcome?: string;
  readonly verbose?: boolean;
  readonly ascii?: boolean;
}

/** A plan or a run, as the list has it. */
interface Row {
  readonly run: string;
  /** Null where nothing of it can be read. */
  readonly created: string | null;
  readonly target: string;
  readonly actions: readonly string[];
  /** How it ended; `planned` before it begins, `open` while it runs or was interrupted, `damaged` where nobody can tell. */
  readonly outcome: string;
  readonly policy: string | null;
}

/** Prints plans and runs, newest first. @returns the exit code: 14 where one of them is damaged */
export async function listCommand(options: RunsOptions): Promise<number> {
  const { backups, journal } = readState(process.env);
  const records = new Map(journal.runs().map(({ run, records }) => [run, records]));
  const all = backups.allRuns().flatMap((run) => rowOf(run, records.get(run.id) ?? []));
  const rows = all
    .filter(({ target }) => options.target === undefined || target.toLowerCase().includes(options.target.toLowerCase()))
    .filter(({ outcome }) => options.outcome === undefined || outcome === options.outcome)
    .reverse()
    .slice(0, limitOf(options.limit));
  await writeStdout(options.output === 'json' ? `${JSON.stringify(rows, null, 2)}\n` : tableOf(rows));
  const damaged = all.filter(({ outcome }) => outcome === 'damaged');
  for (const { run } of damaged)
    process.stderr.write(`run ${run} is damaged: mekhanikube backup verify ${run} tells what of it\n`);
  return damaged.length === 0 ? EXIT.ok : EXIT.integrity;
}

function tableOf(rows: readonly Row[]): string {
  if (rows.length === 0) return 'There is no plan and no run.\n';
  const cells = rows.map(({ run, created, target, actions, outcome, policy }) => [
    run,
    created?.slice(0, 19) ?? '',
    outcome,
    target,
    actions.join(', '),
    policy ?? '',
  ]);
  return columns([['RUN', 'CREATED', 'OUTCOME', 'TARGET', 'ACTIONS', 'POLICY'], ...cells]);
}

function limitOf(text: string | undefined): number {
  const limit = Number(text ?? 50);
  if (Number.isInteger(limit) && limit > 0) return limit;
  throw new MekhanikubeError('usage', `--limit: "${text}" is no number of runs`, { hint: 'for example 20' });
}

/** One that is damaged must not hide the others. */
function rowOf(run: Run, records: readonly JournalRecord[]): readonly Row[] {
  return unlessDamaged(() => wholeRowOf(run, records)) ?? [damagedRow(run)];
}

/** Its header may still tell what it was about. */
function damagedRow(run: Run): Row {
  const header = unlessDamaged(() => run.header());
  const target = (header?.targets ?? []).map(({ ref }) => refText(ref)).join(', ');
  return { run: run.id, created: header?.created ?? null, target, actions: [], outcome: 'damaged', policy: null };
}

function unlessDamaged<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof MekhanikubeError && thrown.code === 'state-integrity') return undefined;
    throw thrown;
  }
}

function wholeRowOf(run: Run, records: readonly JournalRecord[]): readonly Row[] {
  const plan = run.readJson('plan.json', PlanSchema);
  if (plan === undefined) return [];
  const { createdAt, target, steps, origin } = plan;
  return [
    {
      run: run.id,
      created: createdAt,
      target: refText(target),
      actions: steps.map(({ action }) => action),
      outcome: outcomeOf(run, records),
      policy: origin.policy?.name ?? null,
    },
  ];
}

/** How a run stands: what was done to it later counts more than how it was sealed. */
export function outcomeOf(run: Run, records: readonly JournalRecord[]): string {
  const last = records.findLast(({ type }) => type === 'DONE');
  // What was only refused for now can still be applied.
  if (last?.type === 'DONE') return last.outcome === 'abandoned' && !run.isSealed() ? 'planned' : last.outcome;
  const sealed = run.manifest()?.outcome;
  if (sealed !== undefined) return sealed;
  return records.length > 0 ? 'open' : 'planned';
}

/** Prints one run: its plan, what happened, who approved. */
export async function showCommand(id: string, options: RunsOptions): Promise<void> {
  const { backups, journal } = readState(process.env);
  const run = backups.findRun(id);
  const plan = planIn(run);
  const records = journal.runs().find((known) => known.run === run.id)?.records ?? [];
  const approvals = approvalsOf(run);
  const outcome = outcomeOf(run, records);
  const denied = outcome === 'planned' ? lastDenial(records) : null;
  if (options.output === 'json') {
    return writeStdout(
      `${JSON.stringify({ run: run.id, outcome, lastDenial: denied, plan, approvals, records, manifest: run.manifest() ?? null }, null, 2)}\n`,
    );
  }
  const happened = records.map((record) => [record.at.slice(0, 19), record.type, whatOf(record)]);
  const approved = approvals.map(({ user, decision, at, planHash }) => [
    at,
    decision,
    `${user}${planHash === plan.hash ? '' : ' (for another plan)'}`,
  ]);
  const parts = [
    planText([plan], layout(options)),
    `outcome: ${outcome}\n`,
    ...(denied === null ? [] : [`last refused at ${denied.at}: ${visible(denied.reason)}\n`]),
    ...(approved.length === 0 ? [] : [columns(approved)]),
    ...(happened.length === 0 ? [] : [columns(happened)]),
    whatNext(plan, outcome, denied !== null),
  ];
  return writeStdout(parts.filter((part) => part !== '').join('\n'));
}

/** Why the last \`apply\` did nothing: what was refused for now is still planned. */
function lastDenial(records: readonly JournalRecord[]): { readonly at: string; readonly reason: string } | null {
  const last = records.findLast(({ type }) => type === 'DONE');
  return last?.type === 'DONE' && last.outcome === 'abandoned' ? { at: last.at, reason: last.reason } : null;
}

function whatOf(record: JournalRecord): string {
  const step = 'step' in record ? `${record.step}${'write' in record ? ` write ${record.write}` : ''}` : '';
  const reason = 'reason' in record ? record.reason : '';
  const outcome = record.type === 'DONE' ? record.outcome : '';
  return [step, outcome, reason].filter((part) => part !== '').join(': ');
}

function whatNext({ id }: Plan, outcome: string, wasDenied: boolean): string {
  switch (outcome) {
    case 'planned':
      return `${wasDenied ? 'Apply it when that is out of the way' : 'Apply it'}: mekhanikube remediate apply ${id}\n`;
    case 'open':
      return 'It was interrupted, or is running: mekhanikube recover ends it.\n';
    case 'succeeded':
      return `Take it back: mekhanikube remediate rollback ${id}\n`;
    default:
      return '';
  }
}
