import { expect, test } from 'vitest';
import { eventSignal } from '../../../../src/remedy/signals/event-signal.ts';
import { ago, pod, view, WEB, web } from './sample.ts';

let number = 0;
function event(
  reason: string,
  about: { kind: string; name: string; uid: string },
  parts: Record<string, unknown>,
): unknown {
  number += 1;
  const metadata = { name: `e${number}`, namespace: 'shop', uid: `e${number}` };
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata,
    type: 'Warning',
    reason,
    involvedObject: { ...about, namespace: 'shop' },
    ...parts,
  };
}

const POD = { kind: 'Pod', name: 'web-a', uid: 'Pod-web-a' };
const BACKOFF = { reason: 'BackOff*', type: 'Warning', window: 10 * 60_000 } as const;

function counted(events: readonly unknown[], source: Parameters<typeof eventSignal>[0] = BACKOFF, parts = {}) {
  const of = view([...WEB, pod('web-a'), ...events], parts);
  return eventSignal(source, web(of), of);
}

test('counts the events about the target and its pods within the window, series as often as they were seen', () => {
  const sample = counted([
    event('BackOffPull', POD, { count: 4, firstTimestamp: ago(5), lastTimestamp: ago(1) }),
    event(
      'BackOff',
      { kind: 'Deployment', name: 'web', uid: 'Deployment-web' },
      { eventTime: ago(3), series: { count: 3, lastObservedTime: ago(2) } },
    ),
    event('Unhealthy', POD, { count: 9, firstTimestamp: ago(5), lastTimestamp: ago(1) }),
    event('BackOff', { ...POD, uid: 'another' }, { count: 9, firstTimestamp: ago(5), lastTimestamp: ago(1) }),
    event('BackOff', POD, { count: 9, firstTimestamp: ago(60), lastTimestamp: ago(11) }),
  ]);
  expect(sample).toMatchObject({ state: 'known', values: [7] });
  expect(sample).not.toHaveProperty('atLeast');
});

test('of a series that began before the window only its last time is certain', () => {
  expect(counted([event('BackOff', POD, { count: 9, firstTimestamp: ago(60), lastTimestamp: ago(1) })])).toMatchObject({
    values: [1],
    atLeast: true,
  });
});

test('none is a number, not the unknown', () => {
  expect(counted([])).toMatchObject({ state: 'known', values: [0] });
});

test('events that could not be read, or are never read, are unknown', () => {
  expect(counted([], BACKOFF, { forbidden: ['Event'] }).state).toBe('unknown');
  expect(counted([], { ...BACKOFF, type: 'Normal' }).state).toBe('unknown');
});
