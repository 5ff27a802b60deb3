import { MekhanikubeError } from '../base/errors.ts';
import { nearMisses } from '../base/near-miss.ts';
import { PROFILES, type Profile } from '../checks/define-check.ts';
import { SEVERITIES, type Severity } from '../findings/severity.ts';
import { KIND_NAMES, kindByName } from '../kube/kinds.ts';
import type { Kind, LabelSelector } from '../kube/object.ts';
import { parseSelector } from '../kube/selector-text.ts';
import { minorOf } from '../kube/versions/removed-apis.ts';
import { FORMAT_NAMES, type FormatName, isFormatName } from '../report/formats.ts';

/** Where one report goes. */
export interface Output {
  readonly format: FormatName;
  /** A file; null for standard output. */
  readonly path: string | null;
}

/** One object that was named on the command line. */
export interface Target {
  readonly kind: Kind;
  readonly name: string;
}

/** What `analyze` was asked for, checked. */
export interface AnalyzeConfig {
  readonly targets: readonly Target[];
  /** Names and globs; null for every namespace. */
  readonly namespaces: readonly string[] | null;
  /** Null for all kinds. */
  readonly kinds: readonly Kind[] | null;
  readonly selector: LabelSelector | null;
  /** The mildest severity that is shown. */
  readonly severity: Severity;
  /** The mildest severity that makes the exit code 1; null for never. */
  readonly failOn: Severity | null;
  readonly outputs: readonly Output[];
  /** A recording instead of a cluster: a path or `-`. */
  readonly from: string | null;
  /** The minor version of a planned upgrade: `1.35`; null for none. */
  readonly upgradeTo: string | null;
  /** Files of known findings: to be read, to be written. */
  readonly baseline: string | null;
  readonly writeBaseline: string | null;
  readonly showSuppressed: boolean;
  /** Those of the flag; the config file may name others. */
  readonly profiles: readonly Profile[];
}

/** The flags and arguments of `analyze` as they were typed. */
export interface RawAnalyzeOptions {
  readonly namespace?: readonly string[];
  readonly allNamespaces?: boolean;
  readonly filter?: readonly string[];
  readonly selector?: string;
  readonly severity?: string;
  readonly failOn?: string;
  readonly output?: readonly string[];
  readonly from?: string;
  readonly target?: string;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly showSuppressed?: boolean;
  readonly profile?: readonly string[];
}

/**
 * Checks what was typed.
 *
 * @throws MekhanikubeError `usage`, naming the flag, the value and what may have been meant
 */
export function analyzeConfig(args: readonly string[], options: RawAnalyzeOptions): AnalyzeConfig {
  return Object.freeze({
    targets: parseTargets(args),
    namespaces: parseNamespaces(options),
    kinds:
      options.filter === undefined
        ? null
        : [...new Set(named(options.filter, '--filter', 'kind').map((name) => parseKind(name, '--filter')))],
    selector: options.selector === undefined ? null : parseLabels(options.selector),
    severity: options.severity === undefined ? 'info' : parseSeverity(options.severity, '--severity'),
    failOn: parseFailOn(options.failOn ?? 'never'),
    outputs: parseOutputs(options.output ?? []),
    from: parsePath(options.from, '--from'),
    upgradeTo: parseUpgrade(options),
    baseline: parsePath(options.baseline, '--baseline'),
    writeBaseline: parsePath(options.writeBaseline, '--write-baseline'),
    showSuppressed: options.showSuppressed ?? false,
    profiles: [...new Set(named(options.profile, '--profile', 'profile').map(parseProfile))],
  });
}

/** The minor version in `1.35` or `v1.35.2`. */
function parseUpgrade({ target, from }: Pick<RawAnalyzeOptions, 'from' | 'target'>): string | null {
  if (target === undefined) return null;
  if (from !== undefined) throw usage('--target and --from exclude each other', 'who uses what only a cluster tells');
  const minor = minorOf(target);
  if (minor === undefined) throw usage(`--target: "${target}" is no version of Kubernetes`, 'write it like 1.35');
  return `1.${minor}`;
}

/** The names and globs of `-n`, repeated or separated by commas; null for every namespace. */
export function parseNamespaces(
  options: Pick<RawAnalyzeOptions, 'namespace' | 'allNamespaces'>,
): readonly string[] | null {
  if (options.namespace === undefined) return null;
  if (options.allNamespaces)
    throw usage('-n and -A exclude each other', 'name namespaces with -n, or take all of them with -A');
  const names = separated(options.namespace);
  const wrong = names.find((name) => !/^[a-z0-9*?]([-a-z0-9*?]*[a-z0-9*?])?$/.test(name));
  if (names.length === 0 || wrong !== undefined) {
    throw usage(
      `"${wrong ?? ''}" is no name of a namespace`,
      'a name has lower-case letters, digits and "-"; * and ? match any',
    );
  }
  return [...new Set(names)].sort();
}

