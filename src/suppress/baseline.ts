import { dump } from 'js-yaml';
import { z } from 'zod';
import { compareText, firstDifference } from '../base/collate.ts';
import { readDocument } from '../base/document/read-document.ts';
import { strict } from '../base/document/strict.ts';

const Entry = strict({
  id: z.string().regex(/^[0-9a-f]{16}$/, 'is no id of a finding: 16 hexadecimal digits'),
  check: z.string().min(1),
  /** `Deployment shop/web` */
  subject: z.string().min(1),
  /** The day on which it was written down first. */
  since: z.iso.date('is no date, like 2026-12-31'),
});

const Document = strict({
  apiVersion: z.literal('mekhanikube.io/v1alpha1'),
  kind: z.literal('Baseline'),
  findings: z.array(Entry),
});

/** A finding that somebody has taken note of. */
export type BaselineEntry = z.output<typeof Entry>;

/** The known findings by their ids. */
export type Baseline = ReadonlyMap<string, BaselineEntry>;

/**
 * Reads a baseline.
 *
 * @throws MekhanikubeError `usage` with the place and what is allowed there
 */
export function parseBaseline(source: string, text: string): Baseline {
  const { value } = readDocument(source, text, Document);
  return new Map(value.findings.map((entry) => [entry.id, entry]));
}

const HEADER = '# Findings that are known. Written by mekhanikube analyze --write-baseline, read by --baseline.\n';

/** A baseline as a file: sorted by subject, so that two versions of it are easily compared. */
export function baselineText(baseline: Baseline): string {
  const findings = [...baseline.values()].sort((left, right) =>
    firstDifference(
      compareText(left.subject, right.subject),
      compareText(left.check, right.check),
      compareText(left.id, right.id),
    ),
  );
  return HEADER + dump({ apiVersion: 'mekhanikube.io/v1alpha1', kind: 'Baseline', findings }, { lineWidth: -1 });
}
