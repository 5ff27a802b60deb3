import { compareText } from '../base/collate.ts';
import { SEVERITIES } from '../findings/severity.ts';
import type { ObjectRef } from '../kube/object-ref.ts';
import type { ReportSummary } from './report.ts';

/** `1 check`, `3 checks`. */
export function plural(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${pluralOf(noun)}`;
}

function pluralOf(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /s$/.test(noun) ? `${noun}es` : `${noun}s`;
}

/** `3 pods, 1 CronJob`: a kind of one word reads as a word, others keep the API's spelling. */
export function kindCounts(refs: readonly ObjectRef[]): string {
  const counts = new Map<string, number>();
  for (const { kind } of refs) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts]
    .sort(([left], [right]) => compareText(left, right))
    .map(([kind, count]) => plural(count, /^[A-Z][a-z]+$/.test(kind) ? kind.toLowerCase() : kind))
    .join(', ');
}

/** `2 critical, 3 high, 1 low`: the severities that occur, worst first. */
export function severityCounts(summary: ReportSummary): string {
  return SEVERITIES.filter((severity) => summary[severity] > 0)
    .map((severity) => `${summary[severity]} ${severity}`)
    .join(', ');
}
