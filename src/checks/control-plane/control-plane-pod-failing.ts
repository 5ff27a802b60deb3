import { z } from 'zod';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { refOf } from '../../kube/object-ref.ts';
import { isReady, isTerminating } from '../../kube/pods.ts';
import { unreadySince } from '../../kube/startup/pod-start.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

const COMPONENTS: ReadonlySet<string> = new Set([
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
]);
const PATIENCE_MS = MINUTE_MS;

export const controlPlanePodFailing = defineCheck({
  id: 'control-plane-pod-failing',
  title: 'Component of the control plane is not ready',
  severity: 'critical',
  level: 'rollup',
  subject: 'Pod',
  source: 'https://kubernetes.io/docs/concepts/overview/components/#control-plane-components',
  facts: z.object({ component: z.string(), node: z.string().nullable() }),
  message: ({ component, node }) => `${component}${node === null ? '' : ` on node ${node}`} is not ready`,
  fixes: (_facts, { object }) => [
    { text: 'See what the kubelet says of it', command: describe(object) },
    {
      text: 'See the end of its log',
      command: kubectl('logs', '-n', object.namespace ?? '', object.name, '--previous', '--tail=50'),
    },
  ],
  *find(pod, view) {
    const { namespace, labels, annotations } = pod.metadata;
    const component = labels?.['component'] ?? '';
    if (namespace !== 'kube-system' || !COMPONENTS.has(component)) return;
    if (annotations?.['kubernetes.io/config.mirror'] === undefined || isReady(pod) || isTerminating(pod)) return;
    const since = unreadySince(pod);
    if (since === null || view.age(since) < PATIENCE_MS) return;
    yield {
      cause: component,
      since,
      explainedBy: [refOf(pod)],
      facts: { component, node: pod.spec?.nodeName ?? null },
      evidence: [{ path: 'status.conditions[type=Ready].status', value: 'False' }],
    };
  },
});
