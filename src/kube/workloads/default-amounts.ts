import type { ContainerView } from '../containers.ts';
import type { Container, KubeObject, ObjectOf, Pod, PodSpec } from '../object.ts';
import type { ObjectRef } from '../object-ref.ts';
import { quantityValue } from '../quantities.ts';

type LimitRange = ObjectOf<'LimitRange'>;

/** The kinds whose template tells what somebody asked for, before admission filled in the rest. */
export const TEMPLATED_KINDS = ['CronJob', 'DaemonSet', 'Deployment', 'Job', 'StatefulSet'] as const;
type Templated = (typeof TEMPLATED_KINDS)[number];

/** The part of a view that is needed here. */
export interface DefaultsView {
  inNamespace(kind: 'LimitRange', namespace: string): readonly LimitRange[];
  get<K extends Templated>(
    kind: K,
    namespace: string | null,
    name: string,
  ): { readonly state: string; readonly object?: ObjectOf<K> };
  topOwner(object: KubeObject): ObjectRef;
}

/** An amount that nobody asked for: a LimitRange filled it in. */
export interface DefaultAmount {
  readonly container: string;
  /** `64Mi`, as it stands in the pod. */
  readonly amount: string;
  readonly range: LimitRange;
}

/**
 * The memory limit of a container, where it is the default of a LimitRange and its template sets none.
 *
 * Undefined for a pod without a template, of which nobody can tell what was asked for.
 */
export function defaultLimitOf(pod: Pod, { name, spec }: ContainerView, view: DefaultsView): DefaultAmount | undefined {
  const amount = spec.resources?.limits?.['memory'];
  const range = rangeWith('default', 'memory', amount, pod, view);
  const own = range === undefined ? undefined : ownSpec(pod, name, view);
  if (amount === undefined || range === undefined || own === undefined) return undefined;
  return own.resources?.limits?.['memory'] === undefined ? { container: name, amount, range } : undefined;
}

/**
 * The largest request for a resource among the containers of a pod, where it is the default of a LimitRange and the
 * template sets neither request nor limit.
 *
 * @see https://kubernetes.io/docs/concepts/policy/limit-range/#limitrange-and-admission-checks-for-pods
 */
export function defaultRequestOf(pod: Pod, resource: string, view: DefaultsView): DefaultAmount | undefined {
  let largest: DefaultAmount | undefined;
  for (const { name, resources } of [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])]) {
    const amount = resources?.requests?.[resource];
    const range = rangeWith('defaultRequest', resource, amount, pod, view);
    if (name === undefined || amount === undefined || range === undefined) continue;
    const own = ownSpec(pod, name, view);
    if (own === undefined || own.resources?.requests?.[resource] !== undefined) continue;
    if (own.resources?.limits?.[resource] !== undefined) continue;
    if ((quantityValue(amount) ?? 0) <= (quantityValue(largest?.amount) ?? 0)) continue;
    largest = { container: name, amount, range };
  }
  return largest;
}

function rangeWith(
  field: 'default' | 'defaultRequest',
  resource: string,
  amount: string | undefined,
  pod: Pod,
  view: DefaultsView,
): LimitRange | undefined {
  const value = quantityValue(amount);
  if (value === undefined) return undefined;
  return view
    .inNamespace('LimitRange', pod.metadata.namespace ?? '')
    .find(({ spec }) =>
      spec?.limits?.some((limit) => limit.type === 'Container' && quantityValue(limit[field]?.[resource]) === value),
    );
}

/** A container as the template has it; undefined where there is no template, or it has no such container. */
function ownSpec(pod: Pod, container: string, view: DefaultsView): Container | undefined {
  const template = templateOf(view.topOwner(pod), view);
  return [...(template?.containers ?? []), ...(template?.initContainers ?? [])].find(({ name }) => name === container);
}

function templateOf({ kind, namespace, name }: ObjectRef, view: DefaultsView): PodSpec | undefined {
  switch (kind) {
    case 'CronJob':
      return view.get(kind, namespace, name).object?.spec?.jobTemplate?.spec?.template?.spec;
    case 'DaemonSet':
    case 'Deployment':
    case 'Job':
    case 'StatefulSet':
      return view.get(kind, namespace, name).object?.spec?.template?.spec;
    default:
      return undefined;
  }
}
