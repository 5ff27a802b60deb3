import type { Denial, Verdict } from './guard.ts';

/** Says yes; a note tells what was seen. */
export function allow(note?: string): Verdict {
  return note === undefined ? { allows: true } : { allows: true, note };
}

/** Says no. */
export function deny(reason: string, more: Pick<Denial, 'id' | 'hint' | 'waitsFor'> = {}): Denial {
  return { allows: false, reason, ...more };
}

/** One verdict for all that a guard found: every reason, the first hint, and a wait only where all of them wait. */
export function together(denials: readonly Denial[], note?: string): Verdict {
  const [first] = denials;
  if (first === undefined) return allow(note);
  if (denials.length === 1) return first;
  const { id } = denials.find((denial) => denial.id !== undefined) ?? {};
  const { hint } = denials.find((denial) => denial.hint !== undefined) ?? {};
  const waits = new Set(denials.map(({ waitsFor }) => waitsFor));
  return deny([...new Set(denials.map(({ reason }) => reason))].join('; '), {
    ...(id === undefined ? {} : { id }),
    ...(hint === undefined ? {} : { hint }),
    ...(waits.size === 1 && first.waitsFor !== undefined ? { waitsFor: first.waitsFor } : {}),
  });
}
