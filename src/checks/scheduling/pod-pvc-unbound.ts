import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { conditionPath } from '../../kube/conditions.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { refOf } from '../../kube/object-ref.ts';
import { schedulingOf } from '../../kube/scheduling/scheduling.ts';
import { claimStates, claimsOf, claimText } from '../../kube/storage/claims.ts';
import { unplaced } from '../../kube/suspects.ts';
import { defineCheck } from '../define-check.ts';

export const podPvcUnbound = defineCheck({
  id: 'pod-pvc-unbound',
  title: 'Pod waits for its volume',
  severity: 'high',
  level: 'failure',
  subject: 'Pod',
  among: unplaced,
  consults: ['Node', 'Event', 'PersistentVolumeClaim'],
  source: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#binding',
  facts: z.object({
    claims: z.array(z.object({ name: z.string(), state: z.string() })),
  }),
  message: ({ claims }) => {
    const [first, ...others] = claims;
    if (first === undefined) return 'Waits for a volume: the scheduler finds a claim of it without one';
    if (others.length === 0) return `Waits for PersistentVolumeClaim ${first.name}, which ${first.state}`;
    return `Waits for its PersistentVolumeClaims: ${listText(claims.map(({ name, state }) => `${name} ${state}`))}`;
  },
  fixes: ({ claims }, { object }) => [
    {
      text: 'See the events of the claim',
      command: kubectl('describe', 'pvc', ...inNamespaceOf(object), ...claims.map(({ name }) => name)),
    },
  ],
  *find(pod, view) {
    const verdict = view.shared(schedulingOf).verdictOf(pod);
    if (verdict?.obstacle !== 'claims-unbound') return;
    const { unbound, unverified } = claimStates(pod, view);
    const named = verdict.clauses.flatMap(({ kind, name }) =>
      kind === 'claims-unbound' && name !== null ? [name] : [],
    );
    // What the scheduler said last is over where every claim has its volume by now.
    if (unbound.length === 0 && named.length === 0 && !unverified) return;
    yield {
      cause: '',
      since: verdict.since,
      explainedBy: unbound.map(refOf),
      facts: {
        claims:
          unbound.length > 0
            ? unbound.map((claim) => ({ name: claim.metadata.name, state: claimText(claim) }))
            : named.map((name) => ({ name, state: 'is not there yet' })),
      },
      evidence: [
        ...unbound.map((claim) => ({ object: claim, path: 'status.phase', value: claim.status?.phase })),
        ...claimsOf(pod)
          .slice(0, 3)
          .map(({ name, path }) => ({ path, value: name })),
        { path: `${conditionPath('PodScheduled')}.message`, value: verdict.message },
      ],
    };
  },
});
