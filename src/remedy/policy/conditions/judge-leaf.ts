import { durationText } from '../../../kube/time.ts';
import type { Sample } from '../../signals/sample.ts';
import type { Leaf } from '../schema/conditions.ts';
import { compareSample } from './compare.ts';
import type { Instant, LeafState } from './leaf-state.ts';
import { FRESH } from './leaf-state.ts';
import type { Truth } from './truth.ts';

/** Twice: once when it began, once when it is to count. */
const SEEN_TWICE = 2;

/** What a leaf is, and what to remember of it. */
export interface LeafJudgement {
  readonly truth: Truth;
  /** True where the comparison holds and only `for` or its coverage is not yet reached. */
  readonly pending: boolean;
  /** What was seen, and what is still missing, in words. */
  readonly text: string;
  readonly state: LeafState;
}

/** Judges one leaf for one target: pure. */
export function judgeLeaf(leaf: Leaf, previous: LeafState | null, sample: Sample, now: Instant): LeafJudgement {
  const before = previous ?? FRESH;
  const fresh = withoutStale(sample, leaf.maxAgeMs);
  const truth = compareSample(leaf.compare, fresh, before);
  if (truth === 'unknown') return unknownLeaf(leaf, before, fresh);
  const state = advanced(leaf, before, fresh, truth === 'true', now);
  const text = textOf(fresh);
  if (truth === 'false') return { truth, pending: false, text, state };
  const missing = missingFor(leaf, state, fresh);
  if (missing === null) return { truth: 'true', pending: false, text, state };
  return { truth: 'false', pending: true, text: `${text}; ${missing}`, state };
}

/** Nothing is learnt: the time neither goes on nor begins anew, unless the policy takes the unknown for false. */
function unknownLeaf({ onUnknown }: Leaf, before: LeafState, sample: Sample): LeafJudgement {
  const reason = sample.state === 'known' ? `${sample.text}: too little is known to compare it` : sample.reason;
  if (onUnknown === 'Hold') return { truth: 'unknown', pending: false, text: reason, state: before };
  return {
    truth: 'false',
    pending: false,
    text: `${reason}; taken for false`,
    state: { ...before, held: false, heldMs: 0, samples: 0 },
  };
}

function advanced(leaf: Leaf, before: LeafState, sample: Sample, holds: boolean, now: Instant): LeafState {
  const value = sample.state === 'known' ? (sample.values[0] ?? null) : null;
  if (!holds) return { ...FRESH, last: now, value };
  const gapMs = before.held ? gap(before.last, now) : null;
  // Whoever did not look for so long does not know what was in between.
  const goesOn = gapMs !== null && gapMs <= leaf.maxAgeMs;
  const heldMs = goesOn ? before.heldMs + gapMs : 0;
  return { held: true, heldMs, samples: goesOn ? before.samples + 1 : 1, last: now, value };
}

/**
 * The time between two samples; null where no clock tells. In one process the wall clock is not asked, since it may be
 * set; over a restart nothing else is left, and a step backwards counts for nothing.
 */
function gap(last: LeafState['last'], now: Instant): number | null {
  if (last === null) return null;
  if (last.session === now.session) return now.monoMs < last.monoMs ? null : now.monoMs - last.monoMs;
  return Math.max(0, now.wallMs - last.wallMs);
}

function withoutStale(sample: Sample, maxAgeMs: number): Sample {
  if (sample.state !== 'known' || (sample.ageMs ?? 0) <= maxAgeMs) return sample;
  const age = durationText(sample.ageMs ?? 0);
  return { state: 'unknown', reason: `${sample.text}, ${age} ago: older than ${durationText(maxAgeMs)}` };
}

/** What is missing until `for` is reached; null where it is. */
function missingFor({ forMs, minSamples }: Leaf, state: LeafState, sample: Sample): string | null {
  if (forMs === 0) return null;
  const lastedMs = sample.state === 'known' ? (sample.lastedMs ?? 0) : 0;
  const heldMs = Math.max(state.heldMs, lastedMs);
  if (heldMs < forMs) return `for ${durationText(heldMs)} of ${durationText(forMs)}`;
  const needed = minSamples ?? (lastedMs >= forMs ? 1 : SEEN_TWICE);
  return state.samples < needed ? `seen ${state.samples} of ${needed} times` : null;
}

function textOf(sample: Sample): string {
  return sample.state === 'known' ? sample.text : sample.reason;
}
