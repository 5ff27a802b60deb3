import { describe, expect, it } from 'vitest';
import { retry, waitAfter } from '../../../src/base/retry.ts';

const BACKOFF = { firstMs: 100, longestMs: 1000 };

describe('waitAfter', () => {
  it('doubles up to the longest', () => {
    expect([1, 2, 3, 4, 5, 60].map((attempt) => waitAfter(attempt, BACKOFF, 1))).toEqual([
      100, 200, 400, 800, 1000, 1000,
    ]);
  });

  it('takes at least half of it, so that callers spread but never rush', () => {
    expect(waitAfter(2, BACKOFF, 0)).toBe(100);
    expect(waitAfter(2, BACKOFF, 0.5)).toBe(150);
  });
});

describe('retry', () => {
  it('waits as it is told, until it is done', async () => {
    const waited: number[] = [];
    const result = await retry(
      async (attempt) => (attempt < 3 ? { waitMs: attempt * 10 } : { done: `after ${attempt}` }),
      async (ms) => void waited.push(ms),
    );
    expect(result).toBe('after 3');
    expect(waited).toEqual([10, 20]);
  });

  it('passes on what is thrown', async () => {
    const failing = retry(
      async () => Promise.reject(new Error('no')),
      async () => {},
    );
    await expect(failing).rejects.toThrow('no');
  });
});
