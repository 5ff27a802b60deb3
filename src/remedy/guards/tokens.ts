import { countText, listText } from '../../base/list-text.ts';
import { durationText } from '../../kube/time.ts';
import type { Concurrency } from '../safeguards/concurrency.ts';
import type { Rate } from '../safeguards/tokens.ts';
import { defineGuard } from './define-guard.ts';
import type { TokenFacts } from './facts.ts';
import type { Denial } from './guard.ts';
import { deny, together } from './verdicts.ts';

/** Not too many in a time, and not too many at once. Last: a token is taken only where all else agrees. */
export const tokens = defineGuard({
  id: 'tokens',
  title: 'The rate, and the number of runs at once',
  on: 'tokens',
  judge: ({ rate, onExceeded, concurrency }) => together([...byRate(rate, onExceeded), ...byConcurrency(concurrency)]),
});

function byRate(rate: Rate, onExceeded: TokenFacts['onExceeded']): readonly Denial[] {
  if (rate.state === 'free') return [];
  const { max, windowMs } = rate.limit;
  const free = rate.freeAt === null ? '' : `; the next is free at ${rate.freeAt.toISOString()}`;
  const reason = `the rate of ${rate.scope} is used up: ${countText(max, 'run')} in ${durationText(windowMs)}${free}`;
  return [deny(reason, onExceeded === 'Queue' ? { id: 'RateExceeded', waitsFor: 'tokens' } : { id: 'RateRejected' })];
}

function byConcurrency(concurrency: Concurrency): readonly Denial[] {
  if (concurrency.state === 'free') return [];
  const { scope, runs, limit } = concurrency;
  const what = scope === 'cluster' ? 'in the cluster' : `on the same ${scope}`;
  const reason =
    runs.length === 0
      ? `no run may be open ${what}: the limit is ${limit}`
      : `${countText(runs.length, 'run')} of ${limit} are open ${what}: ${listText(runs)}`;
  return [deny(reason, { id: 'Concurrency', waitsFor: 'tokens' })];
}
