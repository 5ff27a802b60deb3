import { canonicalJson, sha256 } from '../state/canonical.ts';

/** The SHA-256 of a spec as it is written, whatever the order of its fields: another hash is another policy. */
export function specHash(spec: unknown): string {
  return sha256(canonicalJson(spec));
}
