import { z } from 'zod';
import { kubectl } from '../../kube/kubectl.ts';
import { nearNames } from '../../kube/near-names.ts';
import type { ObjectOf } from '../../kube/object.ts';
import { refTo } from '../../kube/object-ref.ts';
import { isBeingPrepared, unreadySince } from '../../kube/startup/pod-start.ts';
import { suspects } from '../../kube/suspects.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { POD_MAKERS, refusedBy } from '../../kube/workloads/creation.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { isOf } from '../../kube/workloads/workloads.ts';
import type { View } from '../../snapshot/view.ts';
import { defineCheck } from '../define-check.ts';

export const podRuntimeClassMissing = defineCheck({
  id: 'pod-runtime-class-missing',
  title: 'RuntimeClass does not exist',
  severity: 'high',
  level: 'cause',
  subject: ['Pod', ...POD_MAKERS],
  consults: ['Event', 'RuntimeClass'],
  source: 'https://kubernetes.io/docs/concepts/containers/runtime-class/',
  facts: z.object({ runtimeClass: z.string(), refused: z.boolean(), similar: z.array(z.string()) }),
  message: ({ runtimeClass, refused, similar }) =>
    `RuntimeClass ${runtimeClass} does not exist, so ` +
    (refused ? 'the API server refuses the pods' : 'the kubelet cannot start the pod') +
    (similar.length > 0 ? `; did you mean ${similar.join(' or ')}?` : ''),
  fixes: (_facts, { subject }) => [
    { text: 'See which RuntimeClasses there are', command: kubectl('get', 'runtimeclasses') },
    subject.kind === 'RuntimeClass'
      ? { text: 'Create it, or correct runtimeClassName in the workloads that use it', command: null }
      : correctTemplate(subject, 'runtimeClassName'),
  ],
  *find(object, view) {
    const missing = isOf(object, 'Pod') ? ofPod(object, view) : ofMaker(object, view);
    // Made since: the controller, or the kubelet, has yet to try again.
    if (missing === undefined || view.get('RuntimeClass', null, missing.name).state === 'found') return;
    const { name, since, seen } = missing;
    yield {
      cause: name,
      shared: refTo('RuntimeClass', null, name),
      since,
      facts: {
        runtimeClass: name,
        refused: !isOf(object, 'Pod'),
        similar: view.shared(nearNames)('RuntimeClass', name, () => {
          return view.all('RuntimeClass').map(({ metadata }) => metadata.name);
        }),
      },
      evidence: [seen],
    };
  },
});

/** A pod that was made while the class was there: its kubelet does not know how to start it. */
function ofPod(pod: ObjectOf<'Pod'>, view: View<'Pod' | 'RuntimeClass'>) {
  const name = pod.spec?.runtimeClassName;
  const since = unreadySince(pod);
  if (!name || !view.shared(suspects).has(pod) || !isBeingPrepared(pod) || view.age(since) < MINUTE_MS)
    return undefined;
  if (view.get('RuntimeClass', null, name).state !== 'missing') return undefined;
  return { name, since, seen: { path: 'spec.runtimeClassName', value: name } };
}

function ofMaker(workload: ObjectOf<(typeof POD_MAKERS)[number]>, view: View<'Event' | 'Pod'>) {
  const refused = refusedBy(workload, view, 'runtime-class');
  return refused === undefined ? undefined : { ...refused, name: refused.refusal.name };
}
