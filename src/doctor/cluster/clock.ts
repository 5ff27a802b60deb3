import type { ClusterFacts } from '../../cluster/permissions/index.ts';
import { defineLine } from '../line.ts';

/** Beyond it tokens and certificates are refused for their time. */
const MOST_SECONDS = 60;

type Judged = { readonly status: 'ok' | 'warn'; readonly aheadSeconds: number } | { readonly status: 'skip' };

export const clock = defineLine<ClusterFacts, Judged>({
  area: 'cluster',
  name: 'clock',
  judge(cluster) {
    if (cluster.state !== 'answered') return null;
    const { aheadSeconds } = cluster.server;
    if (aheadSeconds === null) return { status: 'skip' };
    return { status: Math.abs(aheadSeconds) > MOST_SECONDS ? 'warn' : 'ok', aheadSeconds };
  },
  words(judged) {
    if (judged.status === 'skip') return { seen: "the server does not tell its clock's time" };
    const { aheadSeconds, status } = judged;
    const apart = Math.abs(aheadSeconds);
    // The header has whole seconds.
    if (apart <= 1) return { seen: "this machine's clock and the server's agree" };
    return {
      seen: `the server's clock is ${apart} s ${aheadSeconds > 0 ? 'ahead of' : 'behind'} this machine's`,
      mend: status === 'warn' ? 'set the clock that is wrong; see this one: timedatectl status, or date -u' : null,
    };
  },
});
