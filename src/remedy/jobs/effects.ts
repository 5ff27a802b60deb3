import type { ObjectOf } from '../../kube/object.ts';
import type { Effects } from '../action.ts';
import { podRequestsOf, podTotals } from '../workloads/demand.ts';

/** What one more Job needs: all pods that it runs at once, and itself. */
export function newJobEffects(job: ObjectOf<'Job'>['spec'], ranges: readonly ObjectOf<'LimitRange'>[]): Effects {
  const spec = job?.template?.spec ?? {};
  const pods = job?.parallelism ?? 1;
  const totals = Object.entries(podTotals(spec, ranges)).map(([name, amount]) => [name, amount * pods] as const);
  return {
    podsDisrupted: 0,
    demand: { ...Object.fromEntries(totals), 'count/jobs.batch': 1 },
    podRequests: podRequestsOf(spec, ranges),
  };
}
