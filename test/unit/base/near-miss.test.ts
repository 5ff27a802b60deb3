import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareText } from '../../../src/base/collate.ts';
import { nearMisses } from '../../../src/base/near-miss.ts';

test.each([
  ['one letter too many', 'web-config', ['web-confg', 'api', 'settings'], ['web-confg']],
  ['neighbours swapped', 'settings', ['stetings', 'other'], ['stetings']],
  ['another case', 'Web', ['web', 'wxyz'], ['web']],
  ['contained, behind what is near', 'web', ['web-frontend', 'wob'], ['wob', 'web-frontend']],
  ['too short to be contained', 'db', ['database-db-main'], []],
  ['closest first, then by name', 'app-1', ['app-23', 'app-3', 'app-2', 'app-1'], ['app-1', 'app-2', 'app-3']],
])('%s', (_what, name, candidates, expected) => {
  expect(nearMisses(name, candidates)).toEqual(expected);
});

/** The number of edits by definition, without any short cut. */
function edits(left: string, right: string): number {
  const rows = [Array.from({ length: right.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= left.length; row++) {
    rows.push([row]);
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      rows[row]?.push(
        Math.min(
          at(row - 1, column) + 1,
          at(row, column - 1) + 1,
          at(row - 1, column - 1) + (same ? 0 : 1),
          swapped ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
  }
  return at(left.length, right.length);
}

function byDefinition(name: string, candidates: readonly string[]): readonly string[] {
  const scored = [...new Set(candidates)].flatMap((candidate) => {
    const [shorter = '', longer = ''] = [name, candidate].sort((a, b) => a.length - b.length);
    const distance = edits(name, candidate);
    if (distance <= Math.max(1, Math.floor(longer.length / 3))) return [{ candidate, score: distance }];
    const contained = shorter.length >= 3 && longer.includes(shorter);
    return contained ? [{ candidate, score: 2 * longer.length - shorter.length }] : [];
  });
  return scored
    .sort((left, right) => left.score - right.score || compareText(left.candidate, right.candidate))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

test('no short cut loses a name or changes the order', () => {
  const name = fc.string({ unit: fc.constantFrom('a', 'b', 'š'), minLength: 3, maxLength: 6 });
  fc.assert(
    fc.property(name, fc.array(name, { minLength: 6, maxLength: 20 }), (wanted, candidates) => {
      expect(nearMisses(wanted, candidates)).toEqual(byDefinition(wanted, candidates));
    }),
    { numRuns: 500 },
  );
});
