import { z } from 'zod';
import { LeafState } from './conditions/leaf-state.ts';

/** Where the text is kept. */
export interface TextStore {
  /** Null where nothing was stored yet. */
  read(): Promise<string | null>;
  write(text: string): Promise<void>;
}

/** Leaf states by policy, target and leaf. */
export type LeafStates = ReadonlyMap<string, LeafState>;

const Stored = z.strictObject({
  version: z.literal(1),
  leaves: z.record(z.string().max(1500), LeafState),
});

/**
 * The key of a leaf for a target. The hash of the policy is in it: a changed policy begins anew.
 *
 * @param target the uid, or where there is none its reference
 */
export function leafKey(policyHash: string, target: string, leaf: string): string {
  return `${policyHash.slice(0, 16)}/${target}/${leaf}`;
}

/** What was read, and why it is less than what was stored. */
export interface StoredStates {
  readonly states: LeafStates;
  /** A damaged store begins anew: every `for` is waited for again. */
  readonly problem: string | null;
}

/** Reads the states back; text that is not ours is never taken for good. */
export async function readStates(store: TextStore): Promise<StoredStates> {
  const text = await store.read();
  if (text === null) return { states: new Map(), problem: null };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { states: new Map(), problem: 'the stored conditions are no JSON: every "for" begins anew' };
  }
  const parsed = Stored.safeParse(json);
  if (!parsed.success)
    return { states: new Map(), problem: 'the stored conditions are damaged: every "for" begins anew' };
  return { states: new Map(Object.entries(parsed.data.leaves)), problem: null };
}

/** Stores exactly these states: what is not among them is forgotten. */
export async function writeStates(store: TextStore, states: LeafStates): Promise<void> {
  const leaves = Object.fromEntries([...states].sort(([left], [right]) => (left < right ? -1 : 1)));
  await store.write(`${JSON.stringify({ version: 1, leaves })}\n`);
}
