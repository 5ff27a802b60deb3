import { isKind, KINDS } from '../kube/kinds.ts';
import { refText } from '../kube/object-ref.ts';
import { plural, shortList } from './counting.ts';
import type { ReportCoverage } from './report.ts';

/** One line about what was not looked at. */
export interface Unread {
  readonly label: 'forbidden' | 'failed' | 'recording' | 'skipped' | 'crashed';
  readonly text: string;
}

type KindCoverage = ReportCoverage['kinds'][number];

/** What was not looked at, worded shortly; with `all`, every name. Empty where everything was. */
export function unreadOf(coverage: ReportCoverage, all: boolean): readonly Unread[] {
  const limit = all ? Number.POSITIVE_INFINITY : 6;
  return [
    ...forbidden(coverage.kinds, limit),
    ...failed(coverage.kinds, limit),
    ...notRecorded(coverage.kinds, limit),
    ...skipped(coverage, limit),
    ...crashed(coverage, limit),
  ];
}

function forbidden(kinds: readonly KindCoverage[], limit: number): readonly Unread[] {
  const everywhere = kinds.filter(({ state }) => state === 'forbidden').map(resourceOf);
  const places = grouped(
    kinds.filter(({ state, except, only }) => state === 'listed' && (except.length > 0 || only !== null)),
    placeOf,
  );
  const texts = [
    ...(everywhere.length > 0 ? [shortList(everywhere, limit)] : []),
    ...places.map(([place, group]) => `${shortList(group.map(resourceOf), limit)} ${place}`),
  ];
  return texts.map((text) => ({ label: 'forbidden', text }));
}

function placeOf({ except, only }: KindCoverage): string {
  const names = only ?? except;
  const where = `namespace${names.length === 1 ? '' : 's'} ${shortList(names, 6)}`;
  return only === null ? `in ${where}` : `outside of ${where}`;
}

function failed(kinds: readonly KindCoverage[], limit: number): readonly Unread[] {
  const groups = grouped(
    kinds.filter(({ state }) => state === 'failed'),
    ({ reason }) => reason ?? 'no answer',
  );
  return groups.map(([reason, group]) => ({
    label: 'failed',
    text: `${shortList(group.map(resourceOf), limit)}: ${reason}`,
  }));
}

function notRecorded(kinds: readonly KindCoverage[], limit: number): readonly Unread[] {
  const names = kinds.filter(({ state }) => state === 'not-recorded').map(resourceOf);
  return names.length === 0 ? [] : [{ label: 'recording', text: `does not hold ${shortList(names, limit)}` }];
}

function skipped({ checks }: ReportCoverage, limit: number): readonly Unread[] {
  const judged = new Set(checks.run);
  const ids = [...new Set(checks.skipped.map(({ check }) => check))];
  const groups = [
    ['', ids.filter((id) => !judged.has(id))],
    [' in some namespaces', ids.filter((id) => judged.has(id))],
  ] as const;
  return groups
    .filter(([, names]) => names.length > 0)
    .map(([where, names]) => ({
      label: 'skipped',
      text: `${plural(names.length, 'check')}${where} for want of these: ${shortList(names, limit)}`,
    }));
}

function crashed({ checks }: ReportCoverage, limit: number): readonly Unread[] {
  const texts = checks.crashed.map(
    ({ check, reason, object }) => `${check} on ${refText(object)}: ${reason} (a bug of mekhanikube, please report it)`,
  );
  const rest = texts.length - limit;
  const shown = rest > 0 ? [...texts.slice(0, limit), `${rest} more checks`] : texts;
  return shown.map((text) => ({ label: 'crashed', text }));
}

/** The plural name that kubectl and roles use: `configmaps`. */
function resourceOf({ kind }: KindCoverage): string {
  return isKind(kind) ? KINDS[kind].resource : kind;
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly [string, readonly T[]])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups];
}
