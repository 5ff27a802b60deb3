import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takeText, unzip } from '../../../../src/cluster/api/bytes.ts';

describe('unzip', () => {
  it.each([0, 1, 10_000, 3_000_000])('gives back %d bytes', (length) => {
    const text = 'x'.repeat(length);
    expect(unzip(gzipSync(text)).toString()).toBe(text);
  });

  it('does not depend on the length that the body claims', () => {
    const zipped = Buffer.concat([gzipSync('first '.repeat(50_000)), gzipSync('second')]);
    expect(unzip(zipped).toString()).toBe(`${'first '.repeat(50_000)}second`);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('not zipped')],
    ['a part', gzipSync('x').subarray(0, 15)],
  ])('fails for %s', (_, body) => {
    expect(() => unzip(body)).toThrow();
  });
});

describe('takeText', () => {
  it('decodes across the borders of its pieces', () => {
    for (const text of ['a', 'ä', '€', '😀']) {
      for (const shift of [0, 1, 2, 3]) {
        const long = 'x'.repeat(shift) + text.repeat(1_000_000);
        expect(takeText(Buffer.from(long)) === long).toBe(true);
      }
    }
  });

  it('decodes anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(takeText(Buffer.from(text))).toBe(Buffer.from(text).toString());
      }),
    );
  });

  it('leaves the other buffers of a pool alone', () => {
    const neighbour = Buffer.from('neighbour');
    takeText(Buffer.from('{}'));
    expect(neighbour.toString()).toBe('neighbour');
  });

  it('does not hang on what is no UTF-8', () => {
    expect(takeText(Buffer.alloc(2_000_000, 0x80))).toHaveLength(2_000_000);
  });
});
