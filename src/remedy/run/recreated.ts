import type { Json } from '../../base/json.ts';
import type { KubeObject } from '../../kube/object.ts';
import { SERVERS_OWN } from '../patch/changes.ts';
import { plain } from '../patch/plain.ts';
import { isMap } from '../patch/pointer.ts';

type Map = { readonly [key: string]: Json };

/** Labels by which a Job's controller finds its pods: a new Job gets new ones. */
const CONTROLLER_LABELS = ['controller-uid', 'batch.kubernetes.io/controller-uid'];
/** An owner that is gone makes the garbage collector delete the object again, and ours may be gone by now. */
const LEFT_OUT = [...SERVERS_OWN, 'ownerReferences', 'labels'];

/**
 * A deleted object as it can be created again: without what the server gives it, and without what would bind it to a
 * past that is gone.
 *
 * @see https://kubernetes.io/docs/concepts/architecture/garbage-collection/
 */
export function recreated(before: KubeObject): KubeObject {
  const object = plain(before);
  if (!isMap(object)) return before;
  const { status: _, metadata, spec, ...rest } = object;
  const labels = isMap(metadata) ? withoutLabels(metadata['labels']) : undefined;
  const kept = isMap(metadata) ? without(metadata, LEFT_OUT) : {};
  return {
    ...rest,
    metadata: { ...kept, ...(labels === undefined ? {} : { labels }) },
    ...(isMap(spec) ? { spec: specOf(before.kind, spec) } : {}),
  } as unknown as KubeObject;
}

function specOf(kind: string, spec: Map): Map {
  if (kind === 'Service') return without(spec, ['clusterIP', 'clusterIPs', 'healthCheckNodePort']);
  if (kind === 'Pod') return without(spec, ['nodeName']);
  if (kind !== 'Job' || spec['manualSelector'] === true) return spec;
  const { template, ...rest } = without(spec, ['selector']);
  if (!isMap(template) || !isMap(template['metadata']))
    return { ...rest, ...(template === undefined ? {} : { template }) };
  const labels = withoutLabels(template['metadata']['labels']);
  return { ...rest, template: { ...template, metadata: { ...template['metadata'], labels: labels ?? {} } } };
}

function withoutLabels(labels: Json | undefined): Map | undefined {
  return isMap(labels) ? without(labels, CONTROLLER_LABELS) : undefined;
}

function without(map: Map, keys: readonly string[]): Map {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));
}
