import type { ObjectOf, Pod } from '../../../src/kube/object.ts';
import { selectorMatches } from '../../../src/kube/selectors.ts';
import { after, type Cluster, condition, type Raw } from './cluster.ts';
import { eventOf } from './event.ts';

const isReady = ({ status }: Pod): boolean =>
  status?.conditions?.some(({ type, status: holds }) => type === 'Ready' && holds === 'True') === true;

/** What the HPA controller reports: it finds its target, and counts by the pods' use. */
export function scaled(
  hpa: ObjectOf<'HorizontalPodAutoscaler'>,
  cluster: Cluster,
  pods: readonly Pod[],
  at: string,
): readonly Raw[] {
  const { scaleTargetRef, metrics = [] } = hpa.spec ?? {};
  const { namespace = '' } = hpa.metadata;
  const name = scaleTargetRef?.name ?? '';
  const target =
    scaleTargetRef?.kind === 'StatefulSet'
      ? cluster.get('StatefulSet', namespace, name)
      : scaleTargetRef?.kind === 'Deployment'
        ? cluster.get('Deployment', namespace, name)
        : undefined;
  const about = { by: 'horizontal-pod-autoscaler', at };
  if (target === undefined) {
    const missing = `${(scaleTargetRef?.kind ?? '').toLowerCase()}s.apps "${name}" not found`;
    const message = `the HPA controller was unable to get the target's current scale: ${missing}`;
    const status = { desiredReplicas: 0, conditions: [condition('AbleToScale', false, at, 'FailedGetScale', message)] };
    return [{ ...hpa, status }, eventOf(hpa, 'FailedGetScale', missing, about)];
  }
  const selected = pods.filter(
    ({ metadata }) => metadata.namespace === namespace && selectorMatches(target.spec?.selector, metadata.labels),
  );
  const resource = metrics[0]?.resource?.name ?? 'cpu';
  const trouble = metricTrouble(resource, selected);
  const able = condition('AbleToScale', true, at, 'ReadyForNewScale', 'recommended size matches current size');
  const current = { currentReplicas: target.spec?.replicas ?? 1, desiredReplicas: target.spec?.replicas ?? 1 };
  if (trouble === undefined) {
    const active = condition(
      'ScalingActive',
      true,
      at,
      'ValidMetricFound',
      `the HPA was able to successfully calculate a replica count from ${resource} resource utilization (percentage of request)`,
    );
    const limited = condition(
      'ScalingLimited',
      false,
      at,
      'DesiredWithinRange',
      'the desired count is within the acceptable range',
    );
    const value = {
      type: 'Resource',
      resource: { name: resource, current: { averageUtilization: 50, averageValue: '50m' } },
    };
    return [
      {
        ...hpa,
        status: {
          ...current,
          lastScaleTime: after(at, 60),
          currentMetrics: [value],
          conditions: [able, active, limited],
        },
      },
    ];
  }
  const said = `the HPA was unable to compute the replica count: ${trouble}`;
  const inactive = condition('ScalingActive', false, at, 'FailedGetResourceMetric', said);
  return [
    { ...hpa, status: { ...current, desiredReplicas: 0, conditions: [able, inactive] } },
    eventOf(hpa, 'FailedGetResourceMetric', trouble, about),
  ];
}

function metricTrouble(resource: string, pods: readonly Pod[]): string | undefined {
  const failed = `failed to get ${resource} utilization: `;
  for (const { spec, metadata } of pods) {
    const without = spec?.containers?.find(
      ({ resources }) => resources?.requests?.[resource] === undefined && resources?.limits?.[resource] === undefined,
    );
    if (without !== undefined)
      return `${failed}missing request for ${resource} in container ${without.name} of Pod ${metadata.name}`;
  }
  return pods.some(isReady)
    ? undefined
    : `${failed}unable to get metrics for resource ${resource}: no metrics returned from resource metrics API`;
}

/** What the disruption controller counts. */
export function budgeted(
  budget: ObjectOf<'PodDisruptionBudget'>,
  cluster: Cluster,
  pods: readonly Pod[],
  at: string,
): Raw {
  const { selector, minAvailable, maxUnavailable } = budget.spec ?? {};
  const { namespace = '' } = budget.metadata;
  const selected = pods.filter(
    ({ metadata }) => metadata.namespace === namespace && selectorMatches(selector, metadata.labels),
  );
  const expected = cluster
    .all('Deployment')
    .filter(
      ({ metadata, spec }) =>
        metadata.namespace === namespace && selectorMatches(selector, spec?.template?.metadata?.labels),
    )
    .reduce((sum, { spec }) => sum + (spec?.replicas ?? 1), 0);
  const expectedPods = selected.length === 0 ? 0 : expected;
  const healthy = selected.filter(isReady).length;
  const desired =
    minAvailable === undefined
      ? Math.max(0, expectedPods - share(maxUnavailable, expectedPods))
      : share(minAvailable, expectedPods);
  const allowed = Math.max(0, healthy - desired);
  const holds = expectedPods > 0 && allowed > 0;
  return {
    ...budget,
    status: {
      observedGeneration: 1,
      currentHealthy: healthy,
      desiredHealthy: desired,
      expectedPods,
      disruptionsAllowed: expectedPods === 0 ? 0 : allowed,
      conditions: [condition('DisruptionAllowed', holds, at, holds ? 'SufficientPods' : 'InsufficientPods', '')],
    },
  };
}

function share(value: string | number | undefined, of: number): number {
  return typeof value === 'string' && value.endsWith('%')
    ? Math.ceil((Number.parseInt(value, 10) / 100) * of)
    : Number(value ?? 0);
}
