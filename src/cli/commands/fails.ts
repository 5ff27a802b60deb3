import type { Finding } from '../../findings/finding.ts';
import { isAtLeast, type Severity } from '../../findings/severity.ts';

/**
 * True if findings make a run fail.
 *
 * What is only possible fails nobody's pipeline. Posture is no trouble: it counts as low at most.
 *
 * @param failOn null for never
 * @param posture the checks whose findings are posture
 */
export function fails(
  findings: readonly Pick<Finding, 'check' | 'severity' | 'confidence'>[],
  failOn: Severity | null,
  posture: ReadonlySet<string>,
): boolean {
  if (failOn === null) return false;
  return findings.some(({ check, severity, confidence }) => {
    if (confidence === 'possible' || !isAtLeast(severity, failOn)) return false;
    return !posture.has(check) || isAtLeast('low', failOn);
  });
}
