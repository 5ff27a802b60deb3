import { listText } from '../../base/list-text.ts';
import type { ClusterFacts } from '../../cluster/permissions/index.ts';
import { isWithinDays, untilText } from '../days.ts';
import { defineLine, type LineOf } from '../line.ts';

interface Judged {
  readonly status: 'ok' | 'warn';
  readonly names: readonly string[];
  readonly until: string;
}

const WARN_DAYS = 30;
const NAMES_SHOWN = 6;

/** The certificate that the server showed: an expired one is refused, so that it ends is said in time. */
export function certificate(now: Date): LineOf<ClusterFacts> {
  return defineLine<ClusterFacts, Judged>({
    area: 'cluster',
    name: 'certificate',
    judge(cluster) {
      if (cluster.state !== 'answered' || cluster.server.certificate === null) return null;
      const { names, expiresAt } = cluster.server.certificate;
      const status = isWithinDays(expiresAt, WARN_DAYS, now) ? 'warn' : 'ok';
      return { status, names, until: untilText(expiresAt, now) };
    },
    words: ({ status, names, until }) => ({
      seen: `for ${names.length === 0 ? 'no name' : listText(names, NAMES_SHOWN)}; it expires ${until}`.replace(
        'expires since',
        'has expired since',
      ),
      mend: status === 'warn' ? 'renew it on the control plane, for example: kubeadm certs renew all' : null,
    }),
  });
}
