import { z } from 'zod';
import { describe, inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { controllerOf } from '../../kube/owners.ts';
import { isTerminating } from '../../kube/pods.ts';
import { isWorthTelling } from '../../kube/runtime/failed-pods.ts';
import { isMadeUpFor, kubeletRejectionOf } from '../../kube/startup/kubelet-rejections.ts';
import { standingRejections } from '../../kube/startup/standing-rejections.ts';
import { unsteady } from '../../kube/suspects.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

/** A controller makes the next pod within minutes, at its slowest. */
const RECENT_MS = 20 * MINUTE_MS;

/** What the kubelet itself has to be told, by reason. */
const REPAIRS: Readonly<Record<string, string>> = {
  AppArmor: 'Load the AppArmor profile on the node, or name one that is there',
  SysctlForbidden: 'Leave the unsafe sysctl out, or allow it with --allowed-unsafe-sysctls on the nodes that are meant',
  TopologyAffinityError:
    "The node's topology policy finds no one NUMA node with all of it: ask for less, or relax the policy",
  UnexpectedAdmissionError: 'See whether the device plugin on the node runs, and what the kubelet logs',
};

export const podKubeletRejected = defineCheck({
  id: 'pod-kubelet-rejected',
  title: 'Kubelet refuses the pod',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: unsteady,
  consults: ['DaemonSet', 'Event', 'Job', 'ReplicaSet', 'StatefulSet'],
  source: 'https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/kubelet/lifecycle/predicate.go',
  facts: z.object({ reason: z.string(), node: z.string().nullable(), text: z.string(), replaced: z.boolean() }),
  message: ({ reason, node, text, replaced }) =>
    `The kubelet${node === null ? '' : ` of node ${node}`} refuses it (${reason})` +
    `${replaced ? '' : ', and nothing creates it anew'}: ${text}`,
  fixes: ({ reason, node }, { subject, object }) => [
    ...(REPAIRS[reason] === undefined ? [] : [{ text: REPAIRS[reason], command: null }]),
    node === null
      ? { text: 'See why', command: describe(object) }
      : { text: 'See what the node has and what is taken', command: describe(refTo('Node', null, node)) },
    subject.kind !== 'Pod'
      ? correctTemplate(subject, 'what the node cannot give')
      : {
          text: 'Delete it and create it anew, without nodeName, so that the scheduler picks a node',
          command: kubectl('delete', 'pod', ...inNamespaceOf(object), object.name),
        },
  ],
  *find(pod, view) {
    const rejection = kubeletRejectionOf(pod);
    if (rejection === undefined || isTerminating(pod) || !isWorthTelling(pod, view.takenAtMs)) return;
    const owner = controllerOf(pod);
    const over = isMadeUpFor(pod, view);
    if (over && owner?.kind === 'Job') return;
    const { reason, text } = rejection;
    const namespace = pod.metadata.namespace ?? '';
    // Then statefulset-pods-rejected says more.
    if (owner?.kind === 'StatefulSet' && view.shared(standingRejections).has(`${namespace}/${owner.name}`)) return;
    const current = !over && view.age(pod.metadata.creationTimestamp) < RECENT_MS;
    yield {
      cause: reason,
      latent: over,
      severity: over ? 'low' : owner === undefined || current ? 'high' : 'medium',
      // A ReplicaSet that wants more pods than it gets has this for a reason; a rejection of long ago is none.
      explains: current && owner?.kind === 'ReplicaSet' ? [refTo('ReplicaSet', namespace, owner.name)] : [],
      facts: { reason, node: pod.spec?.nodeName ?? null, text, replaced: owner !== undefined },
      evidence: [
        { path: 'status.reason', value: reason },
        { path: 'status.message', value: pod.status?.message },
      ],
    };
  },
});
