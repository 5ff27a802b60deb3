import type { Proposal } from '../action.ts';
import { plain } from '../patch/plain.ts';
import { valueAt } from '../patch/pointer.ts';
import { canonicalJson, sha256 } from '../state/canonical.ts';
import { type Write, writtenObject } from '../write.ts';

/**
 * Says what a step does: it changes with every value that is written or overwritten, and not with every update of a
 * status. Whoever approves has seen both.
 */
export function signatureOf(
  action: string,
  params: unknown,
  targetUid: string | null,
  proposal: Extract<Proposal, { state: 'proposed' }>,
): string {
  return sha256(canonicalJson({ action, params, targetUid, does: proposal.signature ?? proposal.writes.map(essence) }));
}

function essence(write: Write): unknown {
  if (write.verb === 'create') return write;
  const { before: _, ...rest } = write;
  const { kind, metadata } = writtenObject(write);
  return { ...rest, kind, uid: metadata.uid, overwrites: overwrittenBy(write) };
}

function overwrittenBy(write: Write): unknown {
  if (write.verb !== 'patch') return null;
  const before = plain(write.before);
  return write.edits.map(({ path }) => valueAt(before, path) ?? null);
}
