import { z } from 'zod';

/** When something was last said, by what and to whom. Kept in the state folder, so read back with care. */
export const Ledger = z.record(z.string().max(500), z.iso.datetime());

export type Ledger = z.infer<typeof Ledger>;

/**
 * Whether it is time to say it again. Never said is; so is said at a time that is still to come, which a clock that
 * was set back leaves behind: once too often is better than never.
 */
export function shouldSend(ledger: Ledger, key: string, now: Date, repeatMs: number): boolean {
  const last = Object.hasOwn(ledger, key) ? Date.parse(ledger[key] ?? '') : Number.NaN;
  const sinceMs = now.getTime() - last;
  return Number.isNaN(sinceMs) || sinceMs < 0 || sinceMs >= repeatMs;
}

/** The ledger once it was said. What was said longer ago than `keepMs` is forgotten. */
export function withSent(ledger: Ledger, key: string, now: Date, keepMs: number): Ledger {
  const kept = Object.entries(ledger).filter(([, at]) => now.getTime() - Date.parse(at) < keepMs);
  return Object.fromEntries([...kept, [key, now.toISOString()]]);
}
