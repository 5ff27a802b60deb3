import { z } from 'zod';
import { conditionOf } from '../../kube/conditions.ts';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { blastKey, isOfNode, sandboxBlasts } from '../../kube/nodes/blast-radius.ts';
import { refTo } from '../../kube/object-ref.ts';
import { isDownAlone } from '../../kube/runtime/ends.ts';
import { kubeletText, shortened } from '../../kube/startup/kubelet-text.ts';
import { isBeingPrepared, unreadySince } from '../../kube/startup/pod-start.ts';
import { sandboxFailureOf } from '../../kube/startup/preparation.ts';
import { missingHandler, SANDBOX_PROBLEMS, sandboxProblem } from '../../kube/startup/sandbox-errors.ts';
import { suspects } from '../../kube/suspects.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

const MEANINGS: Readonly<Record<(typeof SANDBOX_PROBLEMS)[number], (node: string) => string>> = {
  addresses: (node) => `Node ${node} has no free address for the pod`,
  handler: (node) => `The container runtime of node ${node} has no handler of that name`,
  image: (node) => `Node ${node} cannot get the image of the sandbox`,
  network: (node) => `The network of the pod cannot be set up on node ${node}`,
  other: (node) => `The sandbox of the pod cannot be created on node ${node}`,
};

export const podSandboxFailed = defineCheck({
  id: 'pod-sandbox-failed',
  title: 'Pod sandbox cannot be created',
  severity: 'high',
  level: 'failure',
  subject: 'Pod',
  among: suspects,
  reads: ['Event'],
  consults: ['Node'],
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-has-network',
  facts: z.object({
    problem: z.enum(SANDBOX_PROBLEMS),
    node: z.string(),
    runtimeClass: z.string().nullable(),
    handler: z.string().nullable(),
    text: z.string(),
  }),
  message: ({ problem, node, runtimeClass, handler, text }) =>
    problem === 'handler'
      ? `The container runtime of node ${node} has no handler ${handler ?? ''}` +
        (runtimeClass === null ? '' : `, which RuntimeClass ${runtimeClass} asks for`)
      : `${MEANINGS[problem](node)}: ${text}`,
  fixes: ({ problem, node, runtimeClass }, { object }) => [
    ...(problem === 'handler' && runtimeClass !== null
      ? [{ text: 'See which nodes the RuntimeClass is for', command: describeRuntimeClass(runtimeClass) }]
      : []),
    ...(problem === 'network' || problem === 'addresses'
      ? [{ text: 'See how the network plugin and its pods on the node are', command: systemPodsOf(node) }]
      : []),
    { text: 'See the events of the pod', command: describe(object) },
  ],
  *find(pod, view) {
    if (!isBeingPrepared(pod)) return;
    const since = unreadySince(pod);
    const event = sandboxFailureOf(view.warnings('Event', pod));
    if (event === undefined || (since !== null && view.age(since) < MINUTE_MS)) return;
    const text = shortened(kubeletText(event.message ?? '').replace(/^Failed (to )?create pod sandbox: /, ''));
    const problem = sandboxProblem(text);
    const node = pod.spec?.nodeName ?? '';
    const lookup = view.get('Node', null, node);
    const nodeRef = refTo('Node', null, node);
    const ofNode = problem !== 'handler' && isOfNode(view.shared(sandboxBlasts).get(blastKey(node, problem)));
    const notReady = lookup.state === 'found' && conditionOf(lookup.object, 'Ready')?.status !== 'True';
    yield {
      cause: problem,
      severity: isDownAlone(pod) ? 'critical' : 'high',
      since,
      // A handler that is not there is a matter of the RuntimeClass, whatever else the node lacks.
      explainedBy: problem !== 'handler' && (notReady || (ofNode && problem === 'addresses')) ? [nodeRef] : [],
      ...(ofNode ? { shared: nodeRef } : {}),
      facts: {
        problem,
        node,
        runtimeClass: pod.spec?.runtimeClassName ?? null,
        handler: missingHandler(text),
        text,
      },
      evidence: [{ object: event, path: 'message', value: event.message }],
    };
  },
});

function describeRuntimeClass(name: string): string {
  return kubectl('describe', `runtimeclass/${name}`);
}

function systemPodsOf(node: string): string {
  return kubectl('get', 'pods', '-n', 'kube-system', '-o', 'wide', `--field-selector=spec.nodeName=${node}`);
}
