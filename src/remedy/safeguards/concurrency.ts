import type { Attempt } from './attempt.ts';

/** How many runs may be open at once. */
export interface ConcurrencyLimits {
  readonly policy: number;
  readonly namespace: number;
  readonly cluster: number;
}

export type Concurrency =
  | { readonly state: 'free' }
  | {
      readonly state: 'full';
      readonly scope: 'target' | 'policy' | 'namespace' | 'cluster';
      /** The runs that are in the way. */
      readonly runs: readonly string[];
      readonly limit: number;
    };

/** Whether one more run may be opened; on one target there is never more than one. */
export function concurrencyOf(
  attempts: readonly Attempt[],
  wanted: Pick<Attempt, 'policy' | 'namespace' | 'target'>,
  limits: ConcurrencyLimits,
): Concurrency {
  const open = attempts.filter(({ outcome }) => outcome === 'running');
  const scopes = [
    { scope: 'target', of: open.filter(({ target }) => target === wanted.target), limit: 1 },
    {
      scope: 'policy',
      of: open.filter(({ policy }) => policy !== null && policy === wanted.policy),
      limit: limits.policy,
    },
    {
      scope: 'namespace',
      of: open.filter(({ namespace }) => namespace !== null && namespace === wanted.namespace),
      limit: limits.namespace,
    },
    { scope: 'cluster', of: open, limit: limits.cluster },
  ] as const;
  const full = scopes.find(({ of, limit }) => of.length >= limit);
  if (full === undefined) return { state: 'free' };
  return { state: 'full', scope: full.scope, runs: full.of.map(({ run }) => run), limit: full.limit };
}
