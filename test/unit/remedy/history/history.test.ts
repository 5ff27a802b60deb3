import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readHistory, withAttempt, writeHistory } from '../../../../src/remedy/history/history.ts';
import { attempt, MINUTE } from '../safeguards/history.ts';
import { freshPath, opened, thrownBy } from '../state/faulty-disk.ts';

const CLUSTER = 'c0ffee00-0000-4000-8000-000000000001';

test('is empty where nothing was kept', () => {
  expect(readHistory(opened(freshPath()), CLUSTER)).toEqual({ formatVersion: 1, attempts: [], buckets: {} });
});

test('comes back as it was kept, for its own cluster', () => {
  const state = opened(freshPath());
  const history = withAttempt(readHistory(state, CLUSTER), attempt(0, 'succeeded'));
  writeHistory(state, CLUSTER, history);
  expect(readHistory(state, CLUSTER)).toEqual(history);
  expect(readHistory(state, 'another').attempts).toEqual([]);
});

test('knows each run once, in its newest version, and no more than a thousand', () => {
  const empty = readHistory(opened(freshPath()), CLUSTER);
  const running = withAttempt(withAttempt(empty, attempt(0, 'running')), attempt(MINUTE, 'running'));
  const ended = withAttempt(running, attempt(0, 'failed'));
  expect(ended.attempts.map(({ run, outcome }) => [run, outcome])).toEqual([
    ['run-1', 'running'],
    ['run-0', 'failed'],
  ]);
  let long = empty;
  for (let index = 0; index < 1_005; index++) long = withAttempt(long, attempt(index * MINUTE, 'succeeded'));
  expect(long.attempts).toHaveLength(1_000);
  expect(long.attempts.at(-1)?.run).toBe('run-1004');
});

test.each([
  '',
  '{',
  '{"formatVersion":2,"attempts":[],"buckets":{}}',
  '{"formatVersion":1,"attempts":[{}],"buckets":{}}',
])('is not taken for empty where it is damaged: %s', (text) => {
  const state = opened(freshPath());
  writeHistory(state, CLUSTER, readHistory(state, CLUSTER));
  writeFileSync(join(state.folder, `clusters/${CLUSTER}/history.json`), text, { mode: 0o600 });
  expect(thrownBy(() => readHistory(state, CLUSTER))).toMatchObject({
    code: 'state-integrity',
    message: expect.stringContaining('history.json is damaged'),
  });
});
