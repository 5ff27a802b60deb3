import { groupOf, kindOf } from './kinds.ts';
import type { ObjectRef } from './object-ref.ts';

/** What to do next, in words, and the command that does it; null where none does. */
export interface NextStep {
  text: string;
  command: string | null;
}

/** A command that can be pasted into a POSIX shell: every word that needs it is quoted. */
export function kubectl(...words: readonly string[]): string {
  return ['kubectl', ...words].map(quoted).join(' ');
}

/** `-n shop` for a namespaced object, nothing for a cluster-scoped one. */
export function inNamespaceOf(ref: Pick<ObjectRef, 'namespace'>): readonly string[] {
  return ref.namespace === null ? [] : ['-n', ref.namespace];
}

/** `deployment/web`: an object as kubectl takes it; with its group where the plain name may be another's. */
export function target(ref: ObjectRef): string {
  const info = kindOf(ref.apiVersion, ref.kind);
  // Of extensions there may be others with the same plain name: both Istio and the Gateway API have a Gateway.
  if (info?.source === 'extension') return `${info.resource}.${groupOf(info.apiVersion)}/${ref.name}`;
  if (info !== undefined) return `${info.kind.toLowerCase()}/${ref.name}`;
  const [group, version] = ref.apiVersion.split('/');
  return version === undefined
    ? `${ref.kind.toLowerCase()}/${ref.name}`
    : `${ref.kind.toLowerCase()}.${version}.${group}/${ref.name}`;
}

/** `kubectl describe` of an object. */
export function describe(ref: ObjectRef): string {
  return kubectl('describe', ...inNamespaceOf(ref), target(ref));
}

function quoted(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
