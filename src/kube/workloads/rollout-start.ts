import type { ObjectOf } from '../object.ts';

/**
 * How many pods more a rollout needs to begin; 0 where it can begin by removing one. A share of few replicas rounds to
 * none: of one replica nothing may be unavailable, where nobody says otherwise.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment
 */
export function surgeOf({ spec }: ObjectOf<'Deployment'>): number {
  const replicas = spec?.replicas ?? 1;
  if (replicas === 0 || spec?.paused === true || spec?.strategy?.type === 'Recreate') return 0;
  const { maxSurge = '25%', maxUnavailable = '25%' } = spec?.strategy?.rollingUpdate ?? {};
  if (share(maxUnavailable, replicas, Math.floor) > 0) return 0;
  // One is enough to begin with.
  return share(maxSurge, replicas, Math.ceil) > 0 ? 1 : 0;
}

function share(value: string | number, of: number, round: (value: number) => number): number {
  const text = String(value);
  return text.endsWith('%') ? round((Number.parseInt(text, 10) / 100) * of) : Number(text);
}
