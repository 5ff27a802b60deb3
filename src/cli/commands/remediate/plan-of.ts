import { MekhanikubeError } from '../../../base/errors.ts';
import type { Run } from '../../../remedy/backup/run.ts';
import { type Plan, PlanSchema } from '../../../remedy/plan/plan.ts';
import type { Session } from './session.ts';

/** The plan of a run. @throws MekhanikubeError `state-integrity` where it is not there */
export function planIn(run: Run): Plan {
  const plan = run.readJson('plan.json', PlanSchema);
  if (plan === undefined) {
    throw new MekhanikubeError('state-integrity', `run ${run.id} has no plan`, {
      hint: 'plan again: mekhanikube remediate plan',
    });
  }
  return { ...plan, id: run.id };
}

/** @throws MekhanikubeError `denied` */
export function sameCluster(plan: Plan, { cluster }: Session): void {
  if (plan.cluster.uid === cluster.uid) return;
  // Who may not read kube-system knows the cluster by its address alone.
  const byAddress = [plan.cluster.uid, cluster.uid].some((uid) => uid.startsWith('server-'));
  if (byAddress && plan.cluster.server === cluster.server) return;
  throw new MekhanikubeError(
    'denied',
    `plan ${plan.id} is for the cluster at ${plan.cluster.label}, and this is ${cluster.label}`,
    {
      hint: 'name its context with --context',
    },
  );
}
