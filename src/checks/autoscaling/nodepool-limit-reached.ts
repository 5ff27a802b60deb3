import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { blamedPool } from '../../kube/autoscaling/node-pools.ts';
import { conditionPath } from '../../kube/conditions.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { schedulingOf } from '../../kube/scheduling/scheduling.ts';
import { unplaced } from '../../kube/suspects.ts';
import { defineCheck } from '../define-check.ts';

export const nodepoolLimitReached = defineCheck({
  id: 'nodepool-limit-reached',
  title: 'Node pool gets no further node',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: unplaced,
  reads: ['NodePool'],
  consults: ['Event', 'Node', 'NodeClaim', 'PersistentVolumeClaim'],
  explains: ['cluster-capacity-exhausted', 'pod-insufficient-resources'],
  source: 'https://kubernetes.io/docs/concepts/cluster-administration/node-autoscaling/',
  facts: z.object({
    pool: z.string(),
    /** The limits that are used up, in words; empty where the pool has room and its machines do not come. */
    limits: z.array(z.string()),
    says: z.string().nullable(),
  }),
  message: ({ pool, limits, says }) =>
    says === null
      ? `NodePool ${pool} is at its limit${limits.length === 0 ? '' : ` (${listText(limits)})`}, so Karpenter adds no node for pods that find no room`
      : `NodePool ${pool} does not get the machines that it asks for: ${says}`,
  fixes: ({ pool, says }) => [
    { text: 'See its limits and what it uses', command: kubectl('describe', `nodepools.karpenter.sh/${pool}`) },
    says === null
      ? {
          text: 'Raise the limit, if more nodes may be paid for',
          command: kubectl('edit', `nodepools.karpenter.sh/${pool}`),
        }
      : { text: 'See which machines it waits for', command: kubectl('get', 'nodeclaims.karpenter.sh', '-o', 'wide') },
  ],
  *find(pod, view) {
    if (view.all('NodePool').length === 0) return;
    if (view.shared(schedulingOf).verdictOf(pod)?.obstacle !== 'room') return;
    const blamed = blamedPool(pod, view);
    if (blamed === undefined) return;
    const { pool, limits, launch, event } = blamed;
    const { name } = pool.metadata;
    yield {
      cause: launch === undefined ? 'limit' : 'launch',
      confidence: event === undefined ? 'likely' : 'certain',
      shared: refTo('NodePool', null, name),
      facts: {
        pool: name,
        limits: limits.map(({ resource, used, limit }) => `${used} of ${limit} ${resource}`),
        says: launch?.says ?? null,
      },
      evidence: [
        ...limits
          .slice(0, 3)
          .map(({ resource, used }) => ({ object: pool, path: `status.resources.${resource}`, value: used })),
        ...(launch === undefined
          ? []
          : [{ object: launch.claim, path: `${conditionPath('Launched')}.message`, value: launch.says }]),
        ...(event === undefined ? [] : [{ object: event, path: 'message', value: event.message }]),
      ],
    };
  },
});
