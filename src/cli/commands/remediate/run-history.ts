import type { Run } from '../../../remedy/backup/run.ts';
import { readHistory, withAttempt, writeHistory } from '../../../remedy/history/history.ts';
import type { Mandate } from '../../../remedy/plan/guarding.ts';
import type { Plan } from '../../../remedy/plan/plan.ts';
import { diskKeeper } from '../../../remedy/run/disk-keeper.ts';
import type { RunResult } from '../../../remedy/run/finish.ts';
import type { Attempt } from '../../../remedy/safeguards/attempt.ts';
import { giveBackTokens, rateScopes, takeTokens } from '../../../remedy/safeguards/tokens.ts';
import { momentNow } from './remembered.ts';
import type { Session } from './session.ts';
import type { Books } from './state.ts';

/** Where it is kept, and of which cluster. */
interface Kept {
  readonly session: Session;
  readonly books: Books;
}

/** Notes in the history that a run begins, and takes its token. */
export function begun(run: Run, plan: Plan, mandate: Mandate, { books, session }: Kept): void {
  const cluster = session.cluster.uid;
  const attempt = attemptOf(run, plan, mandate);
  const history = readHistory(books.state, cluster);
  const scopes = scopesOf(attempt, mandate);
  const taken = takeTokens(history.buckets, scopes, momentNow());
  const buckets = taken ?? history.buckets;
  writeHistory(books.state, cluster, withAttempt({ ...history, buckets }, { ...attempt, holdsToken: taken !== null }));
}

/** Notes how it ended, gives its token back where nothing was sent, and seals its backup. */
export function ended(run: Run, result: RunResult, stage: Kept, mandate: Mandate | null = null): void {
  const { books, session } = stage;
  const cluster = session.cluster.uid;
  const history = readHistory(books.state, cluster);
  const attempt = history.attempts.find((one) => one.run === run.id);
  const isWithdrawn = result.outcome === 'abandoned' || result.outcome === 'cancelled';
  if (attempt !== undefined) {
    const outcome = isWithdrawn ? 'withdrawn' : result.outcome === 'succeeded' ? 'succeeded' : 'failed';
    const buckets =
      isWithdrawn && mandate !== null && attempt.holdsToken === true
        ? giveBackTokens(history.buckets, scopesOf(attempt, mandate), momentNow())
        : history.buckets;
    writeHistory(
      books.state,
      cluster,
      withAttempt(
        { ...history, buckets },
        { ...attempt, outcome, endedAt: momentNow(), ended: { as: result.outcome, reason: result.reason } },
      ),
    );
  }
  // What only waits, for an approval or a window, can be applied later.
  if (result.outcome !== 'abandoned') sealRun(run, result, stage);
}

/** Seals a run's backup: from then on it is over. */
export function sealRun(run: Run, result: RunResult, { books, session }: Kept): void {
  if (run.isSealed()) return;
  const { steps } = diskKeeper(run, books, session.actor.user).plan;
  run.seal({
    outcome: result.outcome,
    executed: new Date().toISOString(),
    steps: steps.map(({ id, action, risk }) => ({
      id,
      action,
      risk,
      outcome: result.steps.find((step) => step.id === id)?.state ?? 'not begun',
    })),
  });
}

function attemptOf(run: Run, { steps }: Plan, mandate: Mandate): Attempt {
  const [target] = run.header().targets;
  return {
    run: run.id,
    policy: mandate.mode?.name ?? null,
    target: target?.uid ?? '',
    namespace: target?.ref.namespace ?? null,
    startedAt: momentNow(),
    endedAt: null,
    outcome: 'running',
    does: steps.map(({ signature }) => signature),
  };
}

function scopesOf({ policy, namespace }: Attempt, { safeguards }: Mandate) {
  return rateScopes({ policy, namespace }, { policy: safeguards.rate?.limit ?? null, namespace: null, cluster: null });
}
