import type { ClusterFacts } from '../../cluster/permissions/index.ts';
import { defineLine } from '../line.ts';
import { versionNumbers } from '../version-number.ts';

/** The minor versions of Kubernetes 1 that are tested. */
const OLDEST = 30;
const NEWEST = 35;
const TESTED = `1.${OLDEST} to 1.${NEWEST}`;

type Judged =
  | { readonly status: 'ok'; readonly version: string }
  | { readonly status: 'skip' }
  | { readonly status: 'warn'; readonly version: string; readonly is: 'older' | 'newer' };

export const version = defineLine<ClusterFacts, Judged>({
  area: 'cluster',
  name: 'version',
  judge(cluster) {
    if (cluster.state !== 'answered') return null;
    const told = cluster.server.version;
    const [major, minor] = (told === null ? null : versionNumbers(told)) ?? [];
    if (told === null || major === undefined || minor === undefined) return { status: 'skip' };
    if (major < 1 || (major === 1 && minor < OLDEST)) return { status: 'warn', version: told, is: 'older' };
    if (major > 1 || minor > NEWEST) return { status: 'warn', version: told, is: 'newer' };
    return { status: 'ok', version: told };
  },
  words(judged) {
    switch (judged.status) {
      case 'ok':
        return { seen: `Kubernetes ${judged.version}; ${TESTED} are tested` };
      case 'skip':
        return { seen: 'the server does not tell its version' };
      case 'warn':
        return {
          seen: `Kubernetes ${judged.version} is ${judged.is} than what is tested, ${TESTED}`,
          mend:
            judged.is === 'older'
              ? 'upgrade the cluster; until then, look at findings about newer fields with care'
              : 'look for a newer mekhanikube: npm view mekhanikube version',
        };
    }
  },
});
