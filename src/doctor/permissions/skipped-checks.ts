import type { CheckNeed } from '../facts.ts';

/** The checks that cannot judge anything where these kinds are not read, by id. */
export function skippedChecks(checks: readonly CheckNeed[], unread: readonly string[]): readonly string[] {
  return checks
    .filter(
      ({ subjects, reads }) =>
        subjects.every((kind) => unread.includes(kind)) || reads.some((kind) => unread.includes(kind)),
    )
    .map(({ id }) => id)
    .sort();
}
