/** What a pseudonym says of the thing it stands for. */
export const PSEUDONYM_KINDS = ['name', 'host', 'image', 'address', 'mail', 'path', 'id', 'token'] as const;

export type PseudonymKind = (typeof PSEUDONYM_KINDS)[number];

/** A character that can stand inside a name. */
export const TOKEN_CHARACTER = /[\p{L}\p{N}\p{M}_.-]/u;

const UNIT = '(?:[numkMGTPE]|[KMGTPE]i|[kKMGT]?B|[kKMGT]iB|ns|us|µs|ms|s|h|d|w|y|x|st|nd|rd|th|bit|bits)';

/** Numbers, quantities, durations, versions, dates, hexadecimal numbers, ids of evidence. */
const SAFE = new RegExp(
  `^(?:\\d[\\d.,_]*${UNIT}?|(?:\\d+(?:\\.\\d+)?(?:ns|us|µs|ms|s|m|h|d|w|y))+|\\d+-\\d+|\\d+(?:\\.\\d+)?e[+-]?\\d+|` +
    'v?\\d+(?:\\.\\d+){0,2}|v\\d+(?:alpha|beta)\\d+|\\d{4}-\\d\\d-\\d\\d|0x[0-9a-f]{1,16}|[A-Z]\\d{1,3})$',
);

/** True for a word that counts or measures, and names nothing. */
export function isMeasure(word: string): boolean {
  return SAFE.test(word) && !isIPv4(word);
}

/** True for a word that people and programs make up, and no language has: `web-7c9f`, `db_main`, `shop.local`, `PayLedger`. */
export function looksLikeName(word: string): boolean {
  return (
    /[\p{L}\p{N}][_.-]+[\p{L}\p{N}]/u.test(word) ||
    /_/.test(word) ||
    (/\p{N}/u.test(word) && /\p{L}/u.test(word)) ||
    /\p{Ll}\p{Lu}|\p{Lu}{2,}\p{Ll}{3,}/u.test(word)
  );
}

export function isIPv4(text: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text);
}

/** True for an IPv6 address, with a zone or an embedded IPv4 address too. */
export function isIPv6(text: string): boolean {
  const groups = text.replace(/%.*$/, '').split('::');
  if (groups.length > 2) return false;
  const written = groups.flatMap((side) => (side === '' ? [] : side.split(':')));
  const count = written.length + (isIPv4(written.at(-1) ?? '') ? 1 : 0);
  const wellFormed = written.every(
    (group, index) => /^[0-9a-f]{1,4}$/i.test(group) || (index === written.length - 1 && isIPv4(group)),
  );
  return wellFormed && (groups.length === 2 ? count <= 7 : count === 8);
}

const FILE =
  /\.(?:[jt]sx?|go|py|rb|rs|java|jar|war|sh|ya?ml|json|toml|ini|conf|cfg|log|txt|xml|crt|pem|key|so|exe|md)$/i;

/** The kind of thing that a name is, by its shape alone: one name has one pseudonym wherever it stands. */
export function kindByShape(text: string): PseudonymKind {
  if (/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text) || /^arn:/.test(text)) return 'id';
  if (isIPv4(text.replace(/\/\d+$/, '')) || isIPv6(text.replace(/\/\d+$/, ''))) return 'address';
  if (/^(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i.test(text)) return 'address';
  if (/^[^\s/@]+@[^\s/@:]+$/.test(text)) return 'mail';
  if (/[^/]\/.*[:@]|@sha\d|^[^/:@\s]+:[^/:\s]*\d/.test(text) && !text.includes('://')) return 'image';
  if (text.startsWith('/')) return 'path';
  return /^[^\s/:]+\.\p{L}{2,}(?::\d+)?$/u.test(text) && !FILE.test(text) ? 'host' : 'name';
}
