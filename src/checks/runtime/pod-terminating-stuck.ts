import { z } from 'zod';
import { runningContainersOf } from '../../kube/containers.ts';
import { describe, inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { refOf, refTo } from '../../kube/object-ref.ts';
import { unsteady } from '../../kube/suspects.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { lostNode } from '../../kube/workloads/shortfall.ts';
import { defineCheck } from '../define-check.ts';

const PATIENCE_MS = 5 * MINUTE_MS;

export const podTerminatingStuck = defineCheck({
  id: 'pod-terminating-stuck',
  title: 'Deleted pod does not go away',
  severity: 'high',
  level: 'state',
  subject: 'Pod',
  among: unsteady,
  consults: ['Node'],
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination',
  facts: z.object({
    /** What it waits for: its lost node, its kubelet, or whoever must remove a finalizer. */
    waitsFor: z.enum(['node', 'kubelet', 'finalizer']),
    node: z.string().nullable(),
    finalizers: z.array(z.string()),
    /** Containers that still run. */
    running: z.array(z.string()),
  }),
  message: ({ waitsFor, node, finalizers, running }) => {
    if (waitsFor === 'node')
      return `Deleted, but its node ${node} is not ready: nothing can confirm that it has stopped`;
    if (waitsFor === 'finalizer')
      return `Deleted and stopped, but nothing removes its finalizer ${finalizers.join(', ')}`;
    const where = `the kubelet${node === null ? '' : ` of node ${node}`}`;
    return running.length > 0
      ? `Deleted, but ${where} has not stopped ${running.join(', ')} long after the grace period`
      : `Deleted, but ${where} has not finished cleaning up after it`;
  },
  fixes: ({ waitsFor, node }, { object }) => {
    if (waitsFor === 'node' && node !== null) {
      return [
        { text: 'See why the node is not ready', command: describe(refTo('Node', null, node)) },
        {
          text: 'Only once the machine is surely off: mark the node so that its pods are removed and their volumes freed',
          command: kubectl('taint', 'nodes', node, 'node.kubernetes.io/out-of-service=nodeshutdown:NoExecute'),
        },
      ];
    }
    if (waitsFor === 'finalizer') {
      return [
        { text: 'Find the controller that owns the finalizer, and see why it does not act', command: describe(object) },
        {
          text: 'Only if that controller is gone for good: take the finalizer out by hand; what it cleans up stays behind',
          command: kubectl('edit', ...inNamespaceOf(object), target(object)),
        },
      ];
    }
    return [{ text: 'See what the kubelet says about it', command: describe(object) }];
  },
  *find(pod, view) {
    const { deletionTimestamp, finalizers = [] } = pod.metadata;
    // The timestamp is when the grace period ends, not when somebody asked.
    if (view.age(deletionTimestamp) < PATIENCE_MS) return;
    const lost = lostNode(pod, view);
    const running = runningContainersOf(pod).filter(({ status }) => status?.state?.running !== undefined);
    const stopped = running.length === 0 && finalizers.length > 0;
    const waitsFor = lost ? ('node' as const) : stopped ? ('finalizer' as const) : ('kubelet' as const);
    yield {
      cause: waitsFor === 'finalizer' ? finalizers.join(',') : waitsFor,
      since: deletionTimestamp,
      explainedBy: lost ? [refOf(lost)] : [],
      facts: {
        waitsFor,
        node: pod.spec?.nodeName ?? null,
        finalizers: [...finalizers],
        running: running.map(({ name }) => name),
      },
      evidence: [
        { path: 'metadata.deletionTimestamp', value: deletionTimestamp },
        ...(finalizers.length > 0 ? [{ path: 'metadata.finalizers', value: [...finalizers] }] : []),
        ...(running.length > 0 ? [{ path: 'status.containerStatuses', value: running.map(({ name }) => name) }] : []),
      ],
    };
  },
});
