/** What stands where a secret value stood. */
export const SECRET_MARK = '[masked]';

/** A part of a text, from the first character to the one behind the last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

interface Detector {
  /** Group 1 stays, group 2 is the value. Every repetition before the value has a bound, so no input makes it slow. */
  readonly pattern: RegExp;
  /** Says whether what was found is a secret value indeed. */
  readonly holds?: (value: string, kept: string) => boolean;
}

// Text without any of these holds no secret that is known here: most messages end here.
const HINT =
  /eyJ|-----BEGIN|pass|pwd|token|secret|key|credential|auth|bearer|basic|cookie|session|sig|@|-u|[A-Z]{4}[A-Z0-9]{12}|[A-Za-z0-9+/_=.-]{20}/i;

const PASSWORD_KEY = 'pass(?:wor[dt]|wd|phrase|code)|pwd';
const OTHER_KEY =
  'token|secret|credentials?|authorization|(?:set-)?cookie|session[_-]?id|sig(?:nature)?|' +
  '(?:api|app|access|account|secret|private|public|auth|client|encryption|signing|master|shared|license|storage)' +
  '[_ -]?(?:access[_ -]?)?key(?:[_-]?id)?';
const KEY = `(?:${PASSWORD_KEY}|${OTHER_KEY})(?:s|_?\\d{1,2}|[_-](?:value|key|hash|plain))?`;
const SEPARATOR = `(?:\\\\?["'])?\\s{0,3}(?::=|=>|[:=])\\s{0,3}`;
const SCHEME = '(?:(?:bearer|basic|digest|token|negotiate|apikey)\\s{1,3})?';
// Quoted: up to the closing quote. Else to the next space; a comma ends it where another assignment follows.
const BARE = `(?:[^\\s"'&;,\\\\<>]|,(?![\\s"']|[\\w.-]{1,30}[=:]|$)){1,2000}`;
const VALUE = `(\\\\?"[^"\\\\\\n]{1,2000}|\\\\?'[^'\\\\\\n]{1,2000}|${BARE})`;

