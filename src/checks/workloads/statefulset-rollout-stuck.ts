import { z } from 'zod';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import type { Pod } from '../../kube/object.ts';
import { isTerminating } from '../../kube/pods.ts';
import { blame, lackingPods, lackingSince, lostNode, PATIENCE_MS } from '../../kube/workloads/shortfall.ts';
import {
  desiredReplicas,
  isOrdered,
  isSettled,
  ordinalOf,
  revisionLabel,
  type StatefulSet,
} from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

export const statefulsetRolloutStuck = defineCheck({
  id: 'statefulset-rollout-stuck',
  title: 'Rolling update of a StatefulSet is stuck',
  severity: 'high',
  level: 'rollup',
  subject: 'StatefulSet',
  reads: ['Pod'],
  consults: ['Node'],
  explains: ['statefulset-degraded', 'statefulset-ordinal-blocked'],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback',
  facts: z.object({
    pod: z.string(),
    revision: z.string(),
    podRevision: z.string(),
    updated: z.int(),
    desired: z.int(),
    outdated: z.boolean(),
  }),
  message: ({ pod, revision, podRevision, updated, desired, outdated }) =>
    outdated
      ? `The update to revision ${revision} waits for pod ${pod} to become ready, but ${pod} still has the template of revision ${podRevision}: it must be deleted by hand`
      : `The update to revision ${revision} stands at ${updated} of ${desired} pods: ${pod} has the new template and is not ready`,
  fixes: ({ pod, outdated }, { subject }) => {
    const within = inNamespaceOf(subject);
    const look = { text: 'See why it is not ready', command: kubectl('describe', 'pod', ...within, pod) };
    const remove = {
      text: 'Delete the pod, so that it is made anew from the present template: a StatefulSet does not replace a pod that is not ready',
      command: kubectl('delete', 'pod', ...within, pod),
    };
    const undo = {
      text: 'Go back to the template before, then delete the pod',
      command: kubectl('rollout', 'undo', ...within, target(subject)),
    };
    return outdated ? [look, remove] : [look, undo, remove];
  },
  *find(set, view) {
    const { spec, status } = set;
    const revision = status?.updateRevision;
    const desired = desiredReplicas(set);
    if (!revision || desired === 0 || spec?.updateStrategy?.type === 'OnDelete' || !isSettled(set)) return;
    if ((status?.readyReplicas ?? 0) >= desired) return;
    const lacking = lackingPods(view.controlledBy('Pod', set), true, view)
      .filter((pod) => revisionLabel(pod) !== undefined && view.age(lackingSince(pod)) >= PATIENCE_MS)
      .sort((left, right) => (ordinalOf(left) ?? 0) - (ordinalOf(right) ?? 0));
    const failing = status.currentRevision !== revision && lacking.find((pod) => revisionLabel(pod) === revision);
    const pod = failing || lacking.find((candidate) => isHeldBack(candidate, set, revision));
    if (!pod) return;
    const outdated = pod !== failing;
    // What keeps an outdated pod from running may long be repaired in the template: then nothing else says what to do.
    const ownFault = outdated && !isTerminating(pod) && pod.spec?.nodeName && lostNode(pod, view) === undefined;
    yield {
      cause: '',
      facts: {
        pod: pod.metadata.name,
        revision,
        podRevision: revisionLabel(pod) ?? '',
        updated: status.updatedReplicas ?? 0,
        desired,
        outdated,
      },
      explainedBy: ownFault ? [] : blame([pod], view),
      evidence: [
        { path: 'status.updateRevision', value: revision },
        { path: 'status.currentRevision', value: status.currentRevision },
        { path: 'status.updatedReplicas', value: status.updatedReplicas ?? 0 },
        { object: pod, path: 'metadata.labels[controller-revision-hash]', value: revisionLabel(pod) },
      ],
    };
  },
});

/**
 * True for a pod of another revision that an ordered update will only replace once it is ready.
 * @see https://github.com/kubernetes/kubernetes/issues/67250
 */
function isHeldBack(pod: Pod, set: StatefulSet, revision: string): boolean {
  const partition = set.spec?.updateStrategy?.rollingUpdate?.partition ?? 0;
  const index = (ordinalOf(pod) ?? 0) - (set.spec?.ordinals?.start ?? 0);
  return isOrdered(set) && revisionLabel(pod) !== revision && index >= partition;
}
