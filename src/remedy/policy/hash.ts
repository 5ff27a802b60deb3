import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';

/** The SHA-256 of a spec as it is written, whatever the order of its fields: another hash is another policy. */
export function specHash(spec: unknown): string {
  return createHash('sha256').update(canonicalJson(spec)).digest('hex');
}
