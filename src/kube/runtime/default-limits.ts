import type { ContainerView } from '../containers.ts';
import type { KubeObject, ObjectOf, Pod, PodSpec } from '../object.ts';
import type { ObjectRef } from '../object-ref.ts';
import { quantityValue } from '../quantities.ts';

type LimitRange = ObjectOf<'LimitRange'>;

/** The kinds whose template tells what somebody asked for, before admission filled in the rest. */
type Templated = 'DaemonSet' | 'Deployment' | 'Job' | 'StatefulSet';

interface View {
  inNamespace(kind: 'LimitRange', namespace: string): readonly LimitRange[];
  get<K extends Templated>(
    kind: K,
    namespace: string | null,
    name: string,
  ): { readonly state: string; readonly object?: ObjectOf<K> };
  topOwner(object: KubeObject): ObjectRef;
}

/**
 * The memory limit of a container, where it is the default of a LimitRange and its template sets none.
 *
 * Undefined for a pod without a template, of which nobody can tell what was asked for.
 */
export function defaultLimitOf(
  pod: Pod,
  { name, spec }: ContainerView,
  view: View,
): { readonly limit: string; readonly range: LimitRange } | undefined {
  const limit = spec.resources?.limits?.['memory'];
  const bytes = quantityValue(limit);
  if (limit === undefined || bytes === undefined) return undefined;
  const range = view
    .inNamespace('LimitRange', pod.metadata.namespace ?? '')
    .find((candidate) =>
      candidate.spec?.limits?.some(
        ({ type, default: defaults }) => type === 'Container' && quantityValue(defaults?.['memory']) === bytes,
      ),
    );
  const template = range === undefined ? undefined : templateOf(view.topOwner(pod), view);
  const own = [...(template?.containers ?? []), ...(template?.initContainers ?? [])].find((one) => one.name === name);
  if (range === undefined || own === undefined || own.resources?.limits?.['memory'] !== undefined) return undefined;
  return { limit, range };
}

function templateOf({ kind, namespace, name }: ObjectRef, view: View): PodSpec | undefined {
  switch (kind) {
    case 'DaemonSet':
    case 'Deployment':
    case 'Job':
    case 'StatefulSet':
      return view.get(kind, namespace, name).object?.spec?.template?.spec;
    default:
      return undefined;
  }
}
