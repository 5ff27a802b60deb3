import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pipelineOf, shellCommand, shellWords } from '../../../../src/explain/knowledge/shell-words.ts';

test.each([
  ['kubectl get pods -n shop', ['kubectl', 'get', 'pods', '-n', 'shop']],
  ["a -o jsonpath='{.a b}'", ['a', '-o', 'jsonpath={.a b}']],
  [`a "b 'c'" 'd "e"' f\\ g ''`, ['a', "b 'c'", 'd "e"', 'f g', '']],
  ["a 'b'\\''c'", ['a', "b'c"]],
])('%s', (command, words) => {
  expect(shellWords(command)).toEqual(words);
});

test.each([["a 'b"], ['a "b'], ['a \\']])('%s is not closed', (command) => {
  expect(shellWords(command)).toBeUndefined();
});

test.each([
  ['kubectl get pods', ['kubectl get pods']],
  ["a -o '{.a|b}' | b -d | c", ["a -o '{.a|b}'", 'b -d', 'c']],
  ['a "b|c" d\\|e|f', ['a "b|c" d\\|e', 'f']],
  ["a 'b | c", ["a 'b", 'c']],
  ['a || b | c', ['a || b', 'c']],
])('%s is cut into its commands', (code, commands) => {
  expect(pipelineOf(code)).toEqual(commands);
});

test('a command is taken apart into the words that it was made of', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (words) => {
      expect(shellWords(shellCommand(words))).toEqual(words);
    }),
  );
});
