import type { Proposal, Refusal } from '../action.ts';
import type { ListRead, Read } from '../live/reader.ts';

type Proposed = Omit<Extract<Proposal, { state: 'proposed' }>, 'state'>;

/** Proposes, unless anything speaks against it: then all reasons, none of them twice. */
export function unlessRefused(refusals: readonly (Refusal | null)[], propose: () => Proposed): Proposal {
  const reasons = new Map(
    refusals.flatMap((refusal) => (refusal === null ? [] : [[textOf(refusal), refusal] as const])),
  );
  return reasons.size > 0 ? { state: 'refused', refusals: [...reasons.values()] } : { state: 'proposed', ...propose() };
}

/** A reason against it where that is so, else none. */
export function refuseIf(isSo: boolean, id: string, reason: string, hint?: string): Refusal | null {
  return isSo ? { id, reason, ...(hint === undefined ? {} : { hint }) } : null;
}

/** What could not be read is a reason against it. `what` is a noun: `pods of namespace shop`. */
export function refuseUnread(what: string, read: Read<unknown> | ListRead<unknown>): Refusal | null {
  if (read.state !== 'unreadable') return null;
  return { id: 'facts-unreadable', reason: `${what} could not be read: ${read.reason}` };
}

/** What was listed; nothing where it could not be read, which `refuseUnread` tells. */
export function listed<T>(read: ListRead<T>): readonly T[] {
  return read.state === 'listed' ? read.objects : [];
}

function textOf({ id, reason }: Refusal): string {
  return `${id}\0${reason}`;
}
