import { dirname, resolve } from 'node:path';
import { type AnyCheck, PROFILES, type Profile, type ScanCheck } from '../../checks/define-check.ts';
import { CHECKS, SCAN_CHECKS } from '../../checks/index.ts';
import type { ConfigFile } from '../../config/config-file.ts';
import { findConfigFile } from '../../config/find-config.ts';
import type { CustomCheck } from '../../custom/custom-check.ts';
import { extraFields } from '../../custom/extra.ts';
import { chooseChecks, chooseScanChecks } from '../../diagnose/choose-checks.ts';
import { needsVolumeUsage } from '../../diagnose/plan.ts';
import type { ExtraFields } from '../../snapshot/extra-fields.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { PlacedRule } from '../../suppress/rule.ts';
import { isExpired } from '../../suppress/rule.ts';
import { blindChecks, readCustomChecks } from './custom-checks.ts';

/** What is judged here and what nobody wants to hear of, after the flags and the config file. */
export interface HouseRules {
  readonly checks: readonly AnyCheck[];
  readonly scanChecks: readonly ScanCheck[];
  /** Those of the checks that somebody wrote as YAML. */
  readonly custom: readonly CustomCheck[];
  /** What these look at and nobody else does: without it they would judge fields that were cut away. */
  readonly extra: ExtraFields;
  readonly rules: readonly PlacedRule[];
  /** The checks whose findings count as low at most: those of a profile, but for those that the file gives a severity. */
  readonly posture: ReadonlySet<string>;
}

/**
 * Reads the config file and chooses the checks.
 *
 * @throws MekhanikubeError `usage` where the file is not right
 */
export async function houseRules(
  wanted: {
    readonly config?: string | undefined;
    readonly profiles?: readonly Profile[];
    readonly crds?: boolean | undefined;
    readonly volumeUsage?: boolean | undefined;
    /** Files and folders of custom checks, besides those that the config file names. */
    readonly customChecks?: readonly string[] | undefined;
  },
  env: NodeJS.ProcessEnv,
): Promise<HouseRules> {
  const file = await findConfigFile(wanted.config ?? env['MEKHANIKUBE_CONFIG'], env);
  const custom = await readCustomChecks([...pathsIn(file), ...(wanted.customChecks ?? [])]);
  const own = custom.map(({ check }) => check);
  file?.requireChecks([...CHECKS, ...SCAN_CHECKS, ...own].map(({ id }) => id));
  const severities: ConfigFile['severities'] = file?.severities ?? new Map();
  const asked = new Set([...(file?.profiles ?? []), ...(wanted.profiles ?? [])]);
  const choice = {
    profiles: PROFILES.filter((profile) => asked.has(profile)),
    severities,
    crds: wanted.crds === true,
    volumeUsage: wanted.volumeUsage === true,
  };
  // Whoever writes a check of a custom resource wants it read.
  const checks = [...chooseChecks(CHECKS, choice), ...chooseChecks(own, { ...choice, crds: true })];
  return {
    checks,
    scanChecks: chooseScanChecks(SCAN_CHECKS, choice),
    custom,
    extra: extraFields(custom),
    rules: file?.rules ?? [],
    posture: postureIn(checks.filter(({ id }) => !severities.has(id))),
  };
}

/**
 * The same without the checks that this snapshot cannot show what they look at; says so, on standard error. Nothing is
 * said where a recording does not hold how full volumes are, unless that is asked for.
 */
export function sighted(
  house: HouseRules,
  snapshot: Snapshot,
  options: { readonly quiet?: boolean; readonly volumeUsage?: boolean },
): HouseRules {
  const blind = blindChecks(house.custom, snapshot, options);
  const asked = snapshot.coverage.some(({ kind, state }) => kind === 'VolumeUsage' && state !== 'not-recorded');
  const checks = house.checks
    .filter(({ id }) => !blind.has(id))
    .filter((check) => asked || options.volumeUsage === true || !needsVolumeUsage(check));
  return { ...house, checks };
}

/** As seen from the config file, not from where the tool was started. */
function pathsIn(file: ConfigFile | null | undefined): readonly string[] {
  return file === null || file === undefined ? [] : file.checks.map((path) => resolve(dirname(file.path), path));
}

/** The checks that belong to a profile. */
export function postureIn(checks: readonly AnyCheck[]): ReadonlySet<string> {
  return new Set(checks.filter(({ profile }) => profile !== undefined).map(({ id }) => id));
}

/** Says which rules are over, on standard error: their findings are back, and somebody wonders why. */
export function noteExpired({ rules }: HouseRules, takenAt: string): void {
  for (const { rule, where } of rules.filter((placed) => isExpired(placed.rule, takenAt))) {
    process.stderr.write(
      `note: ${where}: this rule ended with ${rule.until ?? ''} and ignores nothing any more (${rule.reason})\n`,
    );
  }
}
