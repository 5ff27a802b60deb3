import { z } from 'zod';
import { kubectl } from '../../kube/kubectl.ts';
import { nearNames } from '../../kube/near-names.ts';
import type { Pod } from '../../kube/object.ts';
import { type ObjectRef, refTo } from '../../kube/object-ref.ts';
import { controllerOf } from '../../kube/owners.ts';
import { isActive } from '../../kube/pods.ts';
import { hasEverStarted } from '../../kube/startup/pod-start.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import type { View } from '../../snapshot/view.ts';
import { defineCheck } from '../define-check.ts';

const PATIENCE_MS = 2 * MINUTE_MS;

export const podAssignedMissingNode = defineCheck({
  id: 'pod-assigned-missing-node',
  title: 'Pod is assigned to a node that does not exist',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  reads: ['Node'],
  consults: ['DaemonSet', 'Deployment', 'Job', 'ReplicaSet', 'StatefulSet'],
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#nodename',
  facts: z.object({ node: z.string(), pinned: z.boolean(), similar: z.array(z.string()) }),
  message: ({ node, pinned, similar }) =>
    (pinned
      ? `Is put on node ${node} by its nodeName, past the scheduler; there is no such node, so nothing starts it`
      : `Is assigned to node ${node}, which does not exist any more`) +
    (similar.length > 0 ? `; did you mean ${similar.join(' or ')}?` : ''),
  fixes: ({ pinned }, { subject }) => [
    { text: 'See which nodes there are', command: kubectl('get', 'nodes') },
    ...(pinned ? [correctTemplate(subject, 'nodeName: leave it out, so that the scheduler picks a node')] : []),
  ],
  *find(pod, view) {
    const node = pod.spec?.nodeName;
    if (!node || !isActive(pod) || view.get('Node', null, node).state !== 'missing') return;
    // One that a kubelet has seen is left over from a node that was deleted, and is cleared away.
    if (pod.status?.startTime !== undefined || hasEverStarted(pod) || view.all('Node').length === 0) return;
    const owner = ownerOf(pod, view);
    const pinned = owner === undefined || owner.template?.spec?.nodeName === node;
    // The garbage collector deletes such a pod after 40 seconds, and its controller makes the next one at once.
    const since = pinned && owner?.since !== undefined ? owner.since : pod.metadata.creationTimestamp;
    if (view.age(since) < PATIENCE_MS) return;
    yield {
      cause: node,
      explains: owner === undefined ? [] : [...owner.refs],
      facts: {
        node,
        pinned,
        similar: view.shared(nearNames)('Node', node, () => view.all('Node').map(({ metadata }) => metadata.name)),
      },
      evidence: [{ path: 'spec.nodeName', value: node }],
    };
  },
});

type Owners = View<'DaemonSet' | 'Deployment' | 'Job' | 'ReplicaSet' | 'StatefulSet'>;

/** Who makes the pod: its template, since when there is one, and who would miss it. */
function ownerOf(pod: Pod, view: Owners) {
  const controller = controllerOf(pod);
  const namespace = pod.metadata.namespace ?? '';
  if (controller === undefined) return undefined;
  const top = view.topOwner(pod);
  const maker = found(controller.kind, namespace, controller.name, view);
  const owner = found(top.kind, namespace, top.name, view) ?? maker;
  const refs: readonly ObjectRef[] = [
    ...(maker?.kind === 'ReplicaSet' ? [refTo('ReplicaSet', namespace, controller.name)] : []),
    top,
  ];
  return { template: owner?.spec?.template, since: maker?.metadata.creationTimestamp, refs };
}

function found(kind: string, namespace: string, name: string, view: Owners) {
  switch (kind) {
    case 'DaemonSet':
    case 'Deployment':
    case 'Job':
    case 'ReplicaSet':
    case 'StatefulSet': {
      const lookup = view.get(kind, namespace, name);
      return lookup.state === 'found' ? lookup.object : undefined;
    }
    default:
      return undefined;
  }
}
