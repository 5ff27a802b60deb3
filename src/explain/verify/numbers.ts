import type { Token } from './tokens.ts';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

const UNIT_WORDS: ReadonlyMap<string, string> = new Map([
  ...['s', 'sec', 'secs', 'second', 'seconds'].map((word) => [word, 's'] as const),
  ...['min', 'mins', 'minute', 'minutes'].map((word) => [word, 'min'] as const),
  ...['h', 'hr', 'hrs', 'hour', 'hours'].map((word) => [word, 'h'] as const),
  ...['d', 'day', 'days'].map((word) => [word, 'd'] as const),
  ...['w', 'week', 'weeks'].map((word) => [word, 'w'] as const),
  ...['%', 'percent'].map((word) => [word, '%'] as const),
  ...['ms', 'millisecond', 'milliseconds'].map((word) => [word, 'ms'] as const),
  ...['m', 'millicores', 'millicpu'].map((word) => [word, 'm'] as const),
  ...['Ki', 'Mi', 'Gi', 'Ti', 'Pi'].flatMap((unit) => [[unit, unit] as const, [`${unit}B`, unit] as const]),
  ...['k', 'M', 'G', 'T'].flatMap((unit) => [[unit, unit] as const, [`${unit}B`, unit] as const]),
]);

const SPELT: ReadonlyMap<string, string> = new Map(
  `zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
  nineteen`
    .split(/\s+/)
    .map((word, index) => [word, String(index === 0 ? 0 : index + 1)] as const),
);

const SPELT_MORE: ReadonlyMap<string, string> = new Map([
  ['twenty', '20'],
  ['thirty', '30'],
  ['forty', '40'],
  ['fifty', '50'],
  ['sixty', '60'],
  ['seventy', '70'],
  ['eighty', '80'],
  ['ninety', '90'],
  ['dozen', '12'],
  ['dozens', '12'],
  ['hundred', '100'],
  ['hundreds', '100'],
  ['thousand', '1000'],
  ['thousands', '1000'],
  ['million', '1000000'],
  ['millions', '1000000'],
  ['billion', '1000000000'],
  ['half', '0.5'],
]);

/** The value of a number that is written as a word; null for other words. "One" is none: it is a pronoun too. */
export function speltNumber(word: string): string | null {
  return SPELT.get(word) ?? SPELT_MORE.get(word) ?? null;
}

const NUMBER = /^[~+-]?(\d+(?:\.\d+)?)([A-Za-z%]*)$/u;
/** Its parts are no numbers that a sentence could mean. */
const TIMESTAMP = /\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?|\b\d\d:\d\d:\d\d\b/gu;

const LONG_DURATION = /^(?:\d+[dhms]){2,}$/u;

/** True for a word that is a number, with or without a unit. */
export function isNumber(text: string): boolean {
  return LONG_DURATION.test(text) || (NUMBER.test(text) && unitOf(text) !== null);
}

function unitOf(text: string): string | null {
  const unit = NUMBER.exec(text)?.[2] ?? '';
  return unit === '' ? '' : (UNIT_WORDS.get(unit) ?? null);
}

function plain(value: number): string {
  return String(Math.round(value * 1_000) / 1_000);
}

/** All that a value with a unit says: minutes as seconds, so that `10m` is `600 seconds`; `m` can mean a thousandth. */
function readings(value: number, unit: string): readonly string[] {
  if (unit === '') return [plain(value)];
  if (unit === 'm') return [`${plain(value)}m`, `${plain(value * 60)}s`];
  const seconds = unit === 'min' ? 60 : SECONDS[unit];
  return seconds === undefined ? [`${plain(value)}${unit}`] : [`${plain(value * seconds)}s`];
}

function longDuration(text: string): string {
  const parts = [...text.matchAll(/(\d+)([dhms])/gu)];
  return `${parts.reduce((sum, part) => sum + Number(part[1]) * (SECONDS[part[2] ?? ''] ?? 0), 0)}s`;
}

/**
 * What the word at an index says as a number, with the unit behind it: `24 MiB` and `24Mi` are the same. Empty for a
 * word that is no number.
 */
export function numberReadings(tokens: readonly Token[], index: number): readonly string[] {
  const token = tokens[index];
  if (token === undefined) return [];
  const digits = speltNumber(token.lower) ?? token.text;
  if (LONG_DURATION.test(digits)) return [longDuration(digits)];
  const match = NUMBER.exec(digits);
  const attached = match === null ? null : unitOf(digits);
  if (match === null || attached === null) return [];
  const next = token.last ? undefined : tokens[index + 1]?.text;
  const unit = attached === '' && next !== undefined ? (UNIT_WORDS.get(next) ?? '') : attached;
  return readings(Number(match[1]), unit);
}

/** Every number that a line of evidence holds, in all the ways that a sentence may say it. */
export function numbersIn(line: string): readonly string[] {
  const words = line
    .replace(TIMESTAMP, ' ')
    .split(/[\s"'`(){}[\]<>,;=|/:]+|\.(?=\s|$)/u)
    .filter((word) => word !== '');
  const tokens = words.map((text) => ({ text, lower: text.toLowerCase(), quoted: false, first: false, last: false }));
  const cpu = /cpu/iu.test(line);
  const inSeconds = /Seconds\b/u.test(line);
  return tokens.flatMap((token, index) => {
    const said = numberReadings(tokens, index);
    const digits = speltNumber(token.lower) ?? token.text;
    const value = Number(digits.replace(/m$/u, ''));
    if (said.length === 0 || Number.isNaN(value)) return said;
    if (digits.endsWith('m')) return cpu ? [`${plain(value)}m`, plain(value / 1_000)] : said;
    const derived = [
      plain(value),
      ...(cpu ? [`${plain(value * 1_000)}m`] : []),
      ...(inSeconds ? [`${plain(value)}s`] : []),
    ];
    return [...said, ...derived];
  });
}

/** True for a unit behind a bare number: it was read with that. */
export function isUnit(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1];
  return (
    UNIT_WORDS.has(tokens[index]?.text ?? '') &&
    before !== undefined &&
    !before.last &&
    /^\d+(?:\.\d+)?$/u.test(before.text)
  );
}
