import type { KubeObject, Pod, PodSpec } from '../../kube/object.ts';
import type { Labels } from '../../kube/selectors.ts';
import { isOf } from '../../kube/workloads/workloads.ts';

/** The template of an object's pods: the pod itself, the template of its workload; undefined for any other kind. */
function templateOf(
  object: KubeObject,
): (Pick<Pod, 'spec'> & { readonly metadata?: { readonly labels?: Labels | undefined } | undefined }) | undefined {
  if (isOf(object, 'Pod')) return object;
  if (isOf(object, 'Deployment')) return object.spec?.template;
  if (isOf(object, 'StatefulSet')) return object.spec?.template;
  if (isOf(object, 'DaemonSet')) return object.spec?.template;
  if (isOf(object, 'ReplicaSet')) return object.spec?.template;
  if (isOf(object, 'Job')) return object.spec?.template;
  if (isOf(object, 'CronJob')) return object.spec?.jobTemplate?.spec?.template;
  return undefined;
}

/** What an object's pods are made from; undefined for an object without pods. */
export function podSpecOf(object: KubeObject): PodSpec | undefined {
  return templateOf(object)?.spec;
}
