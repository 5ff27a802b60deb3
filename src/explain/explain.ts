import { mapBounded } from '../base/map-bounded.ts';
import type { Prose } from '../checks/prose.generated.ts';
import type { Circumstances } from '../findings/circumstances.ts';
import type { Finding } from '../findings/finding.ts';
import { OUT_OF_TIME } from './ask-twice.ts';
import type { Entry } from './cache/store.ts';
import { askTask, entryFor, explainTask, type Task } from './explain-situation.ts';
import type { Explanation } from './explanation.ts';
import { knowledgeOf } from './knowledge/knowledge.ts';
import type { ModelFailure } from './model/backend.ts';
import { type Situation, situationOf } from './prompt/situation.ts';
import type { Session } from './session.ts';
import { builtIn, fits, toExplanation } from './to-explanation.ts';

/** A finding and what is known about it. */
export interface Subject {
  readonly finding: Finding;
  readonly prose: Prose;
  readonly circumstances: Circumstances;
}

/** Explanations, and what the model's server failed at. */
export interface Explained {
  /** By the finding's id: every finding has one. */
  readonly explanations: ReadonlyMap<string, Explanation>;
  /** The first failure; null where every question got an answer. */
  readonly failure: ModelFailure | null;
}

/** After so many failures in a row nobody believes in the next call. */
const PATIENCE = 3;
/** Failures that the next call would run into as well. */
const HOPELESS: readonly ModelFailure['kind'][] = ['unreachable', 'model-missing', 'interrupted'];

/** Explains findings with the built-in text alone; `note` says why, where a model was asked for. */
export function explainBuiltIn(subjects: readonly Subject[], note: string | null = null): Explained['explanations'] {
  return new Map(
    subjects.map(({ finding, prose }) => [finding.id, builtIn(knowledgeOf(finding, prose), note)] as const),
  );
}

/**
 * Explains findings with a model, worst first: one call for each situation, and none for one that is stored. What the
 * model cannot do in time, or says wrongly, has the built-in text instead.
 */
export async function explainFindings(subjects: readonly Subject[], session: Session): Promise<Explained> {
  const tasks = subjects.map(({ finding, prose, circumstances }) =>
    explainTask(situationOf(finding, prose, circumstances, { budget: session.evidenceTokens }), session),
  );
  const done = await entriesFor(tasks, session);
  // What was written about another object of the same problem may not fit this one: then it is asked about itself.
  const misfits = tasks.filter((task) => {
    const entry = done.entries.get(task.key);
    return entry !== undefined && !fits(entry, slotsOf(task));
  });
  const again = await entriesFor(
    misfits.map((task) => ({ ...task, key: task.ownKey })),
    session,
  );
  const explanations = subjects.map(({ finding, prose }, index): readonly [string, Explanation] => {
    const task = tasks[index];
    const knowledge = knowledgeOf(finding, prose);
    const entry = task && (again.entries.get(task.ownKey) ?? done.entries.get(task.key));
    if (task !== undefined && entry !== undefined)
      return [finding.id, toExplanation(entry, { ...slotsOf(task), language: session.language }, knowledge)];
    const failure = (task && done.failures.get(task.key)) ?? OUT_OF_TIME;
    return [finding.id, builtIn(knowledge, failure.message)];
  });
  const [failure = null] = [...done.failures.values(), ...again.failures.values()];
  return { explanations: new Map(explanations), failure };
}

function slotsOf({ situation, canonical }: Task): { readonly situation: Situation; readonly slots: readonly string[] } {
  return { situation, slots: canonical.slots };
}

/** Answers a question about one finding from its evidence. */
export async function answerQuestion(
  subject: Subject,
  question: string,
  session: Session,
): Promise<{
  readonly explanation: Explanation;
  readonly failure: ModelFailure | null;
}> {
  const { finding, prose, circumstances } = subject;
  const task = askTask(
    situationOf(finding, prose, circumstances, { withTimes: true, budget: session.evidenceTokens }),
    question,
    session,
  );
  const { entries, failures } = await entriesFor([task], session);
  const knowledge = knowledgeOf(finding, prose);
  const entry = entries.get(task.key);
  const failure = failures.get(task.key) ?? null;
  if (entry === undefined) return { explanation: builtIn(knowledge, failure?.message ?? null), failure };
  const { situation, canonical } = task;
  const { language } = session;
  return {
    explanation: toExplanation(entry, { situation, slots: canonical.slots, language }, knowledge),
    failure: null,
  };
}

interface Answers {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly failures: ReadonlyMap<string, ModelFailure>;
}

async function entriesFor(tasks: readonly Task[], session: Session): Promise<Answers> {
  const entries = new Map<string, Entry>();
  const failures = new Map<string, ModelFailure>();
  const byKey = new Map(tasks.toReversed().map((task) => [task.key, task]));
  const open = [...new Set(tasks.map(({ key }) => key))].flatMap((key) => byKey.get(key) ?? []);
  const run = { done: 0, inRow: 0, last: null as ModelFailure | null };
  await mapBounded(open, session.identity.parallel, async (task) => {
    const stored = session.refresh ? undefined : await session.store?.get(task.key);
    const report = (summary: string): void =>
      session.onProgress({ done: run.done, total: open.length, title: task.situation.finding.title, summary });
    if (stored === undefined) {
      const failure = run.last !== null && isHopeless(run.last, run.inRow) ? run.last : await askOne(task, report);
      if (failure?.kind !== 'not-asked') {
        run.inRow = failure === null ? 0 : run.inRow + 1;
        run.last = failure;
      }
      if (failure !== null) failures.set(task.key, failure);
    } else entries.set(task.key, stored);
    run.done++;
    report('');
  });
  return { entries, failures };

  async function askOne(task: Task, report: (summary: string) => void): Promise<ModelFailure | null> {
    report('');
    const result = await entryFor(task, session, report);
    if ('failure' in result) return result.failure;
    const { entry, keep } = result.made;
    entries.set(task.key, entry);
    if (keep) await session.store?.put(task.key, entry);
    return null;
  }
}

function isHopeless({ kind }: ModelFailure, inRow: number): boolean {
  return HOPELESS.includes(kind) || inRow >= PATIENCE;
}
