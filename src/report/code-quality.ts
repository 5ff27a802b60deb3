import type { Severity } from '../findings/severity.ts';
import { refText } from '../kube/object-ref.ts';
import { jsonText } from './json.ts';
import type { Report } from './report.ts';
import { pathOf } from './sarif-location.ts';
import { visible } from './visible.ts';

/** GitLab's five degrees, worst first. */
type Degree = 'blocker' | 'critical' | 'major' | 'minor' | 'info';

const DEGREES: Readonly<Record<Severity, Degree>> = {
  critical: 'blocker',
  high: 'critical',
  medium: 'major',
  low: 'minor',
  info: 'info',
};

/**
 * GitLab's Code Quality report: one entry for each finding. A finding is in no file, but every entry has to be: it gets
 * the path that SARIF gives it, of which GitLab only asks that it does not begin with `./`.
 * @see https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export function renderCodeQuality({ findings }: Report): string {
  const entries = findings.map(({ id, check, severity, subject, message }) => ({
    description: visible(`${refText(subject)}: ${message}`),
    check_name: visible(check),
    // The same for the same cause in the next pipeline, so that GitLab tells what is new and what is gone.
    fingerprint: id,
    severity: DEGREES[severity],
    location: { path: pathOf(subject), lines: { begin: 1 } },
  }));
  return `${jsonText(entries, 2)}\n`;
}
