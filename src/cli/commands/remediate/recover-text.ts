import type { RunResult } from '../../../remedy/run/finish.ts';
import { visible } from '../../../report/visible.ts';

/** A run that was ended. */
interface Recovered {
  readonly run: string;
  readonly result: Pick<RunResult, 'outcome' | 'reason' | 'left' | 'notes'>;
}

/** What is taken back by itself later. */
export interface Pending {
  readonly run: string;
  readonly due: string;
}

/** How interrupted runs ended, with what could not be taken back and why, and what is still to come. */
export function recoverText(recovered: readonly Recovered[], pending: readonly Pending[]): string {
  const ended = recovered.flatMap(({ run, result: { outcome, reason, left, notes } }) => [
    `${run}: ${outcome}: ${visible(reason)}`,
    // A run that stuck has its reason as what is left.
    ...left.filter((text) => text !== reason).map((text) => `  left: ${visible(text)}`),
    ...notes.map((text) => `  note: ${visible(text)}`),
  ]);
  const lines = [
    ...(ended.length === 0 ? ['No run was interrupted.'] : ended),
    ...pending.map(({ run, due }) => `${run} is taken back at ${due}, by the first command that repairs after that.`),
  ];
  return `${lines.join('\n')}\n`;
}
