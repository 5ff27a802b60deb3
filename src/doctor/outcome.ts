import type { Line } from './line.ts';

/** What the lines come to. */
export type Outcome = 'healthy' | 'cluster-unreadable' | 'failing';

/** Without a cluster that can be read, nothing else matters; a warning keeps nothing from working. */
export function outcomeOf(lines: readonly Line[]): Outcome {
  const failing = lines.filter(({ status }) => status === 'fail');
  if (failing.some(({ area }) => area === 'cluster' || area === 'permissions')) return 'cluster-unreadable';
  return failing.length > 0 ? 'failing' : 'healthy';
}
