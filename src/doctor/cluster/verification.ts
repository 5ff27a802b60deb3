import type { ClusterFacts } from '../../cluster/permissions/index.ts';
import { defineLine } from '../line.ts';

type Judged = { readonly status: 'ok' } | { readonly status: 'warn'; readonly isPlain: boolean };

export const verification = defineLine<ClusterFacts, Judged>({
  area: 'cluster',
  name: 'tls',
  judge(cluster) {
    if (cluster.state === 'not-found') return null;
    const { isTls, isVerified } = cluster.target;
    // That it will be verified says nothing yet of a server that has not shown its certificate.
    if (isVerified) return cluster.state === 'answered' ? { status: 'ok' } : null;
    return { status: 'warn', isPlain: !isTls };
  },
  words(judged) {
    if (judged.status === 'ok') return { seen: "the server's certificate is verified" };
    return judged.isPlain
      ? { seen: 'plain http: whoever is on the way can read and change everything', mend: 'use an https address' }
      : {
          seen: "the server's certificate is not verified: the kubeconfig sets insecure-skip-tls-verify",
          mend: 'take insecure-skip-tls-verify out and put certificate-authority-data in, as a new kubeconfig of the cluster has it',
        };
  },
});
