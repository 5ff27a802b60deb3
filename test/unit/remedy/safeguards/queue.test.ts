import { expect, test } from 'vitest';
import { nextInQueue, type Queued, type QueueSettings, whenExceeded } from '../../../../src/remedy/safeguards/queue.ts';
import { at, MINUTE } from './history.ts';

const QUEUE: QueueSettings = { mode: 'Queue', ttlMs: 20 * MINUTE, maxLength: 2 };

function item(key: string, priority = 0, ms = 0): Queued {
  return { key, priority, at: at(ms) };
}

const keys = (items: readonly Queued[]) => items.map(({ key }) => key);

function filled(...items: readonly Queued[]): readonly Queued[] {
  return items.reduce<readonly Queued[]>((queue, one) => whenExceeded(queue, one, QUEUE).queue, []);
}

test('Reject and Notify queue nothing', () => {
  expect(whenExceeded([], item('a'), { mode: 'Reject' })).toEqual({ queue: [], outcome: 'rejected', dropped: [] });
  expect(whenExceeded([], item('a'), { mode: 'Notify' })).toEqual({ queue: [], outcome: 'notified', dropped: [] });
});

test('a queue has an end', () => {
  const full = filled(item('a'), item('b'));
  expect(whenExceeded(full, item('c'), QUEUE)).toMatchObject({ queue: full, outcome: 'rejected', dropped: [] });
});

test('a higher priority takes the place of the lowest that came last', () => {
  const { queue, outcome, dropped } = whenExceeded(filled(item('a'), item('b')), item('c', 1), QUEUE);
  expect([outcome, keys(queue), keys(dropped)]).toEqual(['queued', ['a', 'c'], ['b']]);
});

test('what waits already does not wait twice', () => {
  expect(keys(filled(item('a'), item('a', 5)))).toEqual(['a']);
});

test('the highest priority first, and the first among equals', () => {
  const first = nextInQueue(filled(item('a'), item('b', 1)), 20 * MINUTE, at(0));
  expect([first.item?.key, keys(first.queue)]).toEqual(['b', ['a']]);
  expect(nextInQueue(filled(item('a'), item('b')), 20 * MINUTE, at(0)).item?.key).toBe('a');
  expect(nextInQueue([], 20 * MINUTE, at(0))).toEqual({ item: null, queue: [], expired: [] });
});

test('what waited too long is gone, by the clock that cannot jump', () => {
  const turn = nextInQueue([item('a'), item('b', 0, 5 * MINUTE)], 20 * MINUTE, at(20 * MINUTE));
  expect([turn.item?.key, keys(turn.expired)]).toEqual(['b', ['a']]);
  expect(nextInQueue([item('a')], 20 * MINUTE, at(MINUTE, { jumpMs: 60 * MINUTE })).item?.key).toBe('a');
});

test('the expired make room', () => {
  const { queue, dropped } = whenExceeded(filled(item('a'), item('b')), item('c', 0, 30 * MINUTE), QUEUE);
  expect([keys(queue), keys(dropped)]).toEqual([['c'], ['a', 'b']]);
});
