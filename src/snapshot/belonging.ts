import { configReferencesOf } from '../kube/config/references.ts';
import type { Kind, KubeObject, ObjectOf } from '../kube/object.ts';
import { type ObjectRef, refKey, refOf, refTo } from '../kube/object-ref.ts';
import type { View } from './view.ts';

/** The kinds that one object can control. */
const CONTROLLED: readonly Kind[] = ['ReplicaSet', 'Job', 'Pod'];
const LONGEST_CHAIN = 5;

/**
 * An object and what belongs to it, as the keys of references: its owners, what it controls, what its pods refer to,
 * and the Services, Ingresses, budgets and autoscalers that point at it.
 */
export function belongingTo(object: KubeObject, view: View<Kind>): ReadonlySet<string> {
  const keys = new Set([refKey(refOf(object)), refKey(view.topOwner(object))]);
  const below = controlledBelow(object, view);
  for (const one of below) keys.add(refKey(refOf(one)));
  const pods = [object, ...below].filter((one): one is ObjectOf<'Pod'> => one.kind === 'Pod');
  for (const pod of [...pods, ...templateOf(object)]) {
    for (const ref of referencesOf(pod, object.metadata.namespace ?? '')) keys.add(refKey(ref));
  }
  for (const ref of pointingAt(object, pods, view)) keys.add(refKey(ref));
  return keys;
}

function controlledBelow(object: KubeObject, view: View<Kind>, depth = 0): readonly KubeObject[] {
  if (depth > LONGEST_CHAIN) return [];
  const direct = CONTROLLED.flatMap((kind): readonly KubeObject[] => view.controlledBy(kind, object));
  return [...direct, ...direct.flatMap((one) => controlledBelow(one, view, depth + 1))];
}

/** The pod that a workload would make, where it has made none yet. */
function templateOf(object: KubeObject): readonly ObjectOf<'Pod'>[] {
  if (
    object.kind !== 'Deployment' &&
    object.kind !== 'StatefulSet' &&
    object.kind !== 'DaemonSet' &&
    object.kind !== 'Job'
  )
    return [];
  const template = (object as ObjectOf<'Deployment'>).spec?.template;
  return template === undefined
    ? []
    : [{ apiVersion: 'v1', kind: 'Pod', metadata: object.metadata, spec: template.spec }];
}

function referencesOf(pod: ObjectOf<'Pod'>, namespace: string): readonly ObjectRef[] {
  const refs: ObjectRef[] = configReferencesOf(pod).map(({ kind, name }) => refTo(kind, namespace, name));
  for (const volume of pod.spec?.volumes ?? []) {
    const claim = volume.persistentVolumeClaim?.claimName;
    if (claim !== undefined) refs.push(refTo('PersistentVolumeClaim', namespace, claim));
  }
  refs.push(refTo('ServiceAccount', namespace, pod.spec?.serviceAccountName ?? 'default'));
  return refs;
}

function pointingAt(object: KubeObject, pods: readonly ObjectOf<'Pod'>[], view: View<Kind>): readonly ObjectRef[] {
  const namespace = object.metadata.namespace;
  if (namespace === undefined) return [];
  const isOurs = new Set(pods.map((pod) => pod.metadata.name));
  const selects = (selected: readonly KubeObject[]): boolean =>
    selected.some(({ metadata }) => isOurs.has(metadata.name));
  const services = view
    .inNamespace('Service', namespace)
    .filter((service) => service === object || selects(view.selectByLabels('Pod', namespace, service.spec?.selector)));
  const serviceNames = new Set(services.map(({ metadata }) => metadata.name));
  const ingresses = view.inNamespace('Ingress', namespace).filter((ingress) => {
    const backends = (ingress.spec?.rules ?? []).flatMap((rule) => rule.http?.paths ?? []).map((path) => path.backend);
    return [ingress.spec?.defaultBackend, ...backends].some((backend) =>
      serviceNames.has(backend?.service?.name ?? ''),
    );
  });
  const budgets = view
    .inNamespace('PodDisruptionBudget', namespace)
    .filter((budget) => selects(view.select('Pod', namespace, budget.spec?.selector)));
  const autoscalers = view.inNamespace('HorizontalPodAutoscaler', namespace).filter(({ spec }) => {
    return spec?.scaleTargetRef?.kind === object.kind && spec.scaleTargetRef.name === object.metadata.name;
  });
  return [...services, ...ingresses, ...budgets, ...autoscalers].map(refOf);
}
