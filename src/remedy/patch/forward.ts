import type { Json } from '../../base/json.ts';
import type { PatchOperation } from '../../cluster/write/writer.ts';
import type { KubeObject } from '../../kube/object.ts';
import type { Edit, Segment } from '../write.ts';
import { operationsFor, type Wanted } from './operations.ts';
import { plain } from './plain.ts';

/** What we leave on an object that we change, so that a crash leaves no doubt whether the change arrived. */
export const MARKER: readonly Segment[] = ['metadata', 'annotations', 'mekhanikube.io/last-run'];

/** A patch, or the path that the object does not have. */
export type Forward =
  | { readonly state: 'ready'; readonly operations: readonly PatchOperation[] }
  | { readonly state: 'impossible'; readonly path: readonly Segment[] };

/** The patch that makes the edits of an action, if the object is still the very one that was read. */
export function forwardPatch(before: KubeObject, edits: readonly Edit[], marker: string): Forward {
  const object = plain(before) ?? null;
  const wanted: Wanted[] = edits.map(({ path, value }) => ({ path, value: plain(value) }));
  const compiled = operationsFor(object, [...wanted, { path: MARKER, value: marker }]);
  if (compiled.state === 'impossible') return compiled;
  return { state: 'ready', operations: [...preconditions(before), ...compiled.operations] };
}

/** Holds a patch to one object in one state. A `test` that fails is answered with 422. */
export function preconditions({ metadata: { uid, resourceVersion } }: KubeObject): readonly PatchOperation[] {
  return [
    { op: 'test', path: '/metadata/uid', value: uid as Json },
    { op: 'test', path: '/metadata/resourceVersion', value: resourceVersion as Json },
  ];
}
