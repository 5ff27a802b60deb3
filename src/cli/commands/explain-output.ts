import type { ExplainProgress } from '../../explain/session.ts';
import { visible } from '../../report/visible.ts';
import type { Progress } from '../ui/progress.ts';

/** Room for a spinner, and for a terminal that is a little narrower than it says. */
const MARGIN = 4;

/** Shows what a model writes as it grows, said to be unverified: the report holds only what is left after that. */
export function showExplaining(progress: Progress, width: number): (explain: ExplainProgress) => void {
  return ({ done, total, title, summary }) => {
    const text = `Explaining ${Math.min(done + 1, total)} of ${total}: ${title}`;
    const room = width - MARGIN - 'unverified: '.length;
    const tail = visible(summary).slice(-room);
    progress.update(text, tail === '' ? undefined : `unverified: ${tail}`);
  };
}
