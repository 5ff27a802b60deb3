import { expect } from 'vitest';
import type { LineOf } from '../../../src/doctor/line.ts';
import { type Expected, said } from './sample.ts';

/** Compares a line with its row of a table. Without a mend in the row, the line must have none. */
export function expectLine<Facts>(line: LineOf<Facts>, facts: Facts, expected: Expected): void {
  const [status, seen, mend] = expected ?? [];
  expect(said(line, facts)).toEqual(
    expected === null
      ? null
      : {
          status,
          seen: expect.stringMatching(seen ?? /^$/),
          mend: mend === undefined ? null : expect.stringMatching(mend),
        },
  );
}
