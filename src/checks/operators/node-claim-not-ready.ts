import { z } from 'zod';
import { conditionIn, conditionSeen, saysOf, standingMs, standingSince } from '../../kube/custom/conditions.ts';
import { textAt } from '../../kube/custom/fields.ts';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

/** A machine may take so long until it is a node that pods run on. */
const PATIENCE_MS = 15 * MINUTE_MS;

/** In the order in which they come true. Drifted, Empty and Consolidatable are no faults. */
const STEPS = ['Launched', 'Registered', 'Initialized'] as const;

export const nodeClaimNotReady = defineCheck({
  id: 'node-claim-not-ready',
  title: 'Machine does not become a node',
  severity: 'high',
  level: 'cause',
  subject: 'NodeClaim',
  source: 'https://karpenter.sh/docs/concepts/nodeclaims/',
  facts: z.object({ pool: z.string(), step: z.enum(STEPS), says: z.string(), node: z.string() }),
  message: ({ pool, step, says, node }) =>
    `The machine${pool === '' ? '' : ` of NodePool ${pool}`} is not ${step.toLowerCase()}${node === '' ? '' : ` as node ${node}`}: ${says}`,
  fixes: ({ pool }, { object }) => [
    { text: 'See the claim and its events', command: describe(object) },
    ...(pool === '' ? [] : [{ text: 'See its pool', command: kubectl('describe', 'nodepool', pool) }]),
  ],
  *find(claim, view) {
    if (claim.metadata.deletionTimestamp !== undefined) return;
    const failing = STEPS.map((step) => ({ step, condition: conditionIn(claim.status, step) })).find(
      ({ condition }) => condition !== undefined && condition.status !== 'True',
    );
    if (failing?.condition === undefined) return;
    const { step, condition } = failing;
    if (standingMs(condition, claim, view) < PATIENCE_MS) return;
    const node = textAt(claim.status, 'nodeName');
    yield {
      cause: step,
      since: standingSince(condition),
      explains: node === '' ? [] : [refTo('Node', null, node)],
      facts: { pool: claim.metadata.labels?.['karpenter.sh/nodepool'] ?? '', step, says: saysOf(condition), node },
      evidence: conditionSeen(condition),
    };
  },
});
