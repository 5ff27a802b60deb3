import { describe, expect, it } from 'vitest';
import { createSlots } from '../../../../src/cluster/api/slots.ts';

describe('createSlots', () => {
  it('runs so many at a time, in their order, and goes on after a failure', async () => {
    const inTurn = createSlots(2);
    const started: number[] = [];
    const ends: (() => void)[] = [];
    const work = [0, 1, 2, 3].map((index) =>
      inTurn(async () => {
        started.push(index);
        await new Promise<void>((resolve) => ends.push(resolve));
        if (index === 0) throw new Error('failed');
        return index;
      }),
    );
    const settled = Promise.allSettled(work);
    await Promise.resolve();
    expect(started).toEqual([0, 1]);
    ends[0]?.();
    await expect(work[0]).rejects.toThrow('failed');
    expect(started).toEqual([0, 1, 2]);
    for (let index = 1; index < 4; index++) {
      ends[index]?.();
      await work[index];
    }
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
    expect(await inTurn(async () => 'free again')).toBe('free again');
  });
});
