import { z } from 'zod';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { refOf, refText, refTo } from '../../kube/object-ref.ts';
import { isDownAlone } from '../../kube/runtime/ends.ts';
import { heldVolumesOf } from '../../kube/startup/volume-holders.ts';
import { suspects } from '../../kube/suspects.ts';
import { defineCheck } from '../define-check.ts';

export const volumeMultiAttach = defineCheck({
  id: 'volume-multi-attach',
  title: 'Volume is attached to another node',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: suspects,
  reads: ['Event'],
  consults: ['PersistentVolumeClaim', 'Node', 'VolumeAttachment'],
  source: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes',
  facts: z.object({
    volume: z.string(),
    claim: z.string().nullable(),
    node: z.string(),
    /** The node that has it, and the pod that uses it there, where that can be told. */
    holderNode: z.string().nullable(),
    holder: z.string().nullable(),
    holderPod: z.string().nullable(),
    /** True where that node is not ready, so that nothing detaches the volume. */
    holderLost: z.boolean(),
  }),
  message: ({ volume, claim, node, holderNode, holder, holderLost }) => {
    const what = claim === null ? `Volume ${volume}` : `The volume of claim ${claim}`;
    const cannot = `${what} may be attached to one node only, so it cannot be attached to ${node}`;
    if (holderNode === null) return `${cannot}: another node has it still`;
    const lost = holderLost ? `node ${holderNode}, which is not ready and cannot let go of it, has it` : undefined;
    if (holder === null) return `${cannot}: ${lost ?? `node ${holderNode} has it still, and no pod uses it there`}`;
    return `${cannot}: ${lost ?? `${holder} uses it on node ${holderNode}`}`;
  },
  fixes: ({ holderNode, holderPod, holderLost, claim }, { object }) => [
    ...(holderLost && holderNode !== null
      ? [
          { text: 'See why the node is not ready', command: describe(refTo('Node', null, holderNode)) },
          {
            text: 'Only once the machine is surely off: mark the node, so that its volumes are freed',
            command: kubectl('taint', 'nodes', holderNode, 'node.kubernetes.io/out-of-service=nodeshutdown:NoExecute'),
          },
        ]
      : [
          holderPod === null
            ? { text: 'See what is attached where', command: kubectl('get', 'volumeattachments') }
            : { text: 'See the pod that uses it', command: describe(refTo('Pod', object.namespace, holderPod)) },
        ]),
    {
      text:
        claim === null
          ? 'Run all pods that use it on one node, or one pod only'
          : 'Give each replica a claim of its own (a StatefulSet does so), or use a volume that is ReadWriteMany',
      command: null,
    },
  ],
  *find(pod, view) {
    for (const { volume, claim, node, since, event, holder, holderNode, holderLost, ownRollout } of heldVolumesOf(
      pod,
      view,
    )) {
      yield {
        cause: volume,
        severity: isDownAlone(pod) ? 'critical' : 'high',
        since,
        explainedBy: [
          ...(holderLost && holderNode !== null ? [refTo('Node', null, holderNode)] : []),
          ...(!holderLost && ownRollout !== undefined ? [ownRollout] : []),
        ],
        facts: {
          volume,
          claim,
          node,
          holderNode,
          holder: holder === undefined ? null : refText(refOf(holder)),
          holderPod: holder?.metadata.name ?? null,
          holderLost,
        },
        evidence: [
          { object: event, path: 'message', value: event.message },
          ...(holder === undefined ? [] : [{ object: holder, path: 'spec.nodeName', value: holderNode }]),
        ],
      };
    }
  },
});
