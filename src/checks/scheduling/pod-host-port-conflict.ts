import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { conditionPath } from '../../kube/conditions.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { refKey, refText } from '../../kube/object-ref.ts';
import { conflict, hostPortsOf, portHolders } from '../../kube/scheduling/host-ports.ts';
import { schedulingOf } from '../../kube/scheduling/scheduling.ts';
import { isWaitingForRollout } from '../../kube/scheduling/surge.ts';
import { unplaced } from '../../kube/suspects.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

/** More holders than this are counted, not named. */
const NAMED = 4;

export const podHostPortConflict = defineCheck({
  id: 'pod-host-port-conflict',
  title: 'Host port is taken on every node',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: unplaced,
  consults: ['Node', 'Event', 'PersistentVolumeClaim', 'Deployment'],
  source: 'https://kubernetes.io/docs/concepts/configuration/overview/#services',
  facts: z.object({
    /** The ports that are taken: `8080/TCP`. */
    ports: z.array(z.string()),
    /** Who has them, by workload, and on which nodes; empty where that could not be read. */
    holders: z.array(z.object({ owner: z.string(), nodes: z.array(z.string()) })),
    /** True where the pods that have it are of its own workload. */
    own: z.boolean(),
    /** The nodes that would do otherwise; null where they could not be read. */
    nodes: z.int().nullable(),
  }),
  message: ({ ports, holders, own, nodes }) => {
    const port = `host port${ports.length === 1 ? '' : 's'} ${listText(ports)}`;
    if (holders.length === 0) return `Wants ${port} of a node, which ${ports.length === 1 ? 'is' : 'are'} free on none`;
    const where = nodes === 1 ? 'the only node that would do' : `all ${nodes} nodes that would do`;
    if (own)
      return `Wants ${port}, which another pod of the same workload has on ${where}: one pod per node is the most`;
    const who = holders.map(({ owner, nodes: on }) => `${owner} (on ${listText(on, NAMED)})`);
    return `Wants ${port}, which ${listText(who, NAMED)} ${holders.length === 1 ? 'has' : 'have'} on ${where}`;
  },
  fixes: ({ own }, { subject }) => [
    own
      ? { text: 'Lower the replicas to the number of nodes, or add nodes', command: null }
      : {
          text: 'See which pods have host ports',
          command: kubectl(
            'get',
            'pods',
            '-A',
            '-o',
            'custom-columns=NAMESPACE:.metadata.namespace,POD:.metadata.name,NODE:.spec.nodeName,PORTS:.spec.containers[*].ports[*].hostPort',
          ),
        },
    {
      ...correctTemplate(subject, 'the hostPort'),
      text: 'Do without a hostPort: a Service of type NodePort or LoadBalancer needs none',
    },
  ],
  *find(pod, view) {
    const verdict = view.shared(schedulingOf).verdictOf(pod);
    if (verdict?.obstacle !== 'ports') return;
    const wanted = hostPortsOf(pod);
    const nodes = verdict.fit?.stage === 'none' ? verdict.fit.nodes : [];
    const held = nodes.flatMap(({ name }) => {
      const there = view.shared(portHolders).get(name) ?? [];
      return there.filter(({ port }) => wanted.some((one) => conflict(one, port)));
    });
    if (
      isWaitingForRollout(
        pod,
        held.map((holder) => holder.pod),
        view,
      )
    )
      return;
    const taken = wanted.filter((one) => held.length === 0 || held.some(({ port }) => conflict(one, port)));
    const owners = new Map<string, Set<string>>();
    for (const { pod: holder, node } of held) {
      const owner = refText(view.topOwner(holder));
      owners.set(owner, (owners.get(owner) ?? new Set()).add(node));
    }
    const ports = [...new Set(taken.map(({ port, protocol }) => `${port}/${protocol}`))];
    const mine = refKey(view.topOwner(pod));
    yield {
      cause: ports.join(','),
      since: verdict.since,
      facts: {
        ports,
        holders: [...owners].map(([owner, on]) => ({ owner, nodes: [...on].sort() })),
        own: held.length > 0 && held.every(({ pod: holder }) => refKey(view.topOwner(holder)) === mine),
        nodes: held.length === 0 ? null : nodes.length,
      },
      evidence: [
        ...held.slice(0, 3).map(({ pod: holder, port }) => {
          return { object: holder, path: 'spec.containers[*].ports[*].hostPort', value: port.port };
        }),
        { path: `${conditionPath('PodScheduled')}.message`, value: verdict.message },
      ],
    };
  },
});
