import { DAY_MS, durationText } from '../../kube/time.ts';
import type { Plan, PlannedStep } from '../plan/plan.ts';
import { type Attempt, momentOf } from '../safeguards/attempt.ts';
import { elapsedMs, type Moment } from '../safeguards/moment.ts';

/** What was done a week ago says little about today. */
const RECENT_MS = 7 * DAY_MS;

/**
 * A plan whose steps say where the very same was done before: the same values, over the same values, on the same object.
 *
 * Who is offered a step again has to know that it did not help, or did not last.
 */
export function withPast(plan: Plan, attempts: readonly Attempt[], now: Moment): Plan {
  const noted = (step: PlannedStep): PlannedStep => {
    const earlier = attempts.findLast((attempt) => isOver(attempt) && isSame(attempt, step));
    if (earlier === undefined) return step;
    const ageMs = elapsedMs(momentOf(earlier), now);
    return ageMs > RECENT_MS ? step : { ...step, notes: [pastText(earlier, ageMs, plan), ...step.notes] };
  };
  return { ...plan, steps: plan.steps.map(noted), fallback: plan.fallback.map(noted) };
}

function isOver({ outcome }: Attempt): boolean {
  return outcome === 'succeeded' || outcome === 'failed';
}

/** Telling somebody may be done again and again. */
function isSame({ does = [] }: Attempt, { signature, writes }: PlannedStep): boolean {
  return signature !== '' && writes.length > 0 && does.includes(signature);
}

function pastText({ run, outcome, ended }: Attempt, ageMs: number, { origin }: Plan): string {
  const succeeded = origin.finding === null ? 'succeeded' : 'helped, and the trouble is back';
  const failed = ended === undefined ? 'did not help' : `ended as ${ended.as} (${ended.reason})`;
  const how = outcome === 'succeeded' ? succeeded : failed;
  return `the same was done ${durationText(ageMs)} ago and ${how}: mekhanikube remediate show ${run}`;
}
