import { z } from 'zod';
import type { ObjectOf, Pod } from '../../kube/object.ts';
import { isActive, isReady } from '../../kube/pods.ts';
import { selectorMatches } from '../../kube/selectors.ts';
import { durationText, MINUTE_MS, timeMs } from '../../kube/time.ts';
import { isObserved, isOf } from '../../kube/workloads/workloads.ts';
import { defineAction, type Refusal } from '../action.ts';
import type { ListRead } from '../live/reader.ts';
import { paramFlag } from '../objects/param-flag.ts';
import { rolloutProgress, whatIsMissing } from '../workloads/rollout-progress.ts';
import { unavailableOf } from '../workloads/strategy.ts';
import {
  lookAtRollout,
  proposeTemplateChange,
  ROLLOUT_PARAMS,
  type RolloutFacts,
} from '../workloads/template-change.ts';
import {
  ROLLOUT_RIGHTS,
  right,
  textOf,
  unreadable,
  WORKLOAD_KINDS,
  type Workload,
  wantedPods,
  workloadOf,
} from '../workloads/workload.ts';
import type { Segment } from '../write.ts';

/** The annotation that `kubectl rollout restart` sets, so that both count for each other. */
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';
const PATH: readonly Segment[] = ['spec', 'template', 'metadata', 'annotations', RESTARTED_AT];

const params = z.strictObject({
  notWithinMinutes: z
    .int()
    .min(0)
    .max(10_080)
    .optional()
    .describe('how long ago the last restart must be; 10 minutes if absent'),
  allowOutage: z.boolean().optional().describe('restart even if no pod may be left meanwhile; false if absent'),
  ...ROLLOUT_PARAMS,
});

interface Facts extends RolloutFacts {
  readonly budgets: ListRead<ObjectOf<'PodDisruptionBudget'>>;
}

export const rolloutRestart = defineAction({
  id: 'rollout.restart',
  title: 'Replace all pods, with the same template',
  on: WORKLOAD_KINDS,
  risk: 'R3',
  rights: [...ROLLOUT_RIGHTS, right('policy', 'poddisruptionbudgets', 'list')],
  source: 'https://kubernetes.io/docs/reference/kubectl/generated/kubectl_rollout/kubectl_rollout_restart/',
  params,
  example: { notWithinMinutes: 30 },
  look: async ({ target, reader }): Promise<Facts> => ({
    ...(await lookAtRollout({ target, reader })),
    budgets: await reader.list('PodDisruptionBudget', target.metadata.namespace ?? null),
  }),
  propose: ({ target, params, facts, now }) => {
    const workload = workloadOf(target);
    return proposeTemplateChange({
      workload,
      facts,
      edits: [{ path: PATH, value: now.toISOString() }],
      after: workload.spec?.template?.spec ?? {},
      deleteStuckPods: params.deleteStuckPods === true,
      refusals: [
        ...stateRefusals(workload),
        ...recentRefusals(workload, (params.notWithinMinutes ?? 10) * MINUTE_MS, now),
        ...(params.allowOutage === true ? [] : outageRefusals(workload, facts.pods)),
        ...budgetRefusals(workload, facts.budgets),
      ],
      summary: `restart ${textOf(workload)}`,
      // The time that is written is that of the execution, not that of the plan.
      signature: 'restart',
      wayBack:
        'While it has failed and old pods are still ready, the old annotation leads back to them; after success ' +
        'nothing is to be taken back, and doing so would replace all pods once more',
    });
  },
  verify: rolloutProgress,
});

function stateRefusals(workload: Workload): readonly Refusal[] {
  const name = textOf(workload);
  if (wantedPods(workload) === 0) return [{ id: 'no-replicas', reason: `${name} wants no pod` }];
  if (!isObserved(workload))
    return [{ id: 'rollout-in-progress', reason: `the controller of ${name} is behind its spec` }];
  if (!isOnTheWay(workload)) return [];
  return [{ id: 'rollout-in-progress', reason: `${name} is in the middle of a rollout: ${whatIsMissing(workload)}` }];
}

/** Pods that are not ready are what a restart is for; pods of two templates are a rollout. */
function isOnTheWay(workload: Workload): boolean {
  if (isOf(workload, 'Deployment')) {
    const { replicas = 0, updatedReplicas = 0 } = workload.status ?? {};
    return updatedReplicas < replicas;
  }
  if (isOf(workload, 'DaemonSet')) {
    const { desiredNumberScheduled = 0, updatedNumberScheduled = 0 } = workload.status ?? {};
    return updatedNumberScheduled < desiredNumberScheduled;
  }
  const partition = workload.spec?.updateStrategy?.rollingUpdate?.partition ?? 0;
  return partition === 0 && workload.status?.currentRevision !== workload.status?.updateRevision;
}

function recentRefusals(workload: Workload, leastMs: number, now: Date): readonly Refusal[] {
  const last = workload.spec?.template?.metadata?.annotations?.[RESTARTED_AT];
  const agoMs = now.getTime() - (timeMs(last) ?? Number.NEGATIVE_INFINITY);
  if (agoMs >= leastMs) return [];
  const reason = `${textOf(workload)} was restarted ${durationText(agoMs)} ago, and ${durationText(leastMs)} must pass`;
  return [{ id: 'restarted-recently', reason }];
}

/** Rolling updates do not ask PodDisruptionBudgets, so both are worked out here. */
function outageRefusals(workload: Workload, pods: ListRead<Pod>): readonly Refusal[] {
  if (pods.state === 'unreadable') return [];
  const ready = pods.objects.filter((pod) => isActive(pod) && isReady(pod)).length;
  if (ready === 0 || leftOver(workload, ready) > 0) return [];
  const reason = `no pod of ${textOf(workload)} would be left while it restarts: ${ready} ready, ${unavailableOf(workload)} taken away at once`;
  const hint = `add replicas first, or let it be unavailable for a while: ${paramFlag('allowOutage', true)}`;
  return [{ id: 'outage', reason, hint }];
}

function budgetRefusals(workload: Workload, budgets: Facts['budgets']): readonly Refusal[] {
  if (budgets.state === 'unreadable') return [unreadable('PodDisruptionBudgets', budgets.reason)];
  const labels = workload.spec?.template?.metadata?.labels;
  return budgets.objects.flatMap((budget) => {
    const { currentHealthy = 0, desiredHealthy = 0 } = budget.status ?? {};
    const taken = Math.min(unavailableOf(workload), currentHealthy);
    if (!selectorMatches(budget.spec?.selector, labels) || taken === 0) return [];
    if (currentHealthy - taken >= desiredHealthy) return [];
    const reason =
      `a restart takes ${taken} of ${currentHealthy} healthy pods away at once, and ` +
      `PodDisruptionBudget ${budget.metadata.name} wants ${desiredHealthy}`;
    return [{ id: 'disruption-budget', reason }];
  });
}

/** A Deployment counts what is available altogether, the others what they take away. */
function leftOver(workload: Workload, ready: number): number {
  const taken = unavailableOf(workload);
  return isOf(workload, 'Deployment') ? Math.min(ready, wantedPods(workload) - taken) : ready - taken;
}
