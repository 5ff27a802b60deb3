import { z } from 'zod';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { refKey, refOf } from '../../kube/object-ref.ts';
import { heldVolumesOf } from '../../kube/startup/volume-holders.ts';
import { suspects } from '../../kube/suspects.ts';
import { desiredReplicas } from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

export const deploymentRwoRolloutDeadlock = defineCheck({
  id: 'deployment-rwo-rollout-deadlock',
  title: 'Rollout waits for a volume that its own old pod holds',
  severity: 'high',
  level: 'cause',
  subject: 'Deployment',
  reads: ['Event', 'Pod', 'ReplicaSet'],
  consults: ['PersistentVolumeClaim', 'Node', 'VolumeAttachment'],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy',
  facts: z.object({
    claim: z.string(),
    newPod: z.string(),
    newNode: z.string(),
    oldPod: z.string(),
    oldNode: z.string(),
    replicas: z.int(),
  }),
  message: ({ claim, newPod, newNode, oldPod, oldNode }) =>
    `The new pod ${newPod} on node ${newNode} waits for the volume of claim ${claim}, which one node at a time can have, ` +
    `and the rollout keeps the old pod ${oldPod} on node ${oldNode} until the new one is ready`,
  fixes: ({ oldPod, replicas }, { subject }) => [
    {
      text:
        replicas === 1
          ? 'Let the rollout stop the old pod first'
          : 'Let the rollout stop the old pods first; replicas on several nodes cannot share this volume at all',
      command: kubectl(
        ...['patch', ...inNamespaceOf(subject), target(subject)],
        ...['-p', '{"spec":{"strategy":{"type":"Recreate","rollingUpdate":null}}}'],
      ),
    },
    {
      text: 'For this once: delete the old pod; it serves until then',
      command: kubectl('delete', 'pod', ...inNamespaceOf(subject), oldPod),
    },
  ],
  *find(deployment, view) {
    if (desiredReplicas(deployment) === 0 || deployment.spec?.strategy?.type === 'Recreate') return;
    if (!deployment.spec?.template?.spec?.volumes?.some((volume) => volume.persistentVolumeClaim)) return;
    const key = refKey(refOf(deployment));
    const pods = view.controlledBy('ReplicaSet', deployment).flatMap((set) => view.controlledBy('Pod', set));
    for (const pod of pods) {
      if (!view.shared(suspects).has(pod)) continue;
      for (const { claim, node, since, event, holder, holderNode, holderLost, ownRollout } of heldVolumesOf(
        pod,
        view,
      )) {
        if (holder === undefined || claim === null || holderLost) continue;
        if (ownRollout === undefined || refKey(ownRollout) !== key) continue;
        yield {
          cause: claim,
          since,
          explains: [refOf(pod)],
          facts: {
            claim,
            newPod: pod.metadata.name,
            newNode: node,
            oldPod: holder.metadata.name,
            oldNode: holderNode ?? '',
            replicas: desiredReplicas(deployment),
          },
          evidence: [
            { path: 'spec.strategy.type', value: deployment.spec?.strategy?.type ?? 'RollingUpdate' },
            { object: event, path: 'message', value: event.message },
            { object: holder, path: 'spec.nodeName', value: holderNode },
          ],
        };
        return;
      }
    }
  },
});
