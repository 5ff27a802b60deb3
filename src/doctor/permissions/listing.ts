import { countText, listText } from '../../base/list-text.ts';
import type { RightsFacts } from '../facts.ts';
import { defineLine } from '../line.ts';
import { bindCommand } from './bind-command.ts';
import { skippedChecks } from './skipped-checks.ts';
import { reachOf } from './where.ts';

type Judged =
  | { readonly status: 'skip' }
  | { readonly status: 'ok'; readonly kinds: number; readonly namespaces: readonly string[] | null }
  | { readonly status: 'warn'; readonly what: 'unknown'; readonly reason: string }
  | {
      readonly status: 'warn';
      readonly what: 'partly';
      readonly missing: readonly string[];
      /** Where at least some of them may be listed. */
      readonly places: readonly string[];
      readonly checks: readonly string[];
      readonly command: string;
    }
  | { readonly status: 'fail'; readonly command: string };

/** The rights to list what the checks look at, Secrets aside: those are optional. */
export const listing = defineLine<RightsFacts, Judged>({
  area: 'permissions',
  name: 'list',
  judge({ permissions, checks }) {
    if (permissions.state === 'unasked') return { status: 'skip' };
    if (permissions.state === 'unknown') return { status: 'warn', what: 'unknown', reason: permissions.reason };
    const { user, namespaces } = permissions;
    const all = reachOf(permissions, 'list');
    const kinds = all.filter(({ kind }) => kind !== 'Secret');
    const command = bindCommand('mekhanikube-reader', user, namespaces);
    if (all.every(({ everywhere, places }) => !everywhere && places.length === 0)) return { status: 'fail', command };
    const missing = kinds.filter(({ everywhere }) => !everywhere);
    if (missing.length === 0) return { status: 'ok', kinds: kinds.length, namespaces };
    const nowhere = missing.filter(({ places }) => places.length === 0).map(({ kind }) => kind);
    return {
      status: 'warn',
      what: 'partly',
      missing: missing.map(({ resource }) => resource),
      places: [...new Set(missing.flatMap(({ places }) => places))],
      checks: skippedChecks(checks, nowhere),
      command,
    };
  },
  words(judged) {
    switch (judged.status) {
      case 'skip':
        return { seen: 'there is no cluster to ask' };
      case 'ok':
        return { seen: `may list all ${judged.kinds} kinds that the checks need, ${placeText(judged.namespaces)}` };
      case 'fail':
        return { seen: 'may list nothing that the checks need', mend: `have somebody run: ${judged.command}` };
      case 'warn':
        return judged.what === 'unknown'
          ? { seen: `the rights could not be asked for: ${judged.reason}`, mend: 'see them: kubectl auth can-i --list' }
          : { seen: partlyText(judged), mend: `have somebody run: ${judged.command}` };
    }
  },
});

function placeText(namespaces: readonly string[] | null): string {
  return namespaces === null ? 'in the whole cluster' : `in ${listText(namespaces)}`;
}

function partlyText({ missing, places, checks }: Extract<Judged, { what: 'partly' }>): string {
  const only = places.length === 0 ? '' : `, but for some of them in ${listText(places)}`;
  const skipped =
    checks.length === 0
      ? ''
      : `; ${countText(checks.length, 'check')} ${checks.length === 1 ? 'is' : 'are'} skipped: ${checks.join(', ')}`;
  return `may not list ${missing.join(', ')} everywhere${only}${skipped}`;
}
