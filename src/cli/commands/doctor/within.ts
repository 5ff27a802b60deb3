import { messageOf } from '../../../base/errors.ts';
import type { Gathered } from '../../../doctor/facts.ts';

/**
 * What some work gives within a time. Work that does not listen to its signal is left behind.
 *
 * @throws the outer signal's reason where that aborts
 */
export async function within<Facts>(
  limitMs: number,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<Facts>,
): Promise<Gathered<Facts>> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), limitMs);
  const signal = AbortSignal.any([outer, limit.signal]);
  const cut = Promise.withResolvers<never>();
  const onAbort = (): void => cut.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return { state: 'known', facts: await Promise.race([work(signal), cut.promise]) };
  } catch (thrown) {
    outer.throwIfAborted();
    if (limit.signal.aborted) return { state: 'late', seconds: Math.round(limitMs / 1000) };
    return { state: 'failed', reason: messageOf(thrown) };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}
