import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeLeaf } from '../../../../../src/remedy/policy/conditions/judge-leaf.ts';
import type { Instant, LeafState } from '../../../../../src/remedy/policy/conditions/leaf-state.ts';
import { leavesOf } from '../../../../../src/remedy/policy/conditions/leaves.ts';
import type { Leaf } from '../../../../../src/remedy/policy/schema/conditions.ts';
import { known, type Sample, unknown } from '../../../../../src/remedy/signals/sample.ts';
import { policy } from '../sample.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

function leafWith(parts: Record<string, unknown>): Leaf {
  const [placed] = leavesOf(
    policy({ when: { all: [{ id: 'crash', finding: { check: 'pod-*' }, ...parts }] } }).spec.when,
  );
  if (placed === undefined) throw new Error('no leaf');
  return placed.leaf;
}

/** A process with its two clocks. */
function clock(session = 'first', wallMs = Date.parse('2026-01-10T12:00:00Z')) {
  let now: Instant = { wallMs, monoMs: 5000, session };
  return {
    now: () => now,
    pass: (ms: number) => {
      now = { ...now, wallMs: now.wallMs + ms, monoMs: now.monoMs + ms };
    },
    set: (ms: number) => {
      now = { ...now, wallMs: now.wallMs + ms };
    },
    restart: () => {
      now = { ...now, monoMs: 10, session: `${now.session}+` };
    },
  };
}

const YES = known(1, 'one');
const NO = known(0, 'none');

/** Judges again and again; gives the truth of each time. */
function run(leaf: Leaf, time: ReturnType<typeof clock>, steps: readonly (readonly [Sample, () => void])[]) {
  let state: LeafState | null = null;
  return steps.map(([sample, then]) => {
    const judged = judgeLeaf(leaf, state, sample, time.now());
    // What is stored is JSON.
    state = JSON.parse(JSON.stringify(judged.state));
    then();
    return judged.pending ? 'pending' : judged.truth;
  });
}

describe('for 3m', () => {
  const leaf = leafWith({ for: '3m', maxAge: '2m' });
  const minute = (time: ReturnType<typeof clock>) => () => time.pass(MINUTE);

  test('is true once it has held that long, and begins anew after a no', () => {
    const time = clock();
    const next = minute(time);
    expect(
      run(leaf, time, [
        [YES, next],
        [YES, next],
        [YES, next],
        [YES, next],
        [NO, next],
        [YES, next],
      ]),
    ).toEqual(['pending', 'pending', 'pending', 'true', 'false', 'pending']);
  });

  test('a restart half way neither resets nor skips it', () => {
    const time = clock();
    const next = minute(time);
    const restart = () => {
      time.pass(MINUTE);
      time.restart();
    };
    expect(
      run(leaf, time, [
        [YES, next],
        [YES, restart],
        [YES, next],
        [YES, next],
      ]),
    ).toEqual(['pending', 'pending', 'pending', 'true']);
  });

  test.each([HOUR, -HOUR])('a clock that is set by %d ms does not fire it', (jump) => {
    const time = clock();
    expect(
      run(leaf, time, [
        [YES, () => time.pass(MINUTE)],
        [YES, () => time.set(jump)],
        [YES, () => time.pass(MINUTE)],
        [YES, () => time.pass(MINUTE)],
        [YES, () => {}],
      ]),
    ).toEqual(['pending', 'pending', 'pending', 'pending', 'true']);
  });

  test.each([HOUR, -HOUR])('nor does one that is set by %d ms while nobody ran', (jump) => {
    const time = clock();
    const away = () => {
      time.set(jump);
      time.restart();
    };
    expect(
      run(leaf, time, [
        [YES, () => time.pass(MINUTE)],
        [YES, away],
        [YES, () => {}],
      ]),
    ).toEqual(['pending', 'pending', 'pending']);
  });

  test('a gap longer than maxAge begins it anew', () => {
    const time = clock();
    expect(
      run(leaf, time, [
        [YES, () => time.pass(2 * MINUTE)],
        [YES, () => time.pass(2 * MINUTE + 1)],
        [YES, () => time.pass(MINUTE)],
        [YES, () => {}],
      ]),
    ).toEqual(['pending', 'pending', 'pending', 'pending']);
  });

  test('what is unknown neither triggers nor begins it anew', () => {
    const time = clock();
    const next = minute(time);
    expect(
      run(leaf, time, [
        [YES, next],
        [YES, next],
        [unknown('no answer'), next],
        [YES, next],
      ]),
    ).toEqual(['pending', 'pending', 'unknown', 'true']);
  });

  test('onUnknown: False takes it for a no', () => {
    const time = clock();
    const next = minute(time);
    const strictLeaf = leafWith({ for: '3m', maxAge: '2m', onUnknown: 'False' });
    expect(
      run(strictLeaf, time, [
        [YES, next],
        [YES, next],
        [unknown('no answer'), next],
        [YES, next],
      ]),
    ).toEqual(['pending', 'pending', 'false', 'pending']);
  });

  test('the API may tell that it has lasted: one look is enough then', () => {
    const lasted = (ms: number): Sample => ({ ...YES, lastedMs: ms });
    const judged = (sample: Sample) => judgeLeaf(leaf, null, sample, clock().now());
    expect(judged(lasted(3 * MINUTE)).truth).toBe('true');
    expect(judged(lasted(3 * MINUTE - 1))).toMatchObject({ truth: 'false', pending: true });
  });
});

test('minSamples must be reached as well', () => {
  const time = clock();
  const leaf = leafWith({ for: '1m', minSamples: 4, maxAge: '2m' });
  const half = () => time.pass(30 * SECOND);
  expect(
    run(leaf, time, [
      [YES, half],
      [YES, half],
      [YES, half],
      [YES, half],
    ]),
  ).toEqual(['pending', 'pending', 'pending', 'true']);
});

test('an old sample is unknown', () => {
  const leaf = leafWith({ maxAge: '2m' });
  const aged = (ageMs: number) => judgeLeaf(leaf, null, { ...YES, ageMs }, clock().now()).truth;
  expect([aged(2 * MINUTE), aged(2 * MINUTE + 1)]).toEqual(['true', 'unknown']);
});

test('it is never true before it has been true for that long, whatever the clocks do', () => {
  const leaf = leafWith({ for: '10m', maxAge: '5m' });
  const step = fc.record({
    pass: fc.nat(6 * MINUTE),
    set: fc.integer({ min: -2 * HOUR, max: 2 * HOUR }),
    yes: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const time = clock();
      let state: LeafState | null = null;
      let sinceMono: number | null = null;
      for (const { pass, set, yes } of steps) {
        time.pass(pass);
        time.set(set);
        const judged = judgeLeaf(leaf, state, yes ? YES : NO, time.now());
        state = judged.state;
        sinceMono = yes ? (sinceMono ?? time.now().monoMs) : null;
        if (judged.truth === 'true')
          expect(time.now().monoMs - (sinceMono ?? Number.POSITIVE_INFINITY)).toBeGreaterThanOrEqual(10 * MINUTE);
      }
    }),
  );
});
