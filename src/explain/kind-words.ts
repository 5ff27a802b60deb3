import { ALL_KINDS, groupOf, KINDS } from '../kube/kinds.ts';
import type { Kind } from '../kube/object.ts';

/**
 * The kinds whose bare name says the kind in any text.
 *
 * Of an extension's kinds those of one word do not: a Service called `gateway` or `orders` is no Gateway and no Order.
 */
export const TELLING_KINDS: readonly Kind[] = ALL_KINDS.filter(
  (kind) => KINDS[kind].source !== 'extension' || /[a-z][A-Z]|[A-Z]{2}/.test(kind),
);

/** What kinds are called where that cannot be somebody's name for something: the others' with their group only. */
export const KIND_WORDS: ReadonlySet<string> = new Set(
  ALL_KINDS.flatMap((kind) => wordsOf(kind).flatMap((word) => [word, `${word}s`])),
);

function wordsOf(kind: Kind): readonly string[] {
  const { apiVersion, resource, shortNames, source } = KINDS[kind];
  const plain = [kind.toLowerCase(), resource];
  const group = groupOf(apiVersion);
  return [
    kind,
    ...(group === '' ? [] : plain.map((name) => `${name}.${group}`)),
    ...(TELLING_KINDS.includes(kind) ? plain : []),
    // The short names of extensions are words like `app` and `ip`.
    ...(source === 'extension' ? [] : shortNames),
  ];
}
