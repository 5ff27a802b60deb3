import { targetOf } from '../autoscaling/autoscalers.ts';
import { scaledTargetOf } from '../autoscaling/scaled-objects.ts';
import type { KubeObject, ObjectOf } from '../object.ts';
import { refKey, refOf } from '../object-ref.ts';
import { type Labels, labelsMatch } from '../selectors.ts';

interface Services {
  inNamespace(kind: 'Service', namespace: string): readonly ObjectOf<'Service'>[];
}

/** The Services that send traffic to pods with these labels, ready or not aside. */
export function servicesFor(
  namespace: string | undefined,
  labels: Labels,
  view: Services,
): readonly ObjectOf<'Service'>[] {
  return view.inNamespace('Service', namespace ?? '').filter(({ metadata, spec }) => {
    const selector = spec?.selector ?? {};
    if (Object.keys(selector).length === 0 || spec?.publishNotReadyAddresses === true) return false;
    return metadata.deletionTimestamp === undefined && labelsMatch(selector, labels);
  });
}

interface Scalers {
  inNamespace<K extends 'HorizontalPodAutoscaler' | 'ScaledObject'>(kind: K, namespace: string): readonly ObjectOf<K>[];
}

/** True where something else than the workload itself says how many pods it has. */
export function isScaledByAnother(workload: KubeObject, view: Scalers): boolean {
  const own = refKey(refOf(workload));
  const { namespace = '' } = workload.metadata;
  return (
    view.inNamespace('HorizontalPodAutoscaler', namespace).some((scaler) => refKey(targetOf(scaler).ref) === own) ||
    view.inNamespace('ScaledObject', namespace).some((scaler) => refKey(scaledTargetOf(scaler)) === own)
  );
}
