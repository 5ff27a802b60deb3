import { listText } from '../../base/list-text.ts';
import type { RightsFacts } from '../facts.ts';
import { defineLine } from '../line.ts';
import { bindCommand } from './bind-command.ts';
import { skippedChecks } from './skipped-checks.ts';
import { reachOf } from './where.ts';

type Judged =
  | { readonly status: 'ok' }
  | { readonly status: 'skip'; readonly checks: readonly string[]; readonly command: string };

/** Whoever may list Secrets may read them: a right that is well withheld, and no fault where it is missing. */
export const secrets = defineLine<RightsFacts, Judged>({
  area: 'permissions',
  name: 'secrets',
  judge({ permissions, checks }) {
    if (permissions.state !== 'known') return null;
    const reach = reachOf(permissions, 'list').find(({ kind }) => kind === 'Secret');
    if (reach === undefined) return null;
    if (reach.everywhere) return { status: 'ok' };
    const command = bindCommand('mekhanikube-reader-secrets', permissions.user, permissions.namespaces);
    return { status: 'skip', checks: skippedChecks(checks, ['Secret']), command };
  },
  words: (judged) =>
    judged.status === 'ok'
      ? { seen: 'may list Secrets; only their names and the names of their keys are kept' }
      : {
          seen: `may not list Secrets, which is optional: without them ${listText(judged.checks, 8)} ${judged.checks.length === 1 ? 'judges' : 'judge'} nothing`,
          mend: `if that is wanted, have somebody run: ${judged.command}`,
        },
});
