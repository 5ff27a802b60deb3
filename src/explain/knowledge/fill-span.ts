import type { Finding } from '../../findings/finding.ts';
import { homeOf, type Name } from './names.ts';
import { pipelineOf, shellCommand, shellWords } from './shell-words.ts';
import { isPlaceholder, type Place, RESOLVERS, VOCABULARY } from './vocabulary.ts';

/** A placeholder as a word of its own: not a part of a longer one, nor the heading of a column (`NAME:.metadata.name`). */
const PLACEHOLDER = new RegExp(`(?<![A-Za-z0-9_-])(?:${VOCABULARY.join('|')})(?![A-Za-z0-9_:])`, 'g');

/** The programs whose commands are told from other code: their words are quoted for a shell. */
const PROGRAMS: readonly string[] = ['crictl', 'docker', 'helm', 'kubectl', 'nslookup'];

/**
 * Fills a code span with the finding's names; a command stays one that can be pasted.
 *
 * Returns undefined where the finding has no value for one of its placeholders.
 */
export function fillSpan(code: string, finding: Finding): string | undefined {
  if (code.search(PLACEHOLDER) < 0) return code;
  const [first = '', ...more] = pipelineOf(code);
  if (!PROGRAMS.includes(shellWords(first)?.[0] ?? '')) return fillWords([code], finding)?.[0];
  const filled = [first, ...more].map((command) => fillCommand(command, finding));
  return filled.every((command) => command !== undefined) ? filled.join(' | ') : undefined;
}

function fillCommand(code: string, finding: Finding): string | undefined {
  if (code.search(PLACEHOLDER) < 0) return code;
  const words = shellWords(code);
  if (words === undefined) return undefined;
  const filled = fillWords(words, finding);
  return filled === undefined ? undefined : shellCommand(filled);
}

function fillWords(words: readonly string[], finding: Finding): readonly string[] | undefined {
  const places = words.flatMap((word, index) =>
    (word.match(PLACEHOLDER) ?? []).map((name) => ({ name, words, index })),
  );
  const named = places.filter(({ name }) => name !== 'NAMESPACE').map((place) => resolve(place, finding));
  const namespace = namespaceFor(named, finding);
  // The only object of the command lies in no namespace: then `-n NAMESPACE` goes.
  const bare = namespace === null && words.includes('OBJECT');
  const filled = words.map((word, index) => fillWord(word, { words, index }, finding, namespace));
  const kept = bare ? filled.filter((_word, index) => !isNamespaceOption(words, index)) : filled;
  return kept.every((word) => word !== undefined) ? kept : undefined;
}

function isNamespaceOption(words: readonly string[], index: number): boolean {
  const flag = words[index] === '-n' ? index : index - 1;
  return words[flag] === '-n' && words[flag + 1] === 'NAMESPACE';
}

/** Undefined where a placeholder in the word has no value. */
function fillWord(
  word: string,
  place: Place,
  finding: Finding,
  namespace: string | null | undefined,
): string | undefined {
  let complete = true;
  const filled = word.replace(PLACEHOLDER, (name) => {
    const value = name === 'NAMESPACE' ? namespace : resolve({ ...place, name }, finding)?.text;
    if (typeof value === 'string') return value;
    complete = false;
    return name;
  });
  return complete ? filled : undefined;
}

function resolve({ name, ...place }: Place & { readonly name: string }, finding: Finding): Name | undefined {
  return isPlaceholder(name) ? RESOLVERS[name](finding, place) : undefined;
}

/** The one namespace of the objects of a command, or where to look; undefined where they lie in two. */
function namespaceFor(names: readonly (Name | undefined)[], finding: Finding): string | null | undefined {
  const found = [...new Set(names.flatMap((name) => (typeof name?.namespace === 'string' ? [name.namespace] : [])))];
  if (found.length > 1) return undefined;
  if (found[0] !== undefined) return found[0];
  return homeOf(finding) ?? null;
}
