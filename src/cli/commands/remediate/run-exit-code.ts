import type { RunResult } from '../../../remedy/run/finish.ts';
import { EXIT } from '../../exit-codes.ts';

/** False beside a plain no: then an approval would not help. */
function isOnlyForApproval(denied: RunResult['denied']): boolean {
  return denied.some(({ waitsFor }) => waitsFor === 'approval') && denied.every(({ waitsFor }) => waitsFor !== null);
}

/** The exit code of a run. */
export function exitCodeOf({ outcome, denied }: Pick<RunResult, 'outcome' | 'denied'>): number {
  switch (outcome) {
    case 'succeeded':
      return EXIT.ok;
    case 'abandoned':
    case 'cancelled':
    case 'conflict':
      return isOnlyForApproval(denied) ? EXIT.waiting : EXIT.denied;
    case 'rolled-back':
    case 'failed':
      return EXIT.rolledBack;
    case 'partially-rolled-back':
    case 'needs-human':
      return EXIT.needsHuman;
  }
}
