import { KINDS } from '../kube/kinds.ts';
import type { Kind } from '../kube/object.ts';

/**
 * How one kind was read.
 *
 * - `listed`: all of it, in the snapshot's namespaces but for those named in `except`.
 * - `forbidden`: no right to list it anywhere that was asked for.
 * - `absent`: the server does not serve it, so there are no such objects.
 * - `failed`: asked for, but the list did not arrive whole (timed out, broken off, server error).
 * - `not-recorded`: a recorded file that holds nothing of it and does not say whether there was anything.
 */
export type ReadState = 'listed' | 'forbidden' | 'absent' | 'failed' | 'not-recorded';

export interface KindCoverage {
  readonly kind: Kind;
  readonly state: ReadState;
  /** What the server answered, in a few words; null for `listed` without exceptions. */
  readonly reason: string | null;
  /** For `listed`: the namespaces, out of those asked for, in which it could not be read. */
  readonly except: readonly string[];
  /** For `listed`: the only namespaces in which it was read, where these are fewer than the snapshot's. Null for all. */
  readonly only: readonly string[] | null;
}

/** Coverage of a kind that was read whole. */
export function listed(kind: Kind): KindCoverage {
  return { kind, state: 'listed', reason: null, except: [], only: null };
}

/** Coverage of a kind that was not read. */
export function unread(kind: Kind, state: Exclude<ReadState, 'listed'>, reason: string): KindCoverage {
  return { kind, state, reason, except: [], only: null };
}

interface Read {
  readonly namespaces: readonly string[] | null;
  readonly coverage: readonly KindCoverage[];
}

/**
 * True if every object of the kind is known there: in one namespace, or (null) wherever the snapshot reaches.
 *
 * A kind that the server does not serve counts as read: there is nothing of it. An object of another namespace
 * than the snapshot's is never known.
 */
export function isReadIn(read: Read, kind: Kind, namespace: string | null): boolean {
  const coverage = read.coverage.find((entry) => entry.kind === kind);
  if (coverage === undefined) return false;
  if (coverage.state === 'absent') return true;
  if (coverage.state !== 'listed') return false;
  if (!KINDS[kind].namespaced) return true;
  if (namespace === null) return coverage.except.length === 0 && coverage.only === null;
  if (read.namespaces !== null && !read.namespaces.includes(namespace)) return false;
  return !coverage.except.includes(namespace) && (coverage.only === null || coverage.only.includes(namespace));
}

/** Why an object could not be looked up, in words: `may not list secrets in namespace shop`. */
export function unreadReason(read: Read, kind: Kind, namespace: string | null): string {
  const coverage = read.coverage.find((entry) => entry.kind === kind);
  const { resource, namespaced } = KINDS[kind];
  const where = namespaced && namespace !== null ? ` in namespace ${namespace}` : '';
  if (coverage === undefined) return `${resource} were not asked for`;
  switch (coverage.state) {
    case 'forbidden':
      return `may not list ${resource}${where}`;
    case 'failed':
      return `could not list ${resource}: ${coverage.reason ?? 'no answer'}`;
    case 'not-recorded':
      return `the recording does not hold ${resource}`;
    case 'absent':
      return `the server has no ${resource}`;
    case 'listed':
      if (namespace !== null && coverage.except.includes(namespace)) return `may not list ${resource}${where}`;
      return `${resource}${where} were not asked for`;
  }
}
