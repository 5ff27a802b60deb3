import type { AnyCheck, ScanCheck } from '../checks/define-check.ts';
import type { Finding } from '../findings/finding.ts';
import { compareFindings } from '../findings/order.ts';
import type { Kind } from '../kube/object.ts';
import type { KindCoverage } from '../snapshot/coverage.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { viewOf } from '../snapshot/snapshot-view.ts';
import type { View } from '../snapshot/view.ts';
import { absorbOnSameObject } from './absorb.ts';
import { toFinding } from './finish.ts';
import { groupJudged } from './group.ts';
import { linkGroups } from './link.ts';
import { withoutClaimed } from './residue.ts';
import { type CrashedCheck, type Judged, runChecks, type SkippedCheck } from './run-checks.ts';
import { scanFindings } from './scan.ts';

/** What was looked at, so that nobody takes silence for health. */
export interface Coverage {
  readonly kinds: readonly KindCoverage[];
  readonly checks: {
    readonly run: readonly string[];
    readonly skipped: readonly SkippedCheck[];
    readonly crashed: readonly CrashedCheck[];
  };
}

/** The outcome of all checks over one snapshot. */
export interface Diagnosis {
  /** Causes and independent findings, worst first. */
  readonly findings: readonly Finding[];
  readonly coverage: Coverage;
}

/**
 * Judges a snapshot: runs the checks, collapses owners, joins symptoms to causes.
 *
 * Pure: the same snapshot gives the same diagnosis, whatever the order its objects came in.
 */
export function diagnose(
  snapshot: Snapshot,
  checks: readonly AnyCheck[],
  scanChecks: readonly ScanCheck[] = [],
): Diagnosis {
  const view = viewOf(snapshot);
  const { judged, run, skipped, crashed } = runChecks(checks, snapshot, view);
  const trouble = judged.filter(({ check }) => check.profile === undefined);
  const posture = judged.filter(({ check }) => check.profile !== undefined);
  // Joined apart: asking for a profile changes nothing of what is found without it.
  const findings = [...joined(trouble, view), ...joined(posture, view), ...scanFindings(scanChecks, snapshot)];
  return {
    findings: findings.sort(compareFindings),
    coverage: {
      kinds: snapshot.coverage,
      checks: { run: [...run, ...scanChecks.map((check) => check.id)], skipped, crashed },
    },
  };
}

function joined(judged: readonly Judged[], view: View<Kind>): readonly Finding[] {
  const open = withoutClaimed(judged, view);
  const absorbed = absorbOnSameObject(open);
  const links = linkGroups(groupJudged(open, absorbed, view), absorbed);
  return links.roots.map((root) => toFinding(root, links, view));
}