/** `deploy/web`, or `deploy web api` as kubectl takes it. */
function parseTargets(args: readonly string[]): readonly Target[] {
  const [first, ...names] = args;
  if (first === undefined) return [];
  if (args.every((arg) => arg.includes('/'))) {
    return args.map((arg) => {
      const [kind = '', name = '', ...rest] = arg.split('/');
      if (name === '' || rest.length > 0)
        throw usage(`"${arg}" names no object`, 'write kind/name, for example deploy/web');
      return { kind: parseKind(kind, 'the kind'), name };
    });
  }
  if (first.includes('/') || names.some((name) => name.includes('/'))) {
    throw usage(
      `"${args.join(' ')}" mixes two ways to name objects`,
      'write kind/name for each, or a kind and then names',
    );
  }
  const kind = parseKind(first, 'the kind');
  if (names.length === 0)
    throw usage(`${first} names no object`, `write ${first}/NAME, or --filter=${kind} for all of them`);
  return names.map((name) => ({ kind, name }));
}

function parseKind(name: string, where: string): Kind {
  const info = kindByName(name);
  if (info !== undefined) return info.kind;
  // Each kind has several names, and most of them look alike.
  const near = nearMisses(name, KIND_NAMES);
  const kinds = near.map((one) => kindByName(one)?.kind);
  throw usage(
    `${where}: "${name}" is no kind that is judged`,
    meant(near.filter((_, index) => kinds.indexOf(kinds[index]) === index)) ??
      'mekhanikube checks lists the checks and the kinds they judge',
  );
}

/** The mildest severity that makes a run fail; null for never. */
export function parseFailOn(name: string): Severity | null {
  return name === 'never' ? null : parseSeverity(name, '--fail-on', ['never']);
}

function parseSeverity(name: string, flag: string, others: readonly string[] = []): Severity {
  const severity = SEVERITIES.find((known) => known === name.toLowerCase());
  if (severity !== undefined) return severity;
  throw usage(`${flag}: "${name}" is no severity`, `one of: ${[...SEVERITIES, ...others].join(', ')}`);
}

function parseProfile(name: string): Profile {
  const profile = PROFILES.find((known) => known === name.toLowerCase());
  if (profile !== undefined) return profile;
  throw usage(`--profile: "${name}" is no profile`, didYouMean(name, PROFILES) ?? `one of: ${PROFILES.join(', ')}`);
}

function parseLabels(text: string): LabelSelector {
  const selector = parseSelector(text);
  if (selector !== undefined) return selector;
  throw usage(`--selector: "${text}" is no label selector`, "for example: -l app=web,'tier in (front,back)',!legacy");
}

function parseOutputs(texts: readonly string[]): readonly Output[] {
  const outputs = texts.map((text): Output => {
    const equals = text.indexOf('=');
    const name = equals < 0 ? text : text.slice(0, equals);
    if (!isFormatName(name)) {
      throw usage(
        `--output: "${name}" is no format`,
        didYouMean(name, FORMAT_NAMES) ?? `one of: ${FORMAT_NAMES.join(', ')}`,
      );
    }
    const path = equals < 0 ? null : text.slice(equals + 1);
    if (path === '')
      throw usage(`--output: "${text}" names no file`, `write ${name}=FILE, or ${name} alone for standard output`);
    return { format: name, path };
  });
  const toStdout = outputs.filter((output) => output.path === null || output.path === '-');
  if (toStdout.length > 1) {
    throw usage('--output: only one format can go to standard output', 'write the others to files: -o sarif=out.sarif');
  }
  const paths = outputs.flatMap(({ path }) => (path === null ? [] : [path]));
  const twice = paths.find((path, index) => paths.indexOf(path) < index);
  if (twice !== undefined) throw usage(`--output: two formats go to ${twice}`, 'give each a file of its own');
  return outputs.length === 0 ? [{ format: 'text', path: null }] : outputs;
}

/** What a flag lists; without the flag, nothing. An empty list is a variable that nobody has set, and no choice. */
function named(values: readonly string[] | undefined, flag: string, noun: string): readonly string[] {
  const names = separated(values ?? []);
  if (values !== undefined && values.length > 0 && names.length === 0) {
    throw usage(`${flag} names no ${noun}`, `name one, or leave ${flag} out`);
  }
  return names;
}

function parsePath(path: string | undefined, flag: string): string | null {
  if (path === '') throw usage(`${flag} names no file`, `name one, or leave ${flag} out`);
  return path ?? null;
}

/** Comma lists and repeated flags alike. */
function separated(values: readonly string[]): readonly string[] {
  return values
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '');
}

function didYouMean(name: string, candidates: readonly string[]): string | undefined {
  return meant(nearMisses(name, candidates));
}

function meant(near: readonly string[]): string | undefined {
  return near.length === 0 ? undefined : `did you mean ${near.join(' or ')}?`;
}

function usage(message: string, hint: string): MekhanikubeError {
  return new MekhanikubeError('usage', message, { hint });
}
