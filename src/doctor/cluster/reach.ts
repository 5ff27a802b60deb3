import type { ClusterFacts } from '../../cluster/permissions/index.ts';
import { defineLine } from '../line.ts';

type Judged =
  | { readonly status: 'ok'; readonly answerMs: number }
  | { readonly status: 'fail'; readonly message: string; readonly hint: string };

/** How long an answer takes is shown and not judged: what is slow for one network is good for another. */
export const reach = defineLine<ClusterFacts, Judged>({
  area: 'cluster',
  name: 'answer',
  judge(cluster) {
    if (cluster.state === 'not-found') return null;
    if (cluster.state === 'unreadable') return { status: 'fail', message: cluster.message, hint: cluster.hint };
    return { status: 'ok', answerMs: cluster.server.answerMs };
  },
  words: (judged) =>
    judged.status === 'fail'
      ? { seen: judged.message, mend: judged.hint }
      : { seen: `the API server answered in ${judged.answerMs} ms` },
});
