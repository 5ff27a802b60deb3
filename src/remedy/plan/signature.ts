import type { Proposal } from '../action.ts';
import { canonicalJson, sha256 } from '../state/canonical.ts';
import { type Write, writtenObject } from '../write.ts';

/** Says what a step does: it changes with every value that is written, and not with every update of a status. */
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
  return { ...rest, kind, uid: metadata.uid };
}
