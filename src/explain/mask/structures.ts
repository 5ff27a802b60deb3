import { KIND_NAMES } from '../../kube/kinds.ts';
import { secretSpans } from '../../kube/sensitive.ts';
import { isApiWord } from './api-words.ts';
import { isPublicPath, PUBLIC_DOMAIN, PUBLIC_NAMES } from './public-words.ts';
import { isIPv6, isMeasure, type PseudonymKind } from './shapes.ts';

/** A part of a text that must not be sent. */
export interface Hit {
  readonly start: number;
  readonly end: number;
  readonly kind: PseudonymKind;
  /** True for a known name, false for what only looks like one. */
  readonly listed: boolean;
}

/** Stands for characters that are looked at no more: a pseudonym, a time of day. */
export const OPAQUE = '\uE000';

type Detector = (text: string) => Iterable<Hit>;

const RUN = `[\\p{L}\\p{N}\\p{M}_.${OPAQUE}-]+`;

/** Everything in a text that gives itself away by the signs in and around it: no dictionary is needed. */
export function structuresIn(text: string): readonly Hit[] {
  // A line break that is written as \n ends a name as a real one does; but not in C:\new.
  const lines = text.replace(ESCAPE, '  ');
  return [...windowsPaths(text), ...DETECTORS.flatMap((detector) => [...detector(lines)])];
}

/** A control character as JSON and most programs write it. */
const ESCAPE = /\\[nrtbfv]/g;

