import { z } from 'zod';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { clusterDns } from '../../kube/network/cluster-dns.ts';
import { backendOutage, OUTAGE_KINDS, outageCauses, outageSince } from '../../kube/network/service-outage.ts';
import { refOf } from '../../kube/object-ref.ts';
import { defineCheck } from '../define-check.ts';

const SCALABLE: ReadonlySet<string> = new Set(['Deployment', 'ReplicaSet', 'StatefulSet']);

export const dnsDown = defineCheck({
  id: 'dns-down',
  title: 'The DNS of the cluster answers nobody',
  severity: 'critical',
  level: 'rollup',
  subject: 'Service',
  reads: OUTAGE_KINDS,
  consults: ['Node'],
  explains: ['service-no-endpoints', 'service-pods-not-ready'],
  source: 'https://kubernetes.io/docs/tasks/administer-cluster/dns-debugging-resolution/',
  facts: z.object({
    state: z.enum(['no-match', 'zero', 'not-created', 'not-ready', 'not-listed']),
    pods: z.int(),
    /** Workloads that run no pod: scaled to zero, or unable to create any. */
    workloads: z.array(z.object({ kind: z.string(), name: z.string() })),
  }),
  message: ({ state, pods, workloads }) => {
    const names = workloads.map(({ kind, name }) => `${kind} ${name}`).join(' and ');
    const why = {
      'no-match': 'no pod has the labels that it selects',
      zero: names === '' ? 'its pods are gone' : `${names} is scaled to zero`,
      'not-created': `${names} has created no pod`,
      'not-ready': pods === 1 ? 'its only pod is not ready' : `none of its ${pods} pods is ready`,
      'not-listed': 'no EndpointSlice lists a ready pod for port 53',
    }[state];
    return `No pod answers DNS queries: ${why}, so no program in the cluster can resolve names`;
  },
  fixes: ({ state, workloads: [workload] }, { object }) => [
    ...(state === 'zero' && workload !== undefined && SCALABLE.has(workload.kind)
      ? [
          {
            text: `Scale ${workload.kind} ${workload.name} up`,
            command: kubectl(
              ...['scale', ...inNamespaceOf(object), `${workload.kind.toLowerCase()}/${workload.name}`, '--replicas=2'],
            ),
          },
        ]
      : []),
    {
      text: 'See the pods of the DNS and why they are not ready',
      command: kubectl('get', 'pods', ...inNamespaceOf(object), '-o', 'wide'),
    },
  ],
  *find(service, view) {
    if (view.shared(clusterDns) !== service || service.metadata.deletionTimestamp !== undefined) return;
    const outage = backendOutage(service, 53, view);
    if (outage === undefined) return;
    const workloads = 'workloads' in outage ? outage.workloads : [];
    const pods = 'pods' in outage ? outage.pods : [];
    yield {
      cause: '',
      since: outageSince(outage),
      explainedBy:
        outage.state === 'not-listed' && pods.length === 0 ? [refOf(service)] : outageCauses(service, outage, view),
      facts: {
        state: outage.state,
        pods: pods.length,
        workloads: workloads.map(({ kind, metadata }) => ({ kind, name: metadata.name })),
      },
      evidence: [
        { path: 'endpoints', value: [] },
        ...workloads.slice(0, 2).map((workload) => ({ object: workload, path: 'spec.replicas', value: 0 })),
        ...pods
          .slice(0, 4)
          .map((pod) => ({ object: pod, path: 'status.conditions[type=Ready].status', value: 'False' })),
      ],
    };
  },
});
