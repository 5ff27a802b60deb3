import { groupOf } from '../kube/kinds.ts';
import type { ObjectRef } from '../kube/object-ref.ts';

/**
 * The stable id of a finding: 16 hexadecimal digits over the check, the group, kind, namespace and name of the
 * subject, and the cause key. No time, count, pod name or message enters it.
 */
export function fingerprint(check: string, subject: ObjectRef, cause: string): string {
  const { apiVersion, kind, namespace, name } = subject;
  return hash64([check, groupOf(apiVersion), kind, namespace ?? '', name, cause].join('\0'));
}

const OFFSET = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;
const MASK = 0xffffffffffffffffn;

/** FNV-1a over UTF-8. It needs to be stable and even, not secret: checks and diagnosis import no `node:crypto`. */
function hash64(text: string): string {
  let hash = OFFSET;
  for (const byte of new TextEncoder().encode(text)) {
    hash = ((hash ^ BigInt(byte)) * PRIME) & MASK;
  }
  return hash.toString(16).padStart(16, '0');
}
