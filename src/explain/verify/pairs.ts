import type { Support } from './support.ts';
import type { Token } from './tokens.ts';
import { type Objection, objection } from './verified.ts';
import { isEnglishWord } from './vocabulary/english.ts';
import { isKindWord } from './vocabulary/kubernetes.ts';
import { wordsOf } from './vocabulary/words-of.ts';

/** What is named as kinds are. */
const NAMED = wordsOf('container claim volume registry host namespace node');

/** Words of the language that programs are called by: behind a kind they are its name. */
const CALLED = wordsOf('server worker process controller store cache manager main app agent proxy');

/** `podSelector` behind a kind is a field of it. */
const FIELD = /^[a-z]+[A-Z]\w*$/u;

function singular(kind: string): string {
  return kind.replace(/(?<!s)s$/u, '');
}

function quoted(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&');
}

/** How the evidence names an object of a kind: `Pod shop/web`, `container web`, `containers[name=web]`. */
function isPair(kind: string, name: string, support: Support): boolean {
  if (support.pairs.has(`${kind} ${name.toLowerCase()}`)) return true;
  const word = kind === 'registry' || kind === 'host' ? '(?:registry|host|lookup|on)' : kind;
  const said = new RegExp(`\\b${word}s? "?(?:[\\w.-]+/)?${quoted(name)}(?![\\w-]|[./]\\w)`, 'iu');
  const field = kind === 'container' || kind === 'volume' ? `${kind}${kind === 'volume' ? 's' : ''}` : null;
  const listed = field === null ? null : new RegExp(`${field}\\w*\\[name=${quoted(name)}\\]`, 'iu');
  const claimed =
    kind === 'claim' || kind === 'persistentvolumeclaim'
      ? new RegExp(`claim\\w* (?:= )?"?${quoted(name)}\\b`, 'iu')
      : null;
  return [...support.own, ...support.free].some((line) => said.test(line) || listed?.test(line) || claimed?.test(line));
}

function isNameBehind(kind: Token, name: Token, next: Token | undefined, support: Support): boolean {
  if (kind.last || !support.names.has(name.text) || isKindWord(name.text) || FIELD.test(name.text)) return false;
  if (!isEnglishWord(name.lower)) return /[a-z]/u.test(name.text) || /\d+\.\d/u.test(name.text);
  return /^[A-Z]/u.test(kind.text) && CALLED.has(name.lower) && next !== undefined;
}

/** "Container process keeps crashing": no name of the evidence at all. */
function isInvented(kind: Token, name: Token, next: Token | undefined): boolean {
  return (
    /^[A-Z]/u.test(kind.text) &&
    !kind.last &&
    CALLED.has(name.text) &&
    /^(?:keeps?|is|was|has|ends?|ended|crashe[sd]|fails?|exits|needs|cannot)$/u.test(next?.lower ?? '')
  );
}

/** Finds a kind with the name of something else behind it: "Namespace web" where the Deployment is called web. */
export function foreignPair(tokens: readonly Token[], support: Support): Objection | null {
  for (const [index, kind] of tokens.entries()) {
    const [name, next] = [tokens[index + 1], tokens[index + 2]];
    const word = isKindWord(kind.text) || NAMED.has(kind.lower) ? singular(kind.lower) : null;
    if (word === null || name === undefined) continue;
    const isName = isNameBehind(kind, name, next, support) || isInvented(kind, name, next);
    if (isName && !isPair(word, name.text, support)) return objection('name', `${kind.text} ${name.text}`);
  }
  return null;
}
