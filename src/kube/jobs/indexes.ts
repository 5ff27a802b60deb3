import type { ObjectOf, Pod } from '../object.ts';

/** What became of the indexes of an Indexed Job, as its status writes them: `0,2-4`. */
export interface Indexes {
  /** Failed for good; null where none has, or the Job counts failures for all indexes together. */
  readonly failedIndexes: string | null;
  readonly completedIndexes: string | null;
  readonly completions: number | null;
}

/** Ranges of indexes that a sentence names; of a Job with thousands there may be hundreds. */
const MOST = 8;

/** Both lists are null for a Job that is not Indexed. */
export function indexesOf({ spec, status }: ObjectOf<'Job'>): Indexes {
  return {
    failedIndexes: status?.failedIndexes || null,
    completedIndexes: status?.completedIndexes || null,
    completions: spec?.completions ?? null,
  };
}

/** The label that the controller of Jobs puts on each pod of an Indexed Job. */
const INDEX = 'batch.kubernetes.io/job-completion-index';

/** The indexes of these pods, each once, in their order; empty for pods of a Job that is not Indexed. */
export function failedIndexesIn(pods: readonly Pod[]): number[] {
  const indexes = pods.flatMap(({ metadata }) => metadata.labels?.[INDEX] ?? []).map(Number);
  return [...new Set(indexes)].filter(Number.isInteger).sort((left, right) => left - right);
}

/** Which indexes failed or completed, as the end of a sentence; empty where nothing is known of them. */
export function indexesText({ failedIndexes, completedIndexes, completions }: Indexes): string {
  const parts = [
    ...(failedIndexes === null ? [] : [outOf(failedIndexes, completions, 'failed')]),
    ...(completedIndexes === null ? [] : [outOf(completedIndexes, completions, 'completed')]),
  ];
  return parts.join(', ');
}

function outOf(ranges: string, completions: number | null, became: string): string {
  const count = countOf(ranges);
  const total = completions === null ? `${count}` : `${count} of ${completions}`;
  return `${total} ${(completions ?? count) === 1 ? 'index' : 'indexes'} ${became} (${shortened(ranges)})`;
}

function countOf(ranges: string): number {
  let count = 0;
  for (const range of ranges.split(',')) {
    const [first = 0, last = first] = range.split('-').map(Number);
    count += last - first + 1;
  }
  return count;
}

function shortened(ranges: string): string {
  const all = ranges.split(',');
  return all.length <= MOST ? ranges : `${all.slice(0, MOST).join(',')},...`;
}
