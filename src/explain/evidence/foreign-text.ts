import type { Json } from '../../base/json.ts';
import type { Circumstances } from '../../findings/circumstances.ts';
import type { Finding } from '../../findings/finding.ts';

/** This many words in a row that stand in somebody's text are taken from it. */
const RUN = 4;

/** Facts and fields that hold what somebody wrote, even where that is one word. */
const WRITTEN =
  /(?:^|\.| )(?:message|text|error|failure|says|said|terminationMessage|annotations\b.*|description|note)$/u;

/** Fields that whoever writes a workload fills with any words. */
const FREE_FIELD = /\.(?:command|args)\b|\benv\[[^\]]*\]\.value$|\bannotations\b/u;

/** Facts of several words that a check puts together itself. */
const OURS: ReadonlySet<string> = new Set([
  'probe',
  'schedule',
  'selector',
  'requirement',
  'requirements',
  'states',
  'violations',
]);

/** More blanks than this make a value a text. */
const BLANKS = 3;

interface Word {
  readonly text: string;
  readonly bare: string;
  readonly start: number;
  readonly end: number;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Texts that anybody in the cluster can write, as the facts, the evidence and the circumstances of a finding have them. */
export function textsOfOthers(
  { facts, evidence }: Finding,
  { conditions, warnings, logs }: Circumstances,
): readonly string[] {
  const told = [...evidence, ...conditions].flatMap(({ path, value }) => textsIn(value, path));
  const texts = [
    ...Object.entries(facts).flatMap(([key, value]) => (OURS.has(key) ? [] : textsIn(value, key))),
    ...told,
    ...warnings.map(({ message }) => message),
    ...logs.flatMap(({ lines }) => lines),
  ];
  return [...new Set(texts)];
}

/** True for a field whose value is a text that somebody wrote, and no name, number or reason. */
export function isWritten(path: string, value: string): boolean {
  return WRITTEN.test(path) || FREE_FIELD.test(path) || value.trim().split(/\s+/u).length > BLANKS;
}

function textsIn(value: Json, path: string): readonly string[] {
  if (typeof value === 'string') return value.trim().includes(' ') || WRITTEN.test(path) ? [value] : [];
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap((item: Json) => textsIn(item, path));
  return Object.entries(value).flatMap(([key, item]) => textsIn(item, `${path}.${key}`));
}

function wordsOf(text: string): readonly Word[] {
  return [...text.matchAll(/[^\s"'`]+/gu)].map(({ 0: word, index }) => ({
    text: word,
    bare: word.replace(/^[([{,;:.]+|[)\]},;:.!?]+$/gu, '').toLowerCase(),
    start: index,
    end: index + word.length,
  }));
}

/** Where a text of a few words stands in quotes, or behind a colon to the end. */
function wholeAt(text: string, whole: string): readonly Range[] {
  const bare = whole.trim();
  const at = bare === '' ? -1 : text.lastIndexOf(bare);
  if (at < 0 || !/(?:["(]|: )$/u.test(text.slice(0, at))) return [];
  return /^(?:[").;]|$)/u.test(text.slice(at + bare.length)) ? [{ start: at, end: at + bare.length }] : [];
}

/** How many words of a text, from one on, stand in a row in another. */
function runAt(words: readonly Word[], from: number, text: string): number {
  let length = 0;
  let run = ' ';
  while (from + length < words.length) {
    run += `${words[from + length]?.bare ?? ''} `;
    if (!text.includes(run)) break;
    length++;
  }
  return length;
}

function runsIn(text: string, others: readonly string[]): readonly Range[] {
  const words = wordsOf(text);
  const flat = others.map(
    (other) =>
      ` ${wordsOf(other)
        .map(({ bare }) => bare)
        .join(' ')} `,
  );
  const ranges: Range[] = [];
  for (let from = 0; from < words.length; from++) {
    const length = Math.max(0, ...flat.map((other) => runAt(words, from, other)));
    const [first, last] = [words[from], words[from + length - 1]];
    if (length < RUN || first === undefined || last === undefined) continue;
    ranges.push({ start: first.start, end: last.end });
    from += length - 1;
  }
  return ranges;
}

/** To the quote or colon that opens the text and to what closes it: it may have been shortened or changed inside. */
function widened(text: string, { start, end }: Range): Range {
  const before = text.slice(0, start);
  const opened = Math.max(before.lastIndexOf('"') + 1, before.lastIndexOf(': ') + 2);
  const near = start - opened < 40 && opened > 1 ? opened : start;
  const inQuotes = (before.match(/"/gu) ?? []).length % 2 === 1;
  const rest = text.slice(end);
  const close = inQuotes
    ? rest.search(/"(?=[\s.;,)]|$)/u)
    : rest.search(/; (?:it|did|they|there|container)\b| \(\d+ restarts?\)/u);
  const quoted = inQuotes && close < 0 ? rest.indexOf('"') : close;
  return { start: near, end: quoted < 0 ? text.length : end + quoted };
}

function merged(ranges: readonly Range[]): readonly Range[] {
  const sorted = ranges.toSorted((one, other) => one.start - other.start);
  const joined: Range[] = [];
  for (const range of sorted) {
    const before = joined.at(-1);
    if (before === undefined || range.start > before.end) joined.push(range);
    else joined.splice(-1, 1, { start: before.start, end: Math.max(before.end, range.end) });
  }
  return joined;
}

/** What stands in quotes and has a space is no name. */
function quotations(text: string): readonly Range[] {
  return [...text.matchAll(/"([^"]*\s[^"]*)"/gu)].map(({ 1: inner = '', index }) => ({
    start: index + 1,
    end: index + 1 + inner.length,
  }));
}

/** The parts of a sentence of ours that stand in somebody else's text, each with what surrounds it in quotes. */
export function foreignParts(text: string, others: readonly string[]): readonly string[] {
  const short = others.filter((other) => !/\S\s+\S+\s+\S+\s+\S/u.test(other));
  const found = [...runsIn(text, others), ...short.flatMap((other) => wholeAt(text, other))];
  const ranges = merged([...found.map((range) => widened(text, range)), ...quotations(text)]);
  return ranges.map(({ start, end }) => text.slice(start, end).trim()).filter((part) => part !== '');
}

/**
 * The parts of a sentence about another finding, whose facts are not at hand: what stands in quotes, and what follows a
 * colon unless it is how a container ended.
 */
export function quotedParts(text: string): readonly string[] {
  const colon =
    /: (?!exit code \d|\d+ of \d+ (?:are healthy, and \d+ must stay so|new pods are available)$)(\S+ \S+ .*)$/u.exec(
      text,
    );
  const tail = colon === null ? [] : [{ start: text.length - (colon[1] ?? '').length, end: text.length }];
  return merged([...quotations(text), ...tail]).map(({ start, end }) => text.slice(start, end).trim());
}
