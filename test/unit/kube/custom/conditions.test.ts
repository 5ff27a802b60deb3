import { describe, expect, it } from 'vitest';
import { clipped, conditionsIn, failedFor, isCurrent, standingMs } from '../../../../src/kube/custom/conditions.ts';
import type { Custom } from '../../../../src/kube/object.ts';

const NOW = Date.parse('2026-01-10T12:00:00Z');
const clock = { age: (time: string | null | undefined) => (time ? Math.max(0, NOW - Date.parse(time)) : 0) };
const MINUTE = 60_000;

function widget(condition: Record<string, unknown>, metadata = {}, status = {}): Custom {
  return {
    apiVersion: 'example.com/v1',
    kind: 'Widget',
    metadata: { name: 'one', creationTimestamp: '2026-01-10T11:50:00Z', ...metadata },
    status: { ...status, conditions: [condition] },
  };
}

const failed = { type: 'Ready', status: 'False', lastTransitionTime: '2026-01-10T11:55:00Z' };

describe('a condition of a custom resource', () => {
  it('is complete, whatever the object holds', () => {
    expect(conditionsIn({ conditions: [{ type: 'Ready', status: 'Maybe', message: 7 }, null, 'x'] })).toEqual([
      {
        type: 'Ready',
        status: 'Unknown',
        reason: '',
        message: '',
        lastTransitionTime: null,
        observedGeneration: undefined,
      },
    ]);
    expect(conditionsIn({ conditions: {} })).toEqual([]);
    expect(conditionsIn(undefined)).toEqual([]);
  });

  it('counts once it has stood for long enough', () => {
    expect(failedFor(widget(failed), 'Ready', 5 * MINUTE, clock)?.status).toBe('False');
    expect(failedFor(widget(failed), 'Ready', 6 * MINUTE, clock)).toBeUndefined();
  });

  it('is as old as its object where its time is the default of a schema', () => {
    const [waiting] = conditionsIn({ conditions: [{ ...failed, lastTransitionTime: '1970-01-01T00:00:00Z' }] });
    expect(waiting === undefined ? 0 : standingMs(waiting, widget(failed), clock)).toBe(10 * MINUTE);
  });

  it('counts only for the generation that it speaks of', () => {
    const [condition] = conditionsIn({ conditions: [failed] });
    if (condition === undefined) throw new Error('no condition');
    expect(isCurrent({ ...condition, observedGeneration: 1 }, widget(failed, { generation: 2 }))).toBe(false);
    expect(isCurrent(condition, widget(failed, { generation: 2 }, { observedGeneration: 1 }))).toBe(false);
    expect(isCurrent(condition, widget(failed, { generation: 2 }, { observedGeneration: 2 }))).toBe(true);
    expect(isCurrent(condition, widget(failed, { generation: 2 }))).toBe(true);
  });

  it('does not count while the object is being deleted', () => {
    const going = widget(failed, { deletionTimestamp: '2026-01-10T11:59:00Z' });
    expect(failedFor(going, 'Ready', 5 * MINUTE, clock)).toBeUndefined();
  });
});

it('cuts a long text on one line, without a full stop', () => {
  expect(clipped('It broke.\n  Twice.')).toBe('It broke. Twice');
  expect(clipped('x'.repeat(400))).toHaveLength(300);
});
