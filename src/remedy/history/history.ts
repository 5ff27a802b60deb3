import { z } from 'zod';
import { MekhanikubeError } from '../../base/errors.ts';
import { Attempt } from '../safeguards/attempt.ts';
import { Buckets } from '../safeguards/tokens.ts';
import type { State } from '../state/state.ts';

/** What cooldowns, rates, breakers and concurrency remember of earlier runs. */
const History = z.object({
  formatVersion: z.literal(1),
  /** In the order in which they began. */
  attempts: z.array(Attempt),
  buckets: Buckets,
});
export type History = Readonly<z.output<typeof History>>;

const EMPTY: History = { formatVersion: 1, attempts: [], buckets: {} };
/** No safeguard looks further back. */
const KEPT = 1_000;

/** Where the history of a cluster lies in the state folder. */
function pathOf(cluster: string): string {
  return `clusters/${cluster}/history.json`;
}

/** @throws MekhanikubeError `state-integrity` where it cannot be read: a forgotten cooldown would be none */
export function readHistory(state: State, cluster: string): History {
  const bytes = state.read(pathOf(cluster));
  if (bytes === undefined) return EMPTY;
  const parsed = History.safeParse(parse(bytes));
  if (parsed.success) return parsed.data;
  throw new MekhanikubeError('state-integrity', `${state.folder}/${pathOf(cluster)} is damaged`, {
    hint: 'look at it; where it is removed, cooldowns and rates begin anew',
  });
}

/** Puts the newest version of an attempt in. */
export function withAttempt(history: History, attempt: Attempt): History {
  const others = history.attempts.filter(({ run }) => run !== attempt.run);
  return { ...history, attempts: [...others, attempt].slice(-KEPT) };
}

export function writeHistory(state: State, cluster: string, history: History): void {
  state.makeFolder(`clusters/${cluster}`);
  state.write(pathOf(cluster), Buffer.from(`${JSON.stringify(history)}\n`));
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}
