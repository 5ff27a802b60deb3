import { z } from 'zod';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { hasWorkedSince, leaderOf } from '../../kube/leases/leaders.ts';
import { newestRenewal, unrenewedMs } from '../../kube/leases/renewals.ts';
import { refOf } from '../../kube/object-ref.ts';
import { isReady } from '../../kube/pods.ts';
import { MINUTE_MS, SECOND_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

const CONSEQUENCES: Readonly<Record<string, string>> = {
  'kube-scheduler': 'no new pod gets a node',
  'kube-controller-manager': 'nothing is rolled out, scaled, replaced or cleaned up',
};

export const leaderLeaseStale = defineCheck({
  id: 'leader-lease-stale',
  title: 'Leader does not renew its lease',
  severity: 'critical',
  level: 'cause',
  subject: 'Lease',
  reads: ['Pod'],
  source: 'https://kubernetes.io/docs/concepts/architecture/leases/#leader-election',
  facts: z.object({ component: z.string(), holder: z.string(), renewed: z.string() }),
  message: ({ component, holder, renewed }) =>
    `${component} does not work: its leader ${holder} has not renewed the lease since ${renewed}, and no other took over` +
    (CONSEQUENCES[component] === undefined ? '' : `, so ${CONSEQUENCES[component]}`),
  fixes: ({ component, holder }, { object }) => [
    CONSEQUENCES[component] === undefined
      ? {
          text: 'See what its pod logs',
          command: kubectl('logs', ...inNamespaceOf(object), holder.replace(/_[^_]*$/, ''), '--tail=50'),
        }
      : {
          text: 'See how its pods stand',
          command: kubectl('get', 'pods', ...inNamespaceOf(object), '-o', 'wide', '-l', `component=${component}`),
        },
    { text: 'See who holds the lease', command: kubectl('describe', ...inNamespaceOf(object), target(object)) },
  ],
  *find(lease, view) {
    const { namespace = '', name } = lease.metadata;
    const { holderIdentity: holder, leaseDurationSeconds, renewTime } = lease.spec ?? {};
    const patienceMs = Math.max(MINUTE_MS, 3 * SECOND_MS * (leaseDurationSeconds ?? 0));
    if (unrenewedMs(lease, view.shared(newestRenewal)) < patienceMs) return;
    const leader = leaderOf(lease, view);
    if (leader === undefined || (leader.role === 'core' && hasWorkedSince(name, renewTime, view))) return;
    const pods = leader.role === 'core' ? view.selectByLabels('Pod', namespace, { component: name }) : [leader.pod];
    yield {
      cause: '',
      severity: leader.role === 'core' ? 'critical' : 'high',
      confidence: 'likely',
      since: renewTime,
      explainedBy: pods.filter((pod) => !isReady(pod)).map(refOf),
      facts: { component: name, holder: holder ?? '', renewed: renewTime ?? '' },
      evidence: [
        { path: 'spec.renewTime', value: renewTime },
        { path: 'spec.holderIdentity', value: holder },
        { path: 'spec.leaseDurationSeconds', value: leaseDurationSeconds },
      ],
    };
  },
});
