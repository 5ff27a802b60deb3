import type { AnyCheck, Profile, ScanCheck } from '../checks/define-check.ts';
import type { Severity } from '../findings/severity.ts';
import { isOfCustomResources, needsVolumeUsage } from './plan.ts';

/** What is wanted of the catalogue. */
export interface Choice {
  readonly profiles: readonly Profile[];
  /** Whether custom resources of all kinds are judged: for that every one of them is listed. Not where absent. */
  readonly crds?: boolean;
  /** Whether it is judged how full volumes are: for that nodes are asked, which takes a strong right. Not where absent. */
  readonly volumeUsage?: boolean;
  /** By the id of a check: how bad its judgements are, whatever it says itself; `off` where it is not to run. */
  readonly severities: ReadonlyMap<string, Severity | 'off'>;
}

/** The catalogue as it stands when nothing else is wanted. */
export const STANDARD: Choice = { profiles: [], severities: new Map() };

/**
 * The checks that run: those without a profile, and those whose profile is asked for.
 *
 * A severity of the choice stands for the judgements of the check itself. Where something worse follows from one, the
 * finding is as bad as that: what is down stays critical, whatever names the cause.
 */
export function chooseChecks(
  checks: readonly AnyCheck[],
  { profiles, severities, crds, volumeUsage }: Choice,
): readonly AnyCheck[] {
  return checks
    .filter(({ profile }) => profile === undefined || profiles.includes(profile))
    .filter((check) => crds === true || !isOfCustomResources(check))
    .filter((check) => volumeUsage === true || !needsVolumeUsage(check))
    .flatMap((check) => {
      const severity = severities.get(check.id);
      if (severity === 'off') return [];
      return severity === undefined ? [check] : [withSeverity(check, severity)];
    });
}

/** The same for the checks of the reading. */
export function chooseScanChecks(checks: readonly ScanCheck[], { severities }: Choice): readonly ScanCheck[] {
  return checks.flatMap((check) => {
    const severity = severities.get(check.id);
    if (severity === 'off') return [];
    return severity === undefined ? [check] : [{ ...check, severity }];
  });
}

function withSeverity(check: AnyCheck, severity: Severity): AnyCheck {
  return {
    ...check,
    severity,
    *find(object, view) {
      for (const judgement of check.find(object, view)) yield { ...judgement, severity };
    },
  };
}
