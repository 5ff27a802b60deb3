import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import { dirname } from 'node:path';
import { type Fact, type GuardFacts, known } from '../../../remedy/guards/facts.ts';
import type { Safeguards } from '../../../remedy/guards/settings.ts';
import { type History, readHistory } from '../../../remedy/history/history.ts';
import type { Remembered } from '../../../remedy/plan/guarding.ts';
import type { Subject } from '../../../remedy/plan/repair.ts';
import { breakerOf } from '../../../remedy/safeguards/breaker.ts';
import { concurrencyOf } from '../../../remedy/safeguards/concurrency.ts';
import { cooldownOf } from '../../../remedy/safeguards/cooldown.ts';
import type { Moment } from '../../../remedy/safeguards/moment.ts';
import { rateOf, rateScopes } from '../../../remedy/safeguards/tokens.ts';
import type { State } from '../../../remedy/state/state.ts';

/** What the memory of one run is asked with. */
export interface Remembering {
  readonly state: State;
  readonly cluster: string;
  /** Null where a person acts. */
  readonly policy: string | null;
  readonly safeguards: Safeguards;
  readonly condition: NonNullable<GuardFacts['condition']>;
  readonly schedule: NonNullable<GuardFacts['schedule']>;
  readonly targets: Remembered['targets'];
  /** The run that asks: it does not stand in its own way. */
  readonly run: string | null;
}

/** Room that must stay free on the disk whatever the backup takes. */
const FLOOR_BYTES = 16 * 2 ** 20;
/** Of the journal, the audit log and small files. */
const OVERHEAD_BYTES = 256 * 2 ** 10;

/** What the state folder tells the guards. */
export function remember(subject: Subject, remembering: Remembering): Remembered {
  const { state, cluster, policy, safeguards, condition, schedule, targets, run } = remembering;
  const all = readHistory(state, cluster);
  const history: History = { ...all, attempts: all.attempts.filter((attempt) => attempt.run !== run) };
  const own = all.attempts.find((attempt) => attempt.run === run);
  const holdsToken = own?.outcome === 'running' && own.holdsToken === true;
  const now = momentNow();
  const target = subject.target.metadata.uid ?? '';
  const namespace = subject.target.metadata.namespace ?? null;
  const limits = { policy: safeguards.rate?.limit ?? null, namespace: null, cluster: null };
  const scopes = rateScopes({ policy, namespace }, limits);
  return {
    installationState: {
      pause: state.isPaused(),
      isStorageLow: state.storageLow(),
      breaker:
        policy === null || safeguards.breaker === null
          ? null
          : breakerOf(history.attempts, policy, safeguards.breaker, now),
    },
    targets,
    condition,
    schedule,
    cooldown: cooldownFact(history, { policy, target }, safeguards, now),
    disk: known({
      freeBytes: freeBytes(state),
      estimateBytes: estimate(subject),
      floorBytes: FLOOR_BYTES,
      problem: null,
    }),
    tokens: known({
      // What has its token already does not need another.
      rate: holdsToken ? { state: 'free' } : rateOf(history.buckets, scopes, now),
      onExceeded: safeguards.rate?.onExceeded.mode ?? 'Reject',
      concurrency: concurrencyOf(history.attempts, { policy, target, namespace }, safeguards.concurrency),
    }),
  };
}

function cooldownFact(
  { attempts }: History,
  wanted: { readonly policy: string | null; readonly target: string },
  { cooldown }: Safeguards,
  now: Moment,
): Fact<ReturnType<typeof cooldownOf>> {
  return known(cooldown === null ? { state: 'ready' } : cooldownOf(attempts, wanted, cooldown, now));
}

/** Of the nearest folder that is there. */
function freeBytes(state: State): number {
  if (existsSync(state.folder)) return state.freeBytes();
  let folder = dirname(state.folder);
  while (!existsSync(folder)) folder = dirname(folder);
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

function estimate({ writes, target, proposal }: Subject): number {
  const objects = [target, ...proposal.writes];
  return OVERHEAD_BYTES + 2 * JSON.stringify([writes, objects]).length;
}

/** Now, by the clock of the wall and by that of the machine. */
export function momentNow(): Moment {
  return { wallMs: Date.now(), uptimeMs: uptime() * 1000, boot: bootId() };
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return hostname();
  }
}
