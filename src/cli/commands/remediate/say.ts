import { Ledger, shouldSend, withSent } from '../../../delivery/notify/ledger.ts';
import type { Notice } from '../../../delivery/notify/notice.ts';
import { tell } from '../../../delivery/notify/tell.ts';
import type { State } from '../../../remedy/state/state.ts';
import { channelCalled, readChannels } from './channels-here.ts';

/** How telling somebody ended. */
export interface Told {
  readonly isSent: boolean;
  readonly reason: string;
}

/** What is said, and how often at most. */
export interface Saying {
  readonly notice: Notice;
  /** What makes two messages the same. */
  readonly key: string;
  readonly repeatMs: number;
  readonly step: string;
}

const TIMEOUT_MS = 10_000;
const KEPT_MS = 30 * 24 * 3_600_000;
const LEDGER = 'notify.json';

/** Tells a channel, unless it was told the same within the interval. @throws MekhanikubeError `usage` */
export async function say(name: string, saying: Saying, state: State, signal: AbortSignal): Promise<Told> {
  const channel = channelCalled(name, readChannels(process.env));
  const { notice, repeatMs, step } = saying;
  const key = `${name} ${saying.key}`;
  const ledger = ledgerIn(state);
  const now = new Date();
  if (!shouldSend(ledger, key, now, repeatMs)) return { isSent: true, reason: `${name} was told before` };
  const failure = await tell(channel, notice, { run: notice.run ?? '', step }, { timeoutMs: TIMEOUT_MS, signal, now });
  if (failure !== null) return { isSent: false, reason: failure.message };
  state.write(LEDGER, Buffer.from(`${JSON.stringify(withSent(ledger, key, now, KEPT_MS))}\n`));
  return { isSent: true, reason: `${name} was told` };
}

function ledgerIn(state: State): Ledger {
  const bytes = state.read(LEDGER);
  if (bytes === undefined) return {};
  try {
    return Ledger.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    // Once too often is better than never.
    return {};
  }
}