const DETECTORS: readonly Detector[] = [
  { pattern: new RegExp(`(${KEY}${SEPARATOR}${SCHEME})${VALUE}`, 'gi'), holds: isAssigned },
  {
    pattern: new RegExp(`(${KEY}\\\\?["']?\\s{0,3}[,;]?\\s{0,3}\\\\?["']?value${SEPARATOR})${VALUE}`, 'gi'),
    holds: isAssigned,
  },
  { pattern: new RegExp(`(--(?:\\w{1,20}-){0,4}(?:${KEY})\\s{1,2})(?!-)${VALUE}`, 'gi'), holds: isAssigned },
  { pattern: /(\s(?:-u|--user)[ =])([^\s:@]{1,100}:[^\s@]{1,200})/g },
  { pattern: /(\b(?:bearer|basic)\s{1,3})([A-Za-z0-9._~+/=-]{8,})/gi, holds: (value) => !isWord(value) },
  { pattern: /()(?<![A-Za-z0-9_-])(eyJ[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*){0,4}={0,2})/g },
  // The user info of an address; a password may hold an @ itself.
  { pattern: /([a-z0-9+.-]:\/\/)([^\s/"'<>]{1,300})@(?!sha\d)/gi },
  { pattern: /()(?<![\w/.:-])([\w.-]{1,60}:[^\s@/:"']{1,100})@(?!sha\d)(?=[A-Za-z0-9[])/g },
  { pattern: /()(?<![A-Za-z0-9])((?:AKIA|ASIA|ABIA|ACCA|AGPA|AIDA|AROA|ANPA)[A-Z0-9]{12,})/g },
  {
    pattern:
      /()(?<![A-Za-z0-9])((?:gh[opsu]|ghr|github_pat|npm|hf|dckr_pat|glsa|glc|whsec|shp(?:at|ss|ca|pa)|dop_v1|lin_api|xkeysib|rubygems|[prs]k_(?:live|test|prod))_\w{10,})/g,
  },
  {
    pattern:
      /()(?<![A-Za-z0-9])((?:gl(?:pat|rt|dt|cbt|ptt|ft|soat|imt|agent|oas)|xox[abceoprs]|xapp|sk|pypi|GOCSPX|sq0\w{3}|AGE-SECRET-KEY)-[\w-]{10,})/g,
    holds: (value) => /[A-Z]|\d{8}/.test(value) || (value.startsWith('gl') && /\d/.test(value)),
  },
  {
    pattern:
      /()(?<![A-Za-z0-9])(AIza[\w-]{30,}|ya29\.[\w-]{16,}|SG\.[\w-]{16,}\.[\w-]{16,}|hv[bsr]\.[\w-]{20,}|ATATT3[\w-]{20,}|(?<![.-])[a-z0-9]{6}\.(?![0-9a-f]{16})[a-z0-9]{16}(?![A-Za-z0-9.-]))/g,
    holds: (value) => /\d/.test(value) && /[a-z]/i.test(value),
  },
  { pattern: /(hooks\.slack\.com\/(?:services|workflows)\/)([\w/]{8,})/g },
  { pattern: /()([A-Za-z0-9+/_-]{24,}={0,2})/g, holds: isRandom },
  { pattern: /()(?<![A-Za-z0-9+_.-])([a-z0-9]{28,})(?![A-Za-z0-9+_-])/g, holds: isRandom },
];

// How a sentence goes on behind "password:" or "token:", and what is said in place of a value.
const PROSE = new Set(
  `yes no true false null nil none empty unset undefined missing not is was are has have had must should could cannot can
  will expired invalid incorrect wrong unknown required rejected refused denied revoked malformed unauthorized
  unauthenticated forbidden failed failure error authentication authorization permission access the a an and or but for
  from in of on to with without by at it this that please check could couldn connection context deadline exceeded dial
  rpc post get put patch delete read open lookup secret secrets secretname token password signature key unexpected
  unsupported unable illegal optional default string value bearer basic digest see x509 tls http https eof`.split(
    /\s+/,
  ),
);

/** Fields of the API that a sentence names behind a colon: "no token: automountServiceAccountToken is false". */
const FIELDS = new Set(
  `automountServiceAccountToken serviceAccountToken serviceAccountName imagePullSecrets secretKeyRef secretRef
  configMapKeyRef secretName`.split(/\s+/),
);

/**
 * Replaces what looks like a secret value in free text by `[masked]`: tokens, keys, passwords, credentials in addresses
 * and connection strings, PEM blocks. The words around it stay, and so does text without one.
 */
export function withoutSecrets(text: string): string {
  if (!HINT.test(text)) return text;
  return text
    .split(SECRET_MARK)
    .map((part) => {
      let kept = '';
      let at = 0;
      for (const { start, end } of secretSpans(part)) {
        kept += `${part.slice(at, start)}${SECRET_MARK}`;
        at = end;
      }
      return kept + part.slice(at);
    })
    .join(SECRET_MARK);
}

/** Where secret values stand in a text, in order and apart from each other. */
export function secretSpans(text: string): readonly Span[] {
  if (!HINT.test(text)) return [];
  const spans = pemBlocks(text);
  for (const { pattern, holds } of DETECTORS) spans.push(...found(text, pattern, holds));
  return joined(spans);
}

function* found(text: string, pattern: RegExp, holds: Detector['holds']): Iterable<Span> {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [, kept = '', quotedValue = ''] = match;
    const opened = quotedValue.replace(/^\\?["']/, '');
    const value = opened.replace(/[)\]}.,:]{1,8}$/, '');
    const start = match.index + kept.length + (quotedValue.length - opened.length);
    const before = `${text.slice(Math.max(0, match.index - 24), match.index)}${kept}`;
    if (value !== '' && (holds?.(value, before) ?? true)) yield { start, end: start + value.length };
    // What was no value may be the key of the next: "token: password=…".
    else if (kept !== '') pattern.lastIndex = match.index + kept.length;
  }
}

/** Joins what overlaps or touches. */
function joined(spans: readonly Span[]): readonly Span[] {
  const apart: Span[] = [];
  for (const span of [...spans].sort((left, right) => left.start - right.start)) {
    const last = apart.at(-1);
    if (last === undefined || span.start > last.end) apart.push(span);
    else apart[apart.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
  }
  return apart;
}

/** PEM blocks, with line breaks or with `\n` for them. One that was cut off goes to the end of the text. */
function pemBlocks(text: string): Span[] {
  const blocks: Span[] = [];
  for (let start = text.indexOf('-----BEGIN '); start >= 0; ) {
    const last = text.indexOf('-----END ', start);
    const close = last < 0 ? -1 : text.indexOf('-----', last + 9);
    const end = close < 0 ? text.length : close + 5;
    blocks.push({ start, end });
    start = text.indexOf('-----BEGIN ', end);
  }
  return blocks;
}

/** True for what is assigned to a key, and is not the rest of a sentence, a path or the name of a Secret. */
function isAssigned(value: string, before: string): boolean {
  if (PROSE.has(value.toLowerCase()) || FIELDS.has(value)) return false;
  if (/^[[{(%$<*]/.test(value) || /^\/(?:[a-z][a-z0-9._-]*\/?)+$/.test(value)) return false;
  if (new RegExp(`(?:${PASSWORD_KEY})[^a-z]*(?:value[^a-z]*)?$`, 'i').test(before)) return true;
  if (/(?<![a-z_-])(?:secret|credential)s?["'\\]*\s*[:=]\s*$/i.test(before)) {
    return !/^[a-z0-9]+(?:[-./][a-z0-9]+)+$|^[a-z]+$/.test(value) || /[a-z0-9]{24}/.test(value);
  }
  // "token: serviceaccounts not found" is a sentence.
  return value.length >= 6 && !(/:\s+$/.test(before) && /^[a-z]+$/.test(value));
}

function isWord(value: string): boolean {
  return /^[A-Za-z]?[a-z]+(?:[-./][A-Za-z]?[a-z]+)*[.]?$/.test(value);
}

// What gives ids of its own: image digests, containers, sandboxes, checksums.
const ID_BEFORE =
  /(?:sha\d{1,3}[:=-]|:\/\/|[@:]|(?:sandbox|containers?|task|shim|id|uid|digest|commit|revision|hash|overlay2|sha256)["'\\=:( /]{0,4})$/i;

/** True for a run of characters that nobody chose: mixed case and digits that change all the time, or plain hexadecimal. */
function isRandom(run: string, before: string): boolean {
  if (/^sha\d{1,3}-/.test(run) || ID_BEFORE.test(before)) return false;
  const core = run.replace(/^[/_-]+|=+$/g, '');
  if (/^[a-z0-9]{28,}$/.test(core)) return changes(core) >= 0.25 && new Set(core).size >= 8;
  if (!/[a-z]/.test(core) || !/[A-Z]/.test(core) || !/\d/.test(core)) return false;
  // An AWS secret key has 40 characters.
  return core.length >= 24 && changes(core) >= (core.length === 40 ? 0.25 : 0.35) && new Set(core).size >= 12;
}

/** How often lower case, upper case and digits take turns, as a share of the length. Words change seldom. */
function changes(run: string): number {
  const classes = run.replace(/[a-z]/g, 'a').replace(/[A-Z]/g, 'A').replace(/\d/g, '0');
  let changed = 0;
  for (let at = 1; at < classes.length; at++) {
    if (classes[at] !== classes[at - 1] && /^[aA0]{2}$/.test(classes.slice(at - 1, at + 1))) changed++;
  }
  return changed / run.length;
}
