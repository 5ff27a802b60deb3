import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createJsonEnd } from '../../../../src/explain/model/json-end.ts';

it('finds the end of any object, and of no part of it', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(3), (value, indent) => {
      const text = ` ${JSON.stringify(value, null, indent)}`;
      const find = createJsonEnd();
      for (let length = 0; length < text.length; length++) expect(find(text.slice(0, length))).toBeNull();
      expect(find(`${text}  \n{}`)).toBe(text.length);
      expect(find(`${text}  \n{}   `)).toBe(text.length);
    }),
  );
});

it.each(['null', '"a"', '```json\n{}', 'x {}'])('finds none in %j', (text) => {
  const find = createJsonEnd();
  expect(find(text)).toBeNull();
  expect(find(`${text} {"a": 1}`)).toBeNull();
});