const DETECTORS: readonly Detector[] = [
  function* secrets(text) {
    for (const { start, end } of secretSpans(text)) yield hit(start, end, 'token');
  },
  function* addresses(text) {
    for (const match of text.matchAll(/[a-z][a-z0-9+.-]{1,30}:\/\/([^\s"'`<>\\]+)/gi)) {
      const rest = trimmed(match[1] ?? '');
      yield* urlParts(rest, match.index + match[0].length - (match[1] ?? '').length);
    }
  },
  function* mails(text) {
    const pattern = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,8}/gu;
    for (const { index, 0: found } of text.matchAll(pattern)) {
      // In a URL it is the user info and the host, which have hits of their own.
      const inUrl = /:\/\/[^\s/"'<>]*$/.test(text.slice(Math.max(0, index - 300), index));
      if (!inUrl && !/@sha\d/.test(found)) yield hit(index, index + found.length, 'mail');
    }
  },
  function* resourceNames(text) {
    for (const { index, 0: found } of text.matchAll(/\barn:[a-z0-9-]{1,20}:[^\s"'`<>,;\\]+/gi)) {
      yield hit(index, index + trimmed(found).length, 'id');
    }
  },
  function* networkAddresses(text) {
    for (const { index, 0: found } of text.matchAll(
      /(?<![\p{L}\p{N}]:?)(?:[0-9a-f]{2}:){5,7}[0-9a-f]{2}(?!:?[\p{L}\p{N}])/giu,
    )) {
      yield hit(index, index + found.length, 'address');
    }
    for (const match of text.matchAll(/(?<![\p{L}\p{N}_:.])[0-9a-f:]{2,45}(?:[\d.]{1,15})?(?:%[\w.-]{1,20})?/giu)) {
      const found = match[0].replace(/[.-]+$/, '').replace(/(?<!:):$/, '');
      const telling = found.includes(':') && /[0-9a-f]/i.test(found) && !PUBLIC_NAMES.has(found);
      if (telling && isIPv6(found)) yield hit(match.index, match.index + found.length, 'address');
    }
  },
  images,
  function* pathsBehindPorts(text) {
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}\\p{M}_.${OPAQUE}-])${RUN}:\\d{1,5}(/[^\\s"'\`<>,;()\\\\]+)`, 'gu');
    for (const match of text.matchAll(pattern)) yield* path(match[1] ?? '', match.index + match[0].length);
  },
  function* paths(text) {
    const pattern = new RegExp(
      `(?<![\\p{L}\\p{N}_.:/${OPAQUE}-])(?:~|\\.{1,2})?(/[^\\s"'\`<>,;:()[\\]{}|=\\\\]+)`,
      'gu',
    );
    for (const match of text.matchAll(pattern)) yield* path(match[1] ?? '', match.index + match[0].length);
  },
  function* accounts(text) {
    for (const match of text.matchAll(
      /system:(?:serviceaccounts?|nodes?|bootstrap):([\p{L}\p{N}._-]+)(?::([\p{L}\p{N}._-]+))?/gu,
    )) {
      const end = match.index + match[0].length;
      const [, first = '', second] = match;
      const split = end - (second === undefined ? 0 : second.length + 1);
      yield hit(split - first.length, split, 'name');
      if (second !== undefined) yield hit(split + 1, end, 'name');
    }
  },
  function* selected(text) {
    for (const match of text.matchAll(/\[(?:name|host|hostname|ip|uid)=([^\]\s]{1,253})\]/g)) {
      const value = match[1] ?? '';
      const end = match.index + match[0].length - 1;
      if (!isMeasure(value) && !PUBLIC_NAMES.has(value)) yield hit(end - value.length, end, 'name');
    }
  },
  taints,
  function* quotas(text) {
    for (const { index, 0: found } of text.matchAll(/(?<=\bquota: )[^\s,;"'`()]{1,253}/gi)) {
      yield hit(index, index + trimmed(found).length, 'name');
    }
  },
  function* quoted(text) {
    for (const match of [...text.matchAll(QUOTED), ...text.matchAll(QUOTED_BY_TYPE)]) {
      const value = match[2] ?? '';
      const end = match.index + match[0].length - (match[3] ?? '').length;
      if (!isMeasure(value) && !PUBLIC_NAMES.has(value)) yield hit(end - value.length, end, 'name');
    }
  },
];

const NAMED_THINGS = [
  ...KIND_NAMES,
  'container',
  'image',
  'host',
  'user',
  'group',
  'account',
  'registry',
  'volume',
  'claim',
  'class',
];
const QUOTED = new RegExp(
  `\\b(?:${NAMED_THINGS.join('|')})s?:? (\\\\?["'\`])([^\\s"'\`\\\\]{1,253})(\\\\?["'\`])`,
  'gi',
);

/** Behind a kind that is not one of ours: `RuntimeClass "gvisor"`, `runtimeclass.node.k8s.io "gvisor"`. */
const QUOTED_BY_TYPE =
  /(?<![\p{L}\p{N}])(?:[A-Z]{0,3}[a-z]+(?:[A-Z][a-z]*)+|[a-z.-]{1,100}\.k8s\.io):? (\\?["'`])([^\s"'`\\]{1,253})(\\?["'`])/gu;

/** A taint as the scheduler writes it, `{dedicated: gpu}`, but for the ones of Kubernetes. */
function* taints(text: string): Iterable<Hit> {
  for (const match of text.matchAll(/\{([^\s{}:"',]+): ([^{}"']*)\}/g)) {
    const [, key = '', value = ''] = match;
    const start = match.index + 1;
    if (!PUBLIC_DOMAIN.test(key.split('/')[0] ?? '') && !PUBLIC_NAMES.has(key) && !isApiWord(key))
      yield hit(start, start + key.length, 'name');
    if (value === '' || /\s/.test(value) || isMeasure(value) || PUBLIC_NAMES.has(value)) continue;
    const end = match.index + match[0].length - 1;
    yield hit(end - value.length, end, 'name');
  }
}

function* windowsPaths(text: string): Iterable<Hit> {
  for (const { index, 0: found } of text.matchAll(/(?<![A-Za-z])[A-Za-z]:\\[^\s"'`<>|]+|\\\\[\w.-]+\\[^\s"'`<>|]+/g)) {
    yield hit(index, index + trimmed(found).length, 'path');
  }
}

/** References to images: with a folder and a tag, with a digest, or with a tag that is a version. */
function* images(text: string): Iterable<Hit> {
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}_./:${OPAQUE}-])${RUN}(?::\\d{1,5}(?=/))?(?:/${RUN})*(?::[\\w${OPAQUE}][\\w.-]{0,127})?(?:@sha\\d{1,3}:[0-9a-f]{6,128})?`,
    'gu',
  );
  for (const { index, 0: found } of text.matchAll(pattern)) {
    const name = found.replace(/[.-]+$/, '');
    const [, repository = '', tag = ''] = /^(.*?)(?::([^:/@]+))?(?:@.*)?$/.exec(name) ?? [];
    const digest = name.includes('@');
    const folder = repository.includes('/') && tag !== '';
    const version = /^(?:v?\d+[.-].*|v\d.*|[a-z0-9.-]*[a-z]-[a-z0-9.-]*\d.*|latest|stable|alpine|edge|nightly)$/i.test(
      tag,
    );
    if (isMeasure(repository) || repository.replaceAll(OPAQUE, '') === '') continue;
    if (digest || ((folder || version) && !repository.startsWith('/'))) yield hit(index, index + name.length, 'image');
  }
  for (const { index, 0: found } of text.matchAll(/\bsha(?:1|256|384|512):[0-9a-f]{6,128}/g)) {
    yield hit(index, index + found.length, 'id');
  }
}

/** User info, host and path of a URL, each for itself: the same host keeps its pseudonym. Scheme and port stay. */
function* urlParts(rest: string, start: number): Iterable<Hit> {
  const slash = rest.search(/[/?#]/);
  const authority = slash < 0 ? rest : rest.slice(0, slash);
  const at = authority.lastIndexOf('@') + 1;
  if (at > 1) yield hit(start, start + at - 1, 'token');
  const port = /:\d{1,5}$/.exec(authority)?.[0].length ?? 0;
  const host = authority.slice(at, authority.length - port);
  const bare = host.replace(/^\[|\]$/g, '');
  if (bare !== '' && !PUBLIC_NAMES.has(bare)) {
    const from = start + at + (host.startsWith('[') ? 1 : 0);
    yield hit(from, from + bare.length, isIPv6(bare) || /^[\d.]+$/.test(bare) ? 'address' : 'host');
  }
  if (slash >= 0) yield* path(rest.slice(slash), start + rest.length);
}

/** What stands behind the first slash, unless all of it is common; `end` is where the path as found ends. */
function* path(found: string, end: number): Iterable<Hit> {
  const start = end - found.length + 1;
  const named = trimmed(found).slice(1);
  if (named !== '' && !isPublicPath(named)) yield hit(start, start + named.length, 'path');
}

function trimmed(text: string): string {
  return text.replace(/[.,;:!?)\]}]{1,20}$/, '');
}

function hit(start: number, end: number, kind: PseudonymKind): Hit {
  return { start, end, kind, listed: false };
}
