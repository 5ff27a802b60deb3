import type { RightsFacts } from '../facts.ts';
import { defineLine } from '../line.ts';
import { bindCommand } from './bind-command.ts';
import { reachOf } from './where.ts';

type Judged =
  | { readonly status: 'ok' }
  | { readonly status: 'warn'; readonly missing: readonly string[]; readonly command: string };

/** The rights to look at single objects of what may be listed: keys of ConfigMaps are read so. */
export const single = defineLine<RightsFacts, Judged>({
  area: 'permissions',
  name: 'get',
  judge({ permissions }) {
    if (permissions.state !== 'known') return null;
    const listed = new Set(reachOf(permissions, 'list').flatMap((reach) => (reach.everywhere ? [reach.kind] : [])));
    const missing = reachOf(permissions, 'get').filter(
      ({ kind, everywhere }) => kind !== 'Secret' && listed.has(kind) && !everywhere,
    );
    if (missing.length === 0) return listed.size === 0 ? null : { status: 'ok' };
    const command = bindCommand('mekhanikube-reader', permissions.user, permissions.namespaces);
    return { status: 'warn', missing: missing.map(({ resource }) => resource), command };
  },
  words: (judged) =>
    judged.status === 'ok'
      ? { seen: 'may get single objects of all that it may list' }
      : {
          seen: `may list, but not get ${judged.missing.join(', ')}: what only single objects tell stays unknown`,
          mend: `have somebody run: ${judged.command}`,
        },
});
