import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupingPath } from '../../../src/delivery/grouping-path.ts';

test.each([
  ['kind-prod', 'cluster/kind-prod'],
  ['prod_1.eu', 'cluster/prod_1.eu'],
  // From the Pushgateway's own README.
  ['/var/tmp', 'cluster@base64/L3Zhci90bXA'],
  ['', 'cluster@base64/='],
  ['..', 'cluster@base64/Li4'],
  ['.', 'cluster@base64/Lg'],
  ['arn:aws:eks:eu-west-1:1:cluster/a', 'cluster@base64/YXJuOmF3czpla3M6ZXUtd2VzdC0xOjE6Y2x1c3Rlci9h'],
  ['a b', 'cluster@base64/YSBi'],
  ['ü?>', 'cluster@base64/w7w_Pg'],
])('%j is %s', (value, path) => {
  expect(groupingPath('cluster', value)).toBe(path);
});

test('any value is two segments that a URL leaves as they are, and comes back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      const path = groupingPath('cluster', value);
      expect(new URL(`http://h/metrics/job/x/${path}`).pathname).toBe(`/metrics/job/x/${path}`);
      const [label, segment = '', ...rest] = path.split('/');
      expect(rest).toEqual([]);
      const read = label === 'cluster' ? segment : Buffer.from(segment.replace(/=$/, ''), 'base64url').toString();
      expect(read).toBe(value.toWellFormed());
    }),
  );
});
