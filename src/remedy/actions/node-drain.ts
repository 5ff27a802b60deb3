import { z } from 'zod';
import { countText } from '../../base/list-text.ts';
import type { Pod } from '../../kube/object.ts';
import { compareRefs, refOf, refText } from '../../kube/object-ref.ts';
import { isOf } from '../../kube/workloads/workloads.ts';
import { defineAction, refused } from '../action.ts';
import { cordonEdits } from '../nodes/cordon.ts';
import { clusterRefusals, podRefusals } from '../nodes/drain-refusals.ts';
import { drainable } from '../nodes/drainable.ts';
import { isDrained } from '../nodes/is-drained.ts';
import { listed, unlessRefused } from '../objects/judged.ts';
import { wrongKind } from '../objects/wrong-kind.ts';
import type { Write } from '../write.ts';

const params = z.strictObject({
  ignoreDaemonSets: z
    .boolean()
    .default(true)
    .describe('Leave the pods of DaemonSets; else they are a reason against it'),
  emptyDir: z
    .enum(['refuse', 'delete'])
    .default('refuse')
    .describe('What becomes of pods with an emptyDir, whose content goes with them'),
  maxPods: z.int().min(1).max(500).default(50).describe('How many pods it may evict'),
  graceSeconds: z
    .int()
    .min(1)
    .max(3600)
    .optional()
    .describe('Seconds that containers get to stop; as the pods say where absent'),
  reason: z.string().min(1).max(200).default('being drained').describe('Why, for whoever finds the node cordoned'),
});

export const nodeDrain = defineAction({
  id: 'node.drain',
  title: 'Cordon a node and evict its pods one by one',
  on: ['Node'],
  risk: 'R3',
  rights: [
    { group: '', resource: 'nodes', verb: 'patch' },
    { group: '', resource: 'nodes', verb: 'list' },
    { group: '', resource: 'pods', verb: 'list' },
    { group: '', resource: 'pods', subresource: 'eviction', verb: 'create' },
    { group: '', resource: 'persistentvolumeclaims', verb: 'list' },
    { group: '', resource: 'persistentvolumes', verb: 'list' },
    { group: 'policy', resource: 'poddisruptionbudgets', verb: 'list' },
  ],
  source: 'https://kubernetes.io/docs/tasks/administer-cluster/safely-drain-node/',
  params,
  example: { ignoreDaemonSets: true, emptyDir: 'refuse', maxPods: 30, reason: 'its disk fails' },
  look: async ({ reader }) => {
    const [nodes, pods] = await Promise.all([reader.list('Node', null), reader.list('Pod', null)]);
    const [budgets, claims] = await Promise.all([
      reader.list('PodDisruptionBudget', null),
      reader.list('PersistentVolumeClaim', null),
    ]);
    return { nodes, pods, budgets, claims, volumes: await reader.list('PersistentVolume', null) };
  },
  propose: ({ target, params: wanted, facts }) => {
    if (!isOf(target, 'Node')) return refused(wrongKind(target, 'Node'));
    const what = refText(refOf(target));
    const sorted = drainable(target.metadata.name, listed(facts.pods));
    const refusals = [...podRefusals(target, sorted, wanted), ...clusterRefusals(target, sorted.evicted, facts)];
    return unlessRefused(refusals, () => ({
      summary: `drain ${what}: evict ${countText(sorted.evicted.length, 'pod')}`,
      risk: 'R3',
      writes: [
        ...(target.spec?.unschedulable === true
          ? []
          : [{ verb: 'patch' as const, before: target, edits: cordonEdits(wanted.reason) }]),
        ...evictions(sorted.evicted, wanted.graceSeconds),
      ],
      effects: { podsDisrupted: sorted.evicted.length },
      wayBack: 'uncordon it; pods are not moved back',
      notes: [
        'an eviction waits for its PodDisruptionBudget',
        ...(sorted.daemons.length === 0
          ? []
          : [`left on it: ${countText(sorted.daemons.length, 'pod')} of DaemonSets`]),
        ...sorted.withLocalData.map((pod) => `${refText(refOf(pod))} loses what it keeps in an emptyDir`),
      ],
      signature: { drain: target.metadata.uid ?? target.metadata.name, ...wanted },
    }));
  },
  verify: ({ target, reader, writtenAt }) => isDrained(reader, target, writtenAt),
});

function evictions(pods: readonly Pod[], graceSeconds: number | undefined): readonly Write[] {
  return [...pods]
    .sort((left, right) => compareRefs(refOf(left), refOf(right)))
    .map((before) => ({ verb: 'evict', before, ...(graceSeconds === undefined ? {} : { graceSeconds }) }));
}
