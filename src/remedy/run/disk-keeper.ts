import { z } from 'zod';
import { MekhanikubeError } from '../../base/errors.ts';
import type { KubeObject } from '../../kube/object.ts';
import { refKey, refOf } from '../../kube/object-ref.ts';
import type { Audit } from '../audit/audit.ts';
import type { AuditEvent } from '../audit/record.ts';
import type { Run } from '../backup/run.ts';
import type { Journal } from '../journal/journal.ts';
import type { Happening } from '../journal/record.ts';
import { type Plan, type PlannedWrite, PlannedWriteSchema, PlanSchema } from '../plan/plan.ts';
import type { Keeper } from './keeper.ts';

/** Where a run writes things down. */
export interface Books {
  readonly journal: Journal;
  readonly audit: Audit;
}

/** Happenings that are told in the audit log, too, by the names they have there. */
const AUDITED: Readonly<Partial<Record<Happening['type'], string>>> = {
  PLANNED: 'run-begun',
  EXECUTING: 'write-begun',
  EXECUTED: 'write-executed',
  VERIFIED: 'step-verified',
  VERIFY_FAILED: 'step-not-verified',
  ROLLBACK_INTENT: 'rollback-begun',
  ROLLED_BACK: 'rolled-back',
  ROLLBACK_BLOCKED: 'rollback-blocked',
  CONFLICT: 'conflict',
  ABANDONED: 'run-abandoned',
  CANCELLED: 'run-cancelled',
  REVERTED: 'reverted',
  DONE: 'run-ended',
};

const Writes = z.array(PlannedWriteSchema);
const AnswerNote = z.object({ write: PlannedWriteSchema, hasObject: z.boolean() });

/**
 * Keeps a run in the state folder.
 *
 * @throws MekhanikubeError `state-integrity` where its plan is missing or damaged
 */
export function diskKeeper(run: Run, { journal, audit }: Books, actor: string): Keeper {
  const plan = planOf(run);
  const all = journal.runs().find((known) => known.run === run.id)?.records ?? [];
  // A plan that was refused for now, or is taken back later, begins anew.
  const happened: Happening[] = all.slice(all.findLastIndex(({ type }) => type === 'DONE') + 1);
  const notePath = (step: string, index: number) => `steps/${step}/answer-${index}.json`;
  return {
    runId: run.id,
    plan,
    happened: () => happened,
    ended: () => all.findLast((record) => record.type === 'DONE') ?? null,
    async record(happening) {
      const event = AUDITED[happening.type];
      // Who did what must be known before it is done: an audit log that cannot be written stops the run.
      if (event !== undefined) audit.append(auditEvent(event, happening, plan, actor));
      journal.append(run.id, happening);
      happened.push(happening);
    },
    async keepKnown(ids) {
      run.writeJson('known.json', ids);
    },
    async readKnown() {
      return new Set(run.readJson('known.json', z.array(z.string())) ?? []);
    },
    async backUp(step, { target, writes, before }) {
      run.reopenStep(step);
      run.writeJson(`steps/${step}/forward.json`, writes);
      if (target !== null) run.backUp(step, { in: 'related' }, target);
      before.forEach((object, index) => {
        if (object !== null) run.backUp(step, { in: 'before', write: index }, object);
      });
      return run.sealStep(step);
    },
    async keepAnswer(step, index, write, object) {
      if (object !== null) run.backUp(step, { in: 'after', write: index }, object);
      run.writeJson(notePath(step, index), { write, hasObject: object !== null });
    },
    async readBackup(step) {
      const writes = run.readJson(`steps/${step}/forward.json`, Writes);
      if (writes === undefined) return { target: null, writes: [], before: [] };
      const answered = writes.map((write, index) => run.readJson(notePath(step, index), AnswerNote)?.write ?? write);
      const before = writes.map((_, index) => run.objects(step, { in: 'before', write: index })[0] ?? null);
      const wanted = plan.steps.find(({ id }) => id === step)?.target;
      const related = run.objects(step, { in: 'related' });
      const target = related.find((object) => wanted !== undefined && refKey(refOf(object)) === refKey(wanted)) ?? null;
      return { target, writes: answered, before };
    },
    async readAnswers(step) {
      const count = run.readJson(`steps/${step}/forward.json`, Writes)?.length ?? 0;
      const answers = new Map<number, KubeObject | null>();
      for (let index = 0; index < count; index++) {
        const note = run.readJson(notePath(step, index), AnswerNote);
        if (note !== undefined) answers.set(index, run.objects(step, { in: 'after', write: index })[0] ?? null);
      }
      return answers;
    },
  };
}

function planOf(run: Run): Plan {
  const plan = run.readJson('plan.json', PlanSchema);
  if (plan !== undefined) return plan;
  throw new MekhanikubeError('state-integrity', `run ${run.id} has no plan`, {
    hint: `see what is left of it: mekhanikube backup verify ${run.id}`,
  });
}

function auditEvent(event: string, happening: Happening, plan: Plan, actor: string): AuditEvent {
  const { namespace, kind, name } = plan.target;
  return {
    actor,
    event,
    runId: plan.id,
    target: namespace === null ? `${kind} ${name}` : `${kind} ${namespace}/${name}`,
    planHash: plan.hash,
    reason: reasonOf(happening),
    ...('step' in happening && happening.type === 'EXECUTED' ? { afterHash: happening.responseHash } : {}),
  };
}

function reasonOf(happening: Happening): string | null {
  if (happening.type === 'DONE') return `${happening.outcome}: ${happening.reason}`;
  return 'reason' in happening ? happening.reason : null;
}

/** The writes of a step that were answered, as they are on disk: for runs whose journal is long gone. */
export async function madeWrites(
  keeper: Keeper,
  step: string,
): Promise<readonly { readonly index: number; readonly write: PlannedWrite }[]> {
  const [backup, answers] = [await keeper.readBackup(step), await keeper.readAnswers(step)];
  return [...answers.keys()].flatMap((index) => {
    const write = backup.writes[index];
    return write === undefined ? [] : [{ index, write }];
  });
}
