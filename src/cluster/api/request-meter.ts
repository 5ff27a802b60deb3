import type { ControlPlane } from '../../kube/object.ts';
import type { Api } from './client.ts';

/** What became of requests. */
export type RequestTally = NonNullable<ControlPlane['ourRequests']>;

const TOO_MANY = 429;

/**
 * An API that counts, from now on, what becomes of the requests that are made through it.
 *
 * A time is that until the head of an answer: how long a body takes is a matter of the way as well. A request that is
 * turned away several times counts as one, since a single kind may well be refused for a while: one whose cache fills.
 */
export function meterRequests(inner: Api): { readonly api: Api; tally(): RequestTally } {
  const times: number[] = [];
  let count = 0;
  let throttled = 0;
  return {
    api: {
      get: (path, signal, accept) => {
        let wasThrottled = false;
        count++;
        return inner.get(path, signal, accept, (status, ms) => {
          if (status !== TOO_MANY) times.push(ms);
          else if (!wasThrottled) {
            wasThrottled = true;
            throttled++;
          }
        });
      },
    },
    tally: () => ({ count, p95Ms: Math.round(percentile(times, 95)), throttled }),
  };
}

/** The smallest value that so many of a hundred do not exceed; 0 of none. */
function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? 0;
}
