import { listText } from '../base/list-text.ts';
import { isKind, KINDS } from '../kube/kinds.ts';
import { refText } from '../kube/object-ref.ts';
import { plural } from './counting.ts';
import type { ReportCoverage } from './report.ts';

/** What was not looked at for one reason. */
export interface Unread {
  readonly label: 'forbidden' | 'in part' | 'failed' | 'recording' | 'skipped' | 'crashed';
  readonly texts: readonly string[];
}

type KindCoverage = ReportCoverage['kinds'][number];

/** What was not looked at, worded shortly; with `all`, every name. Empty where everything was. */
export function unreadOf(coverage: ReportCoverage, all: boolean): readonly Unread[] {
  const limit = all ? Number.POSITIVE_INFINITY : 7;
  const unread: readonly Unread[] = [
    { label: 'forbidden', texts: forbidden(coverage.kinds, limit) },
    { label: 'in part', texts: inPart(coverage.kinds, limit, all) },
    { label: 'failed', texts: failed(coverage.kinds, limit) },
    { label: 'recording', texts: notRecorded(coverage.kinds, limit) },
    { label: 'skipped', texts: skipped(coverage, limit) },
    { label: 'crashed', texts: crashed(coverage, limit) },
  ];
  return unread.filter(({ texts }) => texts.length > 0);
}

function forbidden(kinds: readonly KindCoverage[], limit: number): readonly string[] {
  const names = kinds.filter(({ state }) => state === 'forbidden').map(resourceOf);
  return names.length === 0 ? [] : [listText(names, limit)];
}

/** What was read in some namespaces only, whether it was forbidden in the others or failed there. */
function inPart(kinds: readonly KindCoverage[], limit: number, withReason: boolean): readonly string[] {
  const partly = kinds.filter(({ state, except, only }) => state === 'listed' && (except.length > 0 || only !== null));
  const placeOf = ({ except, only, reason }: KindCoverage): string => {
    const names = only ?? except;
    const where = `${only === null ? 'not' : 'only'} in ${names.length === 1 ? 'namespace' : 'namespaces'}`;
    return `${where} ${listText(names, limit)}${withReason && reason !== null ? `: ${reason}` : ''}`;
  };
  return [...Map.groupBy(partly, placeOf)].map(
    ([place, group]) => `${listText(group.map(resourceOf), limit)} ${place}`,
  );
}

function failed(kinds: readonly KindCoverage[], limit: number): readonly string[] {
  const failures = kinds.filter(({ state }) => state === 'failed');
  const groups = Map.groupBy(failures, ({ reason }) => reason ?? 'no answer');
  return [...groups].map(([reason, group]) => `${listText(group.map(resourceOf), limit)}: ${reason}`);
}

function notRecorded(kinds: readonly KindCoverage[], limit: number): readonly string[] {
  const names = kinds.filter(({ state }) => state === 'not-recorded').map(resourceOf);
  return names.length === 0 ? [] : [`does not hold ${listText(names, limit)}`];
}

function skipped({ checks }: ReportCoverage, limit: number): readonly string[] {
  const judged = new Set(checks.run);
  const ids = [...new Set(checks.skipped.map(({ check }) => check))];
  const nowhere = ids.filter((id) => !judged.has(id));
  const somewhere = ids.filter((id) => judged.has(id));
  const texts: string[] = [];
  if (nowhere.length > 0) texts.push(`${needing(nowhere.length)}: ${listText(nowhere, limit)}`);
  if (somewhere.length > 0) {
    texts.push(`in some namespaces ${needing(somewhere.length)}: ${listText(somewhere, limit)}`);
  }
  return texts;
}

function needing(count: number): string {
  return count === 1 ? '1 check that needs them' : `${count} checks that need them`;
}

function crashed({ checks }: ReportCoverage, limit: number): readonly string[] {
  const texts = checks.crashed.map(
    ({ check, reason, object }) => `${check} on ${refText(object)}: ${reason} (a bug of mekhanikube, please report it)`,
  );
  const rest = texts.length - limit;
  return rest > 0 ? [...texts.slice(0, limit), `and ${plural(rest, 'more check')}`] : texts;
}

/** The plural name that kubectl and roles use: `configmaps`. */
function resourceOf({ kind }: KindCoverage): string {
  return isKind(kind) ? KINDS[kind].resource : kind;
}
