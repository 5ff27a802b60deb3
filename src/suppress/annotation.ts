import type { Finding } from '../findings/finding.ts';
import { globMatches } from '../kube/glob.ts';
import type { Kind, KubeObject } from '../kube/object.ts';
import { type ObjectRef, refText } from '../kube/object-ref.ts';
import type { View } from '../snapshot/view.ts';
import { objectOf } from './object-of.ts';

/** On an object, or on a Namespace for all in it: the ids of checks, separated by commas; `*` stands for any text. */
export const IGNORE_ANNOTATION = 'mekhanikube.io/ignore';

/**
 * The object whose annotation takes a finding out of the report, as text; undefined where none does.
 *
 * That is the finding's subject or its namespace. Of a cause that several owners share, all the judged objects have to
 * be taken out, each by itself, its owner or its namespace: the annotation of one team hides nothing of another's.
 */
export function annotatedObject({ check, subject, members }: Finding, view: View<Kind>): string | undefined {
  const own = annotatedFor(check, subject, view);
  if (own !== undefined || members.length === 0) return own;
  let first: string | undefined;
  for (const member of members) {
    const by = annotatedFor(check, member, view) ?? annotatedOwner(check, member, view);
    if (by === undefined) return undefined;
    first ??= by;
  }
  return first;
}

function annotatedFor(check: string, ref: ObjectRef, view: View<Kind>): string | undefined {
  if (ignores(objectOf(ref, view), check)) return refText(ref);
  if (ref.namespace === null) return undefined;
  const namespace = view.get('Namespace', null, ref.namespace);
  return namespace.state === 'found' && ignores(namespace.object, check) ? `Namespace ${ref.namespace}` : undefined;
}

function annotatedOwner(check: string, member: ObjectRef, view: View<Kind>): string | undefined {
  const object = objectOf(member, view);
  return object === undefined ? undefined : annotatedFor(check, view.topOwner(object), view);
}

function ignores(object: KubeObject | undefined, check: string): boolean {
  const value = object?.metadata.annotations?.[IGNORE_ANNOTATION];
  return value?.split(',').some((pattern) => globMatches(pattern.trim(), check)) ?? false;
}
