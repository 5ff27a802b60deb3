import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { conditionPath } from '../../kube/conditions.ts';
import { describe, kubectl } from '../../kube/kubectl.ts';
import type { Pod } from '../../kube/object.ts';
import { refOf, refTo } from '../../kube/object-ref.ts';
import { requirementText, satisfies } from '../../kube/scheduling/node-affinity.ts';
import { schedulingOf } from '../../kube/scheduling/scheduling.ts';
import { type Volume, volumePlaces } from '../../kube/scheduling/volume-places.ts';
import { claimsOf } from '../../kube/storage/claims.ts';
import { unplaced } from '../../kube/suspects.ts';
import type { View } from '../../snapshot/view.ts';
import { defineCheck } from '../define-check.ts';

export const podVolumeZoneConflict = defineCheck({
  id: 'pod-volume-zone-conflict',
  title: 'Volume is where no node can take the pod',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: unplaced,
  consults: ['Node', 'Event', 'PersistentVolumeClaim', 'PersistentVolume'],
  source: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#node-affinity',
  facts: z.object({
    /** Its volumes that are not everywhere, and where each of them is. */
    volumes: z.array(z.object({ volume: z.string(), claim: z.string(), where: z.string(), nodes: z.int().nullable() })),
    /** What the scheduler says besides. */
    others: z.array(z.string()),
  }),
  message: ({ volumes: [first, second], others }) => {
    const why = others.length === 0 ? '' : ` (the scheduler also finds: ${listText(others)})`;
    if (first === undefined) return `No node that would do can reach its volumes${why}`;
    const is = `Volume ${first.volume} of claim ${first.claim} is only where ${first.where}`;
    if (first.nodes === 0) return `${is}, and no node is there`;
    if (second !== undefined && first.where !== second.where) {
      return `${is}, and volume ${second.volume} of claim ${second.claim} only where ${second.where}: no node can take the pod with both${why}`;
    }
    return `${is}, and no node there can take the pod${why}`;
  },
  fixes: ({ volumes: [first] }) => [
    ...(first === undefined
      ? [{ text: 'See where the volumes are', command: kubectl('get', 'pv', '-o', 'wide') }]
      : [{ text: 'See where the volume is', command: describe(refTo('PersistentVolume', null, first.volume)) }]),
    { text: 'Make room on a node there, or add one; the volume itself cannot be moved', command: null },
    { text: 'Or restore the data into a volume where the nodes are', command: null },
  ],
  *find(pod, view) {
    const verdict = view.shared(schedulingOf).verdictOf(pod);
    if (verdict?.obstacle !== 'volume-node') return;
    const nodes = view.covers('Node', null) ? view.all('Node') : null;
    const places = boundVolumes(pod, view).flatMap(({ claim, volume }) => {
      const alternatives = volumePlaces(volume);
      if (alternatives === undefined) return [];
      const where = alternatives.map((requirements) => requirements.map(requirementText).join(', ')).join(' or ');
      const there = nodes === null ? null : nodes.filter((node) => satisfies(node, alternatives)).length;
      return [{ claim, volume, where, there }];
    });
    const lost = places.filter(({ there }) => there === 0);
    const named = lost.length > 0 ? lost : places;
    yield {
      cause: named.map(({ where }) => where).join('; '),
      since: verdict.since,
      explainedBy: lost.slice(0, 1).map(({ volume }) => refOf(volume)),
      facts: {
        volumes: named.map(({ claim, volume, where, there }) => ({
          volume: volume.metadata.name,
          claim,
          where,
          nodes: there,
        })),
        others: verdict.clauses.flatMap(({ kind, nodes: count, text }) =>
          kind === 'volume-node' ? [] : `${count ?? ''} ${text}`,
        ),
      },
      evidence: [
        ...named.slice(0, 3).map(({ volume, where }) => ({ object: volume, path: 'spec.nodeAffinity', value: where })),
        { path: `${conditionPath('PodScheduled')}.message`, value: verdict.message },
      ],
    };
  },
});

function boundVolumes(pod: Pod, view: View<'PersistentVolume' | 'PersistentVolumeClaim'>) {
  return claimsOf(pod).flatMap(({ name }): { claim: string; volume: Volume }[] => {
    const claim = view.get('PersistentVolumeClaim', pod.metadata.namespace ?? '', name);
    const volumeName = claim.state === 'found' ? claim.object.spec?.volumeName : undefined;
    if (!volumeName) return [];
    const volume = view.get('PersistentVolume', null, volumeName);
    return volume.state === 'found' ? [{ claim: name, volume: volume.object }] : [];
  });
}
