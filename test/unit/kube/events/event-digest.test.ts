import { describe, expect, test } from 'vitest';
import { digestsOf, patternOf, ratePerHour } from '../../../../src/kube/events/event-digest.ts';
import type { KubeEvent } from '../../../../src/kube/object.ts';

const event = (message: string, rest: Partial<KubeEvent> = {}): KubeEvent => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: 'x' },
  reason: 'Failed',
  message,
  ...rest,
});

describe('patternOf', () => {
  test.each([
    [
      'Error creating: pods "web-5b685d6589-24t7h" is forbidden',
      '(combined from similar events): Error creating: pods "web-5b685d6589-xdvrg" is forbidden',
    ],
    ['pod db-0 took 12s', 'pod db-1 took 7s'],
    ['dial tcp 10.96.0.1:443: connect: refused', 'dial tcp 10.100.2.17:443: connect: refused'],
    ['uid 3f4583d1-3120-48c5-b201-b372641fac1f is gone', 'uid bbee4ea1-fb55-467f-ac5b-83f8786d5704 is gone'],
    ['pod log-agent-x7k2p failed', 'pod log-agent-9qz4t failed'],
  ])('%s is like %s', (one, other) => {
    expect(patternOf(one)).toBe(patternOf(other));
  });

  test('words stay', () => {
    expect(patternOf('configmap "web-config" not found')).toBe('configmap "web-config" not found');
  });
});

describe('digestsOf', () => {
  test('joins the two Events of a scheduler, old and new kind, and counts both', () => {
    const [digest, ...rest] = digestsOf([
      event('0/3 nodes are available', {
        series: { count: 4, lastObservedTime: '2026-01-10T11:50:00Z' },
        eventTime: '2026-01-10T11:40:00Z',
      }),
      event('0/2 nodes are available', { eventTime: '2026-01-10T11:30:00Z' }),
    ]);
    expect(rest).toEqual([]);
    expect(digest).toMatchObject({
      count: 5,
      firstSeen: '2026-01-10T11:30:00Z',
      lastSeen: '2026-01-10T11:50:00Z',
    });
  });

  test('keeps reasons apart', () => {
    expect(digestsOf([event('x'), event('x', { reason: 'Other' })])).toHaveLength(2);
  });
});

test('a rate is over an hour at least', () => {
  const rate = (first: string, last: string, count: number) =>
    ratePerHour({ reason: '', pattern: '', newest: event(''), count, firstSeen: first, lastSeen: last });
  expect(rate('2026-01-10T11:50:00Z', '2026-01-10T11:55:00Z', 12)).toBe(12);
  expect(rate('2026-01-10T02:00:00Z', '2026-01-10T12:00:00Z', 12)).toBeCloseTo(1.2);
});
