import { z } from 'zod';
import { conditionOf, conditionPath } from '../../kube/conditions.ts';
import { describe } from '../../kube/kubectl.ts';
import type { Pod } from '../../kube/object.ts';
import { refTo } from '../../kube/object-ref.ts';
import { isActive } from '../../kube/pods.ts';
import { kubeletText, shortened } from '../../kube/startup/kubelet-text.ts';
import { unsteady } from '../../kube/suspects.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

const PATIENCE_MS = 10 * MINUTE_MS;

export const podResizeStuck = defineCheck({
  id: 'pod-resize-stuck',
  title: 'Pod does not get the resources that it was resized to',
  severity: 'medium',
  level: 'cause',
  subject: 'Pod',
  among: unsteady,
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/resize-container-resources/',
  facts: z.object({
    state: z.enum(['deferred', 'infeasible', 'error']),
    node: z.string().nullable(),
    text: z.string(),
  }),
  message: ({ state, node, text }) => {
    const where = node === null ? 'its node' : `node ${node}`;
    const why = text === '' ? '' : `: ${text}`;
    switch (state) {
      case 'deferred':
        return `Its new resources wait until ${where} has room for them${why}`;
      case 'infeasible':
        return `Its new resources are more than ${where} can ever give${why}`;
      case 'error':
        return `The kubelet of ${where} cannot apply its new resources${why}`;
    }
  },
  fixes: ({ state, node }, { object }) => [
    node === null || state === 'error'
      ? { text: 'See its conditions and events', command: describe(object) }
      : { text: 'See what the node can give, and what is taken', command: describe(refTo('Node', null, node)) },
    {
      text:
        state === 'deferred'
          ? 'Make room on the node, or let its controller start it anew on another one'
          : 'Ask for what the node can give, or let its controller start it anew on a larger node',
      command: null,
    },
  ],
  *find(pod, view) {
    if (!isActive(pod)) return;
    const resize = resizeOf(pod);
    if (resize === undefined || view.age(resize.condition.lastTransitionTime) < PATIENCE_MS) return;
    const { state, condition } = resize;
    yield {
      cause: state,
      // It goes on running with what it had.
      latent: true,
      since: condition.lastTransitionTime,
      facts: { state, node: pod.spec?.nodeName ?? null, text: shortened(kubeletText(condition.message)) },
      evidence: [
        { path: `${conditionPath(condition.type)}.reason`, value: condition.reason },
        { path: `${conditionPath(condition.type)}.message`, value: condition.message },
      ],
    };
  },
});

const PENDING = { Deferred: 'deferred', Infeasible: 'infeasible' } as const;

/** A resize that goes on by itself has no reason. */
function resizeOf(pod: Pod) {
  if (pod.status?.conditions === undefined) return undefined;
  const pending = conditionOf(pod, 'PodResizePending');
  if (pending?.status === 'True' && (pending.reason === 'Deferred' || pending.reason === 'Infeasible')) {
    return { state: PENDING[pending.reason], condition: pending };
  }
  const applying = conditionOf(pod, 'PodResizeInProgress');
  return applying?.status === 'True' && applying.reason === 'Error'
    ? { state: 'error' as const, condition: applying }
    : undefined;
}
