/** From worst to mildest; what each means stands in docs/findings.md. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;

export type Severity = (typeof SEVERITIES)[number];

/**
 * - `certain`: a field of the API states it.
 * - `likely`: two independent facts agree.
 * - `possible`: a heuristic; never more than `medium`.
 */
export type Confidence = 'certain' | 'likely' | 'possible';

/** Negative if `left` is the worse one. */
export function compareSeverity(left: Severity, right: Severity): number {
  return SEVERITIES.indexOf(left) - SEVERITIES.indexOf(right);
}

/** The worst of them; undefined of none. */
export function worst(severities: readonly Severity[]): Severity | undefined {
  return SEVERITIES.find((severity) => severities.includes(severity));
}

/** True if `severity` is as bad as `level`, or worse. */
export function isAtLeast(severity: Severity, level: Severity): boolean {
  return compareSeverity(severity, level) <= 0;
}
