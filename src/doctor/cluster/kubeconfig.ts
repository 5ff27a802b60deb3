import type { ClusterFacts, TargetFacts } from '../../cluster/permissions/index.ts';
import { defineLine } from '../line.ts';

type Judged =
  | { readonly status: 'ok'; readonly target: TargetFacts }
  | { readonly status: 'fail'; readonly message: string; readonly hint: string };

export const kubeconfig = defineLine<ClusterFacts, Judged>({
  area: 'cluster',
  name: 'kubeconfig',
  judge: (cluster) =>
    cluster.state === 'not-found'
      ? { status: 'fail', message: cluster.message, hint: cluster.hint }
      : { status: 'ok', target: cluster.target },
  words: (judged) =>
    judged.status === 'fail'
      ? { seen: judged.message, mend: judged.hint }
      : {
          seen: `${judged.target.files.join(', ')}: context ${judged.target.context}, server ${judged.target.server}`,
        },
});
