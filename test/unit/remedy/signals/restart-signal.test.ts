import { describe, expect, test } from 'vitest';
import { observeRestarts, RestartHistory } from '../../../../src/remedy/signals/restart-history.ts';
import { restartSignal } from '../../../../src/remedy/signals/restart-signal.ts';
import { viewOf } from '../../../../src/snapshot/snapshot-view.ts';
import { snapshotOf } from '../../../support/fixture.ts';
import { ago, NOW_MS, pod, view, WEB, web } from './sample.ts';

const WINDOW = { window: 10 * 60_000 };

function restarts(of: ReturnType<typeof view>, history: RestartHistory = {}) {
  return restartSignal(WINDOW, web(of), of, history);
}

describe('without a history', () => {
  test('a pod that is younger than the window tells all', () => {
    expect(restarts(view([...WEB, pod('a', { restarts: 4, born: ago(9), lastEnd: ago(1) })]))).toMatchObject({
      values: [4],
    });
    expect(restarts(view([...WEB, pod('a', { restarts: 4, born: ago(9), lastEnd: ago(1) })]))).not.toHaveProperty(
      'atLeast',
    );
  });
  test('an older one tells its last restart', () => {
    expect(restarts(view([...WEB, pod('a', { restarts: 4, lastEnd: ago(1) })]))).toMatchObject({
      values: [1],
      atLeast: true,
    });
  });
  test('one whose last restart lies before the window had none', () => {
    expect(restarts(view([...WEB, pod('a', { restarts: 4, lastEnd: ago(11) })]))).toEqual(
      expect.objectContaining({ values: [0] }),
    );
    expect(restarts(view([...WEB, pod('a', { restarts: 4, lastEnd: ago(11) })]))).not.toHaveProperty('atLeast');
  });
  test('pods that could not be read are unknown', () => {
    expect(restarts(view(WEB, { forbidden: ['Pod'] })).state).toBe('unknown');
  });
});

describe('with a history', () => {
  /** Sees the pods some minutes before the snapshot; what is kept is JSON. */
  function watched(looks: readonly (readonly [number, readonly unknown[]])[]): RestartHistory {
    let history: RestartHistory = {};
    for (const [minutes, pods] of looks) {
      const earlier = viewOf(snapshotOf({ takenAt: ago(minutes), objects: [...WEB, ...pods] }));
      history = RestartHistory.parse(JSON.parse(JSON.stringify(observeRestarts(history, earlier))));
    }
    return history;
  }
  test('counts what came within the window, not what was before', () => {
    const history = watched([
      [30, [pod('a', { restarts: 5 })]],
      [11, [pod('a', { restarts: 7 })]],
      [0, [pod('a', { restarts: 10 })]],
    ]);
    expect(restarts(view([...WEB, pod('a', { restarts: 10, lastEnd: ago(1) })]), history)).toMatchObject({
      values: [3],
    });
  });
  test('survives the replacement of the pod', () => {
    const history = watched([
      [11, [pod('a', { restarts: 7 })]],
      [5, [pod('a', { restarts: 9 })]],
      [0, [pod('b', { restarts: 2, born: ago(3) })]],
    ]);
    const now = view([...WEB, pod('b', { restarts: 2, born: ago(3) })]);
    expect(restarts(now, history)).toMatchObject({ values: [4] });
    expect(restarts(now, history)).not.toHaveProperty('atLeast');
  });
  test('that is younger than the window gives a lower bound', () => {
    const history = watched([
      [5, [pod('a', { restarts: 7 })]],
      [0, [pod('a', { restarts: 9 })]],
    ]);
    expect(restarts(view([...WEB, pod('a', { restarts: 9, lastEnd: ago(1) })]), history)).toMatchObject({
      values: [2],
      atLeast: true,
    });
  });
  test('stays small however often it is looked at', () => {
    const looks = Array.from({ length: 700 }, (_, index) => [700 - index, [pod('a', { restarts: index })]] as const);
    const [entry] = Object.values(watched(looks));
    expect(entry?.marks.length).toBeLessThanOrEqual(301);
    expect(entry?.marks.at(-1)).toEqual({ atMs: NOW_MS - 60_000, total: 699 });
  });
  test('what is not ours is not read back', () => {
    expect(RestartHistory.safeParse({ a: { pods: {}, total: -1, marks: [] } }).success).toBe(false);
  });
});
