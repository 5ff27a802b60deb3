import { expect, test } from 'vitest';
import { visible } from '../../../src/report/visible.ts';

test.each([
  ['plain text, ünïcode and 日本語', 'plain text, ünïcode and 日本語'],
  ['\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
  ['\u009b31mred', '\\x9b31mred'],
  ['one\r\ntwo\nthree\u2028four\u0085five', 'one⏎two⏎three⏎four⏎five'],
  ['back\bspace\u0007', 'back\\x08space\\x07'],
  ['tab\tand\u00a0hard\u3000space', 'tab and hard space'],
  ['user\u202egnp.exe', 'user\\u202egnp.exe'],
  ['\u2066isolated\u2069', '\\u2066isolated\\u2069'],
  ['zero\u200bwidth\ufeff', 'zero\\u200bwidth'],
  ['tag\u{e0041}', 'tag\\u{e0041}'],
  ['half \ud800 pair', 'half \\ud800 pair'],
  ['می\u200cخواهم', 'می\u200cخواهم'],
  ['  padded \n', 'padded'],
])('%j is shown as %j', (text, shown) => {
  expect(visible(text)).toBe(shown);
});

test('in ASCII everything else is spelt out', () => {
  expect(visible('café\n日 \u001b', true)).toBe('caf\\xe9\\n\\u65e5 \\x1b');
  expect(visible('🚀', true)).toBe('\\u{1f680}');
});
