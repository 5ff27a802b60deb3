import { conditionOf } from '../conditions.ts';
import type { Container, Pod } from '../object.ts';
import { isActive } from '../pods.ts';
import { type ProbeKind, probeBudgetMs } from '../runtime/probes.ts';
import { SECOND_MS, timeMs } from '../time.ts';
import { handlerText } from './containers.ts';

/** A start for which the probe that kills left hardly any time. */
export interface TightStart {
  readonly container: string;
  readonly kind: ProbeKind;
  /** Both in seconds. */
  readonly budget: number;
  readonly took: number;
  readonly pod: Pod;
  readonly readyAt: string;
}

/** Nearly all of the budget; a start that takes longer than it would have been killed, so that was another event. */
const NEAR = 0.8;
const BEYOND = 1.1;

/**
 * The slowest start of a container that was never restarted, where its probe would soon have killed it.
 *
 * A pod gets ready by its readiness probes. They tell of the probe that kills only where there is one of them, which
 * asks the same and does not begin late on purpose.
 */
export function tightProbe(
  container: Container,
  all: readonly Container[],
  pods: readonly Pod[],
): TightStart | undefined {
  const probe = container.startupProbe ?? container.livenessProbe;
  const readiness = container.readinessProbe;
  if (probe === undefined || readiness === undefined || handlerText(probe) !== handlerText(readiness)) return undefined;
  if (all.some((other) => other !== container && other.readinessProbe !== undefined)) return undefined;
  if ((readiness.initialDelaySeconds ?? 0) * 2 * SECOND_MS > probeBudgetMs(probe)) return undefined;
  const kind = container.startupProbe === undefined ? 'liveness' : 'startup';
  const budget = probeBudgetMs(probe) / SECOND_MS;
  return pods
    .flatMap((pod) => {
      const start = startOf(container.name ?? '', pod);
      return start === undefined || start.took < budget * NEAR || start.took > budget * BEYOND
        ? []
        : [{ ...start, pod }];
    })
    .map(({ took, readyAt, pod }) => ({ container: container.name ?? '', kind, budget, took, pod, readyAt }) as const)
    .sort((left, right) => right.took - left.took)[0];
}

function startOf(container: string, pod: Pod): { readonly took: number; readonly readyAt: string } | undefined {
  const ready = conditionOf(pod, 'Ready');
  const status = pod.status?.containerStatuses?.find(({ name }) => name === container);
  if (!isActive(pod) || ready?.status !== 'True' || status?.restartCount !== 0) return undefined;
  const [startedMs, readyMs] = [timeMs(status.state?.running?.startedAt), timeMs(ready.lastTransitionTime)];
  if (startedMs === undefined || readyMs === undefined || !ready.lastTransitionTime) return undefined;
  return { took: Math.round((readyMs - startedMs) / SECOND_MS), readyAt: ready.lastTransitionTime };
}
