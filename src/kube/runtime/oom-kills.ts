import { type ContainerView, containersOf } from '../containers.ts';
import { isComplete } from '../jobs/jobs.ts';
import type { ObjectOf, Pod } from '../object.ts';
import { controllerOf } from '../owners.ts';
import { isTerminating } from '../pods.ts';
import { hasStumbled } from '../startup/waiting.ts';
import { DAY_MS } from '../time.ts';
import { type End, isLooping, lastEndOf } from './ends.ts';

/** A container that has run this long since its kill is well again. */
const HISTORY_MS = 7 * DAY_MS;
/** As long as job-failed speaks of a failed Job. */
const FAILED_POD_MS = 3 * DAY_MS;

/** A container that was killed for its memory use, and that is worth a word. */
export interface OomKill {
  readonly container: ContainerView;
  readonly end: End;
  readonly ageMs: number;
  /** True where its pod failed with it. */
  readonly failed: boolean;
  readonly looping: boolean;
  /** True where it runs again, for now. */
  readonly running: boolean;
}

interface View {
  readonly takenAtMs: number;
  age(timestamp: string | null): number;
  get(kind: 'Job', namespace: string, name: string): { readonly state: string; readonly object?: ObjectOf<'Job'> };
}

/** The containers of a pod whose last run was ended for its memory use, but for what is long over or made up for. */
export function oomKillsOf(pod: Pod, view: View): readonly OomKill[] {
  if (!hasStumbled(pod) || isTerminating(pod) || pod.status?.phase === 'Succeeded') return [];
  const failed = pod.status?.phase === 'Failed';
  return containersOf(pod).flatMap((container): OomKill[] => {
    const end = lastEndOf(container.status);
    if (end?.reason !== 'OOMKilled') return [];
    const ageMs = view.age(end.finishedAt);
    if (ageMs >= (failed ? FAILED_POD_MS : HISTORY_MS) || (failed && isOfCompleteJob(pod, view))) return [];
    const looping = isLooping(container, pod, view.takenAtMs);
    const running = !looping && container.status?.state?.running !== undefined;
    return [{ container, end, ageMs, failed, looping, running }];
  });
}

function isOfCompleteJob(pod: Pod, view: View): boolean {
  const owner = controllerOf(pod);
  const job = owner?.kind === 'Job' ? view.get('Job', pod.metadata.namespace ?? '', owner.name).object : undefined;
  return job !== undefined && isComplete(job);
}
