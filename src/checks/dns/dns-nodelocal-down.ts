import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { isNodeLocalDns } from '../../kube/network/cluster-dns.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { isExcused, nodeNameOf } from '../../kube/workloads/daemons.ts';
import { blame, lackingPods, lackingSince } from '../../kube/workloads/shortfall.ts';
import { isSettled } from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

const PATIENCE_MS = 2 * MINUTE_MS;

export const dnsNodelocalDown = defineCheck({
  id: 'dns-nodelocal-down',
  title: 'Node-local DNS is down on some nodes',
  severity: 'high',
  level: 'rollup',
  subject: 'DaemonSet',
  reads: ['Pod'],
  consults: ['Node'],
  explains: ['daemonset-unavailable'],
  source: 'https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/',
  facts: z.object({ nodes: z.array(z.string()), of: z.int() }),
  message: ({ nodes, of }) =>
    `The DNS cache does not answer on ${listText(nodes)} (${nodes.length} of ${of} nodes): the pods there may not resolve names`,
  fixes: (_facts, { subject }) => [
    {
      text: 'See its pods and their nodes',
      command: kubectl('get', 'pods', ...inNamespaceOf(subject), '-o', 'wide'),
    },
  ],
  *find(set, view) {
    if (!isNodeLocalDns(set) || !isSettled(set) || (set.status?.numberUnavailable ?? 0) === 0) return;
    const pods = lackingPods(view.controlledBy('Pod', set), true, view).filter(
      (pod) => view.age(lackingSince(pod)) >= PATIENCE_MS && !isExcused(pod, view),
    );
    if (pods.length === 0) return;
    const nodes = [...new Set(pods.flatMap((pod) => nodeNameOf(pod) ?? []))].sort();
    yield {
      cause: '',
      explainedBy: blame(pods, view),
      facts: { nodes: nodes.slice(0, 20), of: set.status?.desiredNumberScheduled ?? nodes.length },
      evidence: [
        { path: 'status.numberUnavailable', value: set.status?.numberUnavailable },
        ...pods
          .slice(0, 4)
          .map((pod) => ({ object: pod, path: 'status.conditions[type=Ready].status', value: 'False' })),
      ],
    };
  },
});
