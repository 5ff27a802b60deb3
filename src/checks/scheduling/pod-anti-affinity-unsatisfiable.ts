import { z } from 'zod';
import { conditionPath } from '../../kube/conditions.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import type { Pod } from '../../kube/object.ts';
import { refKey, refText } from '../../kube/object-ref.ts';
import { controllerOf } from '../../kube/owners.ts';
import { isReady } from '../../kube/pods.ts';
import { antiAffinityTermsOf, domainWord, labelFlag } from '../../kube/scheduling/pod-affinity.ts';
import { repulsionOf } from '../../kube/scheduling/pod-repulsion.ts';
import { schedulingOf } from '../../kube/scheduling/scheduling.ts';
import { selectorText } from '../../kube/selectors.ts';
import { unplaced } from '../../kube/suspects.ts';
import { surgeOf } from '../../kube/workloads/rollout-start.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { desiredReplicas, isRollingOut } from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

export const podAntiAffinityUnsatisfiable = defineCheck({
  id: 'pod-anti-affinity-unsatisfiable',
  title: 'Anti-affinity leaves no node for the pod',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: unplaced,
  consults: ['Node', 'Event', 'PersistentVolumeClaim', 'Namespace', 'Deployment'],
  source:
    'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity',
  facts: z.object({
    selector: z.string(),
    topologyKey: z.string(),
    /** The workload whose term it is, where it is not the pod's own. */
    other: z.string().nullable(),
    /** The nodes, zones and so on that would do otherwise, and how many are taken; null where nodes could not be read. */
    domains: z.int().nullable(),
    taken: z.int().nullable(),
    /** The replicas, where all of them fit and only the pods that a rollout adds do not. */
    surge: z.int().nullable(),
  }),
  message: ({ selector, topologyKey, other, domains, taken, surge }) => {
    const word = domainWord(topologyKey);
    const rule =
      other === null
        ? `May not share a ${word} with a pod with ${selector}`
        : `${other} keeps pods with ${selector} off its ${word}s`;
    if (domains === null || taken === null || taken === 0) return `${rule}, and the scheduler finds none free of them`;
    const only = surge === null ? '' : `; all that it wants fit (${surge}), but not one more during a rollout`;
    if (domains === 1) return `${rule}, and the only ${word} that would do has one${only}`;
    return `${rule}, and ${taken === domains ? 'all' : `${taken} of`} ${domains} ${word}s that would do have one${only}`;
  },
  fixes: ({ selector, surge }, { subject, object }) => [
    {
      text: 'See where these pods run',
      command: kubectl('get', 'pods', ...inNamespaceOf(object), ...labelFlag(selector), '-o', 'wide'),
    },
    ...(surge === null || subject.kind !== 'Deployment'
      ? []
      : [
          {
            text:
              'Let the rollout stop an old pod before it starts a new one' +
              (surge === 1 ? '; with one replica nothing serves meanwhile' : ''),
            command: kubectl(
              ...['patch', ...inNamespaceOf(subject), target(subject)],
              ...['-p', '{"spec":{"strategy":{"rollingUpdate":{"maxSurge":0,"maxUnavailable":1}}}}'],
            ),
          },
        ]),
    { ...correctTemplate(subject, 'the anti-affinity'), text: 'Make the rule preferred instead of required' },
    {
      text: surge === null ? 'Or lower the replicas to the number of nodes, or add nodes' : 'Or add a node',
      command: null,
    },
  ],
  *find(pod, view) {
    const verdict = view.shared(schedulingOf).verdictOf(pod);
    if (verdict?.obstacle !== 'anti-affinity') return;
    const { fit } = verdict;
    const nodes = fit?.stage === 'none' ? fit.nodes : [];
    const repulsion = repulsionOf(pod, nodes, view);
    const term = repulsion?.term ?? antiAffinityTermsOf(pod)[0];
    const [first] = repulsion?.pods ?? [];
    const owner = view.topOwner(pod);
    const deployment = owner.kind === 'Deployment' ? view.get('Deployment', owner.namespace, owner.name) : undefined;
    const replaced = repulsion?.pods.some((other) => {
      return controllerOf(other)?.uid !== controllerOf(pod)?.uid && refKey(view.topOwner(other)) === refKey(owner);
    });
    const isOwn = (other: Pod) => refKey(view.topOwner(other)) === refKey(owner);
    // During a rollout the pods of the old template are in the way until they are gone; and they stay, where none of
    // those that serve may be stopped before one more does.
    if (replaced && deployment?.state === 'found' && isRollingOut(deployment.object)) {
      const isFull = repulsion !== undefined && repulsion.taken > 0 && repulsion.taken === repulsion.domains;
      const stay = repulsion?.pods.every((other) => isOwn(other) && isReady(other)) === true;
      if (!isFull || !stay || surgeOf(deployment.object) === 0) return;
    }
    const wanted = deployment?.state === 'found' ? desiredReplicas(deployment.object) : Number.POSITIVE_INFINITY;
    const isSurge =
      replaced === true && repulsion?.of === 'own' && wanted <= repulsion.domains && repulsion.pods.every(isOwn);
    yield {
      cause: '',
      since: verdict.since,
      facts: {
        selector: selectorText(term?.labelSelector),
        topologyKey: term?.topologyKey ?? '',
        other: repulsion?.of === 'others' && first !== undefined ? refText(view.topOwner(first)) : null,
        domains: repulsion === undefined || nodes.length === 0 ? null : repulsion.domains,
        taken: repulsion === undefined || nodes.length === 0 ? null : repulsion.taken,
        surge: isSurge ? wanted : null,
      },
      evidence: [
        {
          path: 'spec.affinity.podAntiAffinity',
          value: `${selectorText(term?.labelSelector)} (${term?.topologyKey ?? ''})`,
        },
        { path: `${conditionPath('PodScheduled')}.message`, value: verdict.message },
      ],
    };
  },
});
