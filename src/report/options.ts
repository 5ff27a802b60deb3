import type { Prose } from '../checks/prose.generated.ts';
import type { Picture } from '../diagnose/picture/picture.ts';
import type { Finding } from '../findings/finding.ts';
import type { Severity } from '../findings/severity.ts';

/** What a renderer may know besides the report. Machine formats use the catalogue and the version at most. */
export interface RenderOptions {
  /** Columns of the terminal; text wraps there, commands never do. */
  readonly width: number;
  readonly color: boolean;
  /** Nothing outside ASCII, neither in our own signs nor in the cluster's names. */
  readonly ascii: boolean;
  /** All evidence, symptoms, members and skipped checks instead of the first few. */
  readonly verbose: boolean;
  /** The version of this tool, like `0.1.0`. */
  readonly toolVersion: string;
  readonly catalogue: Catalogue;
  /**
   * How a finding's objects hang together. It is no part of the report: whoever has a report and the snapshot can derive
   * it, and it would double the JSON; formats that draw ask for it.
   */
  readonly pictureOf: (finding: Finding) => Picture;
}

/** What is known of each check without running it, by id. */
export type Catalogue = ReadonlyMap<string, CheckPage>;

export interface CheckPage {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** The page that makes it true. */
  readonly source: string;
  readonly prose: Prose | undefined;
}

/** Joins checks and their prose: `catalogueOf([...CHECKS, ...SCAN_CHECKS], PROSE)`. */
export function catalogueOf(
  checks: readonly Omit<CheckPage, 'prose'>[],
  prose: Readonly<Record<string, Prose>>,
): Catalogue {
  return new Map(
    checks.map(({ id, title, severity, source }) => [id, { id, title, severity, source, prose: prose[id] }]),
  );
}
