import { z } from 'zod';
import { elapsedMs, Moment } from './moment.ts';

/** So many in a window: as many at once, and then one more for each share of the window that passes. */
export interface RateLimit {
  readonly max: number;
  readonly windowMs: number;
}

const Bucket = z.object({ tokens: z.number(), at: Moment });

/** What is left in each bucket, by the key of its scope. Kept on disk: a restart fills none. */
export const Buckets = z.record(z.string(), Bucket);
export type Buckets = Readonly<z.output<typeof Buckets>>;

/** A limit that applies: `{ key: 'namespace/shop', limit }`. */
export interface RateScope {
  readonly key: string;
  readonly limit: RateLimit;
}

export type Rate =
  | { readonly state: 'free' }
  | { readonly state: 'spent'; readonly scope: string; readonly limit: RateLimit; readonly freeAt: Date | null };

/** A guard against sums like 0.1 + 0.2: a token that is there but for this is there. */
const TINY = 1e-9;

/** The limits that apply to one run. Each is left out where it is null. */
export function rateScopes(
  run: { readonly policy: string | null; readonly namespace: string | null },
  limits: Readonly<Record<'policy' | 'namespace' | 'cluster', RateLimit | null>>,
): readonly RateScope[] {
  const scope = (key: string | null, limit: RateLimit | null): readonly RateScope[] =>
    key === null || limit === null ? [] : [{ key, limit }];
  return [
    ...scope(run.policy === null ? null : `policy/${run.policy}`, limits.policy),
    ...scope(run.namespace === null ? null : `namespace/${run.namespace}`, limits.namespace),
    ...scope('cluster', limits.cluster),
  ];
}

/** Whether every scope has a token left; else the one that makes it wait longest. */
export function rateOf(buckets: Buckets, scopes: readonly RateScope[], now: Moment): Rate {
  let longest: { readonly scope: RateScope; readonly waitMs: number } | undefined;
  for (const scope of scopes) {
    const missing = 1 - tokensIn(buckets, scope, now);
    if (missing <= TINY) continue;
    const { max, windowMs } = scope.limit;
    const waitMs = max >= 1 ? (missing * windowMs) / max : Number.POSITIVE_INFINITY;
    if (longest === undefined || waitMs > longest.waitMs) longest = { scope, waitMs };
  }
  if (longest === undefined) return { state: 'free' };
  const { scope, waitMs } = longest;
  const freeAt = Number.isFinite(waitMs) ? new Date(now.wallMs + Math.ceil(waitMs)) : null;
  return { state: 'spent', scope: scope.key, limit: scope.limit, freeAt };
}

/** Takes one token of every scope, or none and null where one of them has none. */
export function takeTokens(buckets: Buckets, scopes: readonly RateScope[], now: Moment): Buckets | null {
  return rateOf(buckets, scopes, now).state === 'free' ? changed(buckets, scopes, now, -1) : null;
}

/** Puts the tokens back, for a run that sent nothing. */
export function giveBackTokens(buckets: Buckets, scopes: readonly RateScope[], now: Moment): Buckets {
  return changed(buckets, scopes, now, 1);
}

function changed(buckets: Buckets, scopes: readonly RateScope[], now: Moment, by: number): Buckets {
  const next = scopes.map((scope) => {
    const tokens = Math.max(0, Math.min(scope.limit.max, tokensIn(buckets, scope, now) + by));
    return [scope.key, { tokens, at: now }] as const;
  });
  return { ...buckets, ...Object.fromEntries(next) };
}

function tokensIn(buckets: Buckets, { key, limit }: RateScope, now: Moment): number {
  const bucket = Object.hasOwn(buckets, key) ? buckets[key] : undefined;
  if (bucket === undefined) return limit.max;
  return Math.min(limit.max, bucket.tokens + (elapsedMs(bucket.at, now) * limit.max) / limit.windowMs);
}
