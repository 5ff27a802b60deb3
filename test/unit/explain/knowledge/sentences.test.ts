import { expect, test } from 'vitest';
import { paragraphsOf, sentencesOf } from '../../../../src/explain/knowledge/sentences.ts';

test.each([
  ['One. Two. Three.', ['One.', 'Two.', 'Three.']],
  ['See `a. B` here. `c` is code.', ['See `a. B` here.', '`c` is code.']],
  ['See `spec.a`. Then go on.', ['See `spec.a`.', 'Then go on.']],
  ['A rate (as in `a`, e.g. one). 5 more.', ['A rate (as in `a`, e.g. one).', '5 more.']],
  ['It says "x". (As it does.) "Y" too.', ['It says "x".', '(As it does.)', '"Y" too.']],
  ['An open ` backtick. Stays.', ['An open ` backtick.', 'Stays.']],
])('%s', (paragraph, sentences) => {
  expect(sentencesOf(paragraph)).toEqual(sentences);
});

test('paragraphs are told apart by empty lines', () => {
  expect(paragraphsOf('\na\nb\n\n  \nc ')).toEqual(['a b', 'c']);
});
