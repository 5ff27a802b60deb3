import { z } from 'zod';
import { conditionOf } from '../../kube/conditions.ts';
import { describe, inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { type ObjectRef, refTo } from '../../kube/object-ref.ts';
import { isReady } from '../../kube/pods.ts';
import { startingContainerOf, startingHookOf } from '../../kube/startup/creating.ts';
import { isToldWhy } from '../../kube/startup/pulls.ts';
import { suspects } from '../../kube/suspects.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

const LONG_MS = 5 * MINUTE_MS;

export const podCreatingStuck = defineCheck({
  id: 'pod-creating-stuck',
  title: 'Container is not created, and nothing says why',
  severity: 'medium',
  level: 'state',
  subject: 'Pod',
  among: suspects,
  reads: ['Event'],
  consults: ['Node'],
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-state-waiting',
  facts: z.object({
    container: z.string(),
    reason: z.string(),
    node: z.string(),
    /** The container whose postStart hook may not have ended; null where none has one. */
    hooked: z.string().nullable(),
  }),
  message: ({ container, reason, node, hooked }) =>
    `Container ${container} waits in ${reason} on node ${node}, and no event says why: ` +
    (hooked === null
      ? ''
      : `${hooked === container ? 'its' : `container ${hooked}'s`} postStart hook may not have ended, ` +
        'which looks the same as a container that is not created; or ') +
    'its image may be large, or the kubelet may be busy or stuck',
  fixes: ({ node, hooked }, { subject, object }) => [
    ...(hooked === null ? [] : hookSteps(hooked, subject, object)),
    { text: 'See whether it still pulls the image', command: describe(object) },
    { text: 'See how the node is', command: describe(refTo('Node', null, node)) },
  ],
  *find(pod, view) {
    const node = pod.spec?.nodeName;
    if (!node || isReady(pod)) return;
    const starting = startingContainerOf(pod);
    if (starting === undefined || view.age(starting.since) < LONG_MS) return;
    if (isToldWhy(view.warnings('Event', pod), starting.since)) return;
    const { container, reason, since, path } = starting;
    const lookup = view.get('Node', null, node);
    const notReady = lookup.state === 'found' && conditionOf(lookup.object, 'Ready')?.status !== 'True';
    yield {
      cause: container,
      container,
      since,
      explainedBy: notReady ? [refTo('Node', null, node)] : [],
      facts: { container, reason, node, hooked: startingHookOf(pod, starting) ?? null },
      evidence: [{ path, value: reason }],
    };
  },
});

/** The kubelet gives out no log of a container that it has not reported as started, but lets a command into it. */
function hookSteps(container: string, subject: ObjectRef, pod: ObjectRef) {
  const started = `--field-selector=involvedObject.name=${pod.name},reason=Started`;
  return [
    {
      text: `See whether container ${container} was started: if so, its postStart hook has not ended`,
      command: kubectl('get', 'events', ...inNamespaceOf(pod), started),
    },
    {
      text: 'See what runs in it, if its image has ps; kubectl logs refuses until the hook ends',
      command: kubectl('exec', ...inNamespaceOf(pod), pod.name, '-c', container, '--', 'ps'),
    },
    { ...correctTemplate(subject, 'the postStart hook'), text: 'Give the hook an end, such as a time limit' },
  ];
}
