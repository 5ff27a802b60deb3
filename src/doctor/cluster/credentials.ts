import type { ClusterFacts, CredentialFacts } from '../../cluster/permissions/index.ts';
import { isWithinDays, untilText } from '../days.ts';
import { defineLine, type LineOf } from '../line.ts';

/** Client certificates are renewed by hand; a token that is about to end may end while a cluster is read. */
const CERTIFICATE_DAYS = 30;
const TOKEN_DAYS = 5 / (24 * 60);

interface Judged {
  readonly status: 'ok' | 'warn';
  readonly kind: CredentialFacts['kind'];
  readonly until: string | null;
}

export function credentials(now: Date): LineOf<ClusterFacts> {
  return defineLine<ClusterFacts, Judged>({
    area: 'cluster',
    name: 'credentials',
    judge(cluster) {
      if (cluster.state !== 'answered') return null;
      const { kind, expiresAt } = cluster.server.credentials;
      if (kind === 'none') return { status: 'warn', kind, until: null };
      if (expiresAt === null) return { status: 'ok', kind, until: null };
      const isNear = isWithinDays(expiresAt, kind === 'token' ? TOKEN_DAYS : CERTIFICATE_DAYS, now);
      return { status: isNear ? 'warn' : 'ok', kind, until: untilText(expiresAt, now) };
    },
    words({ status, kind, until }) {
      if (kind === 'none') {
        return {
          seen: 'the context has no credentials',
          mend: 'log in with the tool of the cluster, or fetch a new kubeconfig',
        };
      }
      const end =
        until === null
          ? 'without an end that it tells'
          : `which ends ${until}`.replace('ends since', 'has ended since');
      return {
        seen: `${WHAT[kind]}, ${end}`,
        mend: status === 'warn' ? 'log in again with the tool of the cluster, or fetch a new kubeconfig' : null,
      };
    },
  });
}

const WHAT = {
  token: 'a bearer token',
  certificate: 'a client certificate',
  password: 'a name and a password',
} as const;
