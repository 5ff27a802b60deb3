import { durationText, timeMs } from '../kube/time.ts';

/** How long something has lasted when the cluster was read, like `14m`; undefined where nobody knows. */
export function ageText(since: string | null, takenAt: string): string | undefined {
  const [from, to] = [timeMs(since), timeMs(takenAt)];
  return from === undefined || to === undefined ? undefined : durationText(to - from);
}
