import fc from 'fast-check';
import type { Finding } from '../../../src/findings/finding.ts';
import type { Report } from '../../../src/report/report.ts';
import { symptom } from '../../support/symptom.ts';
import { configMapMissing, partialCoverage, reportOf } from './sample.ts';

/** Everything that one of the formats gives a meaning to, in one text. */
export const HOSTILE =
  'a\nb\r\nC critical  ::error::x %0A "q" \'s\' `t` | * _ <b>&amp;</b> ]]> --> {0} [l](http://evil) @team #1 !2 \\ \t\u0000\u001b[31m\u009b\u202e\u2028\ud800\uffff🚀 ## x ``` $1';

/** A report in which every text that a cluster can choose is this one. */
export function reportSaying(text: string): Report {
  const ref = { apiVersion: 'v1', kind: 'Pod', namespace: text, name: text };
  const finding: Finding = {
    ...configMapMissing,
    id: text,
    check: text,
    title: text,
    since: text,
    message: text,
    subject: ref,
    members: [ref, { ...ref, namespace: null, kind: text }],
    facts: { text },
    evidence: [
      { object: ref, path: text, value: { [text]: [text] } },
      { object: ref, path: text, value: text },
    ],
    symptoms: [symptom({ check: text, subject: ref, message: text })],
    causes: [{ id: text, check: text, subject: ref, message: text }],
    change: null,
    fixes: [
      { text, command: text },
      { text, command: null },
    ],
    docs: text,
  };
  const { kinds, checks } = partialCoverage;
  const report = reportOf({
    findings: [finding, { ...finding, id: `${text}2`, severity: 'low', confidence: 'possible' }],
    coverage: {
      kinds: kinds.map((kind) => (kind.reason === null ? kind : { ...kind, reason: text, except: [text] })),
      checks: {
        run: [...checks.run, text],
        skipped: [{ check: text, reason: text }],
        crashed: [{ check: text, reason: text, object: ref }],
      },
    },
    filter: { selector: text },
  });
  return { ...report, cluster: { name: text, context: text, version: text } };
}

/** Any text at all, control characters and halves of characters included. */
export const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom(HOSTILE, '', ' ', '\n', '.', '..', '::', '`', '|', '{0}', '](', '-->', '&#10;', '%25'),
);
