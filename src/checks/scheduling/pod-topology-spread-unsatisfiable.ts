import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { conditionPath } from '../../kube/conditions.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { domainWord, labelFlag } from '../../kube/scheduling/pod-affinity.ts';
import { schedulingOf } from '../../kube/scheduling/scheduling.ts';
import { isWaitingForRollout } from '../../kube/scheduling/surge.ts';
import { tightestSpread } from '../../kube/scheduling/topology-spread.ts';
import { selectorText } from '../../kube/selectors.ts';
import { unplaced } from '../../kube/suspects.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

/** More domains than this are counted, not named. */
const NAMED = 5;

const Facts = z.object({
  topologyKey: z.string(),
  maxSkew: z.int(),
  minDomains: z.int().nullable(),
  selector: z.string(),
  /** The domains that there are, and how many of its pods each has; null where nodes could not be read. */
  domains: z.array(z.object({ domain: z.string(), pods: z.int(), open: z.boolean() })).nullable(),
  /** Labels that the nodes have, where none has the topology key. */
  similar: z.array(z.string()),
  /** What the scheduler says besides. */
  others: z.array(z.string()),
});

export const podTopologySpreadUnsatisfiable = defineCheck({
  id: 'pod-topology-spread-unsatisfiable',
  title: 'Topology spread leaves no node for the pod',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: unplaced,
  consults: ['Node', 'Event', 'PersistentVolumeClaim', 'Deployment'],
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/',
  facts: Facts,
  message: messageOf,
  fixes: ({ selector, topologyKey, domains }, { subject, object }) => {
    const look = { text: 'See the domains of the nodes', command: kubectl('get', 'nodes', '-L', topologyKey) };
    // Without a single domain there is no skew that would be small enough.
    if (domains?.length === 0) {
      return [
        look,
        { text: `Give the nodes the label ${topologyKey}, with the domain of each as its value`, command: null },
        {
          ...correctTemplate(subject, 'the constraint'),
          text: 'Or correct the topologyKey of the constraint, or make it softer: ScheduleAnyway',
        },
      ];
    }
    return [
      look,
      {
        text: 'See where its pods run',
        command: kubectl('get', 'pods', ...inNamespaceOf(object), ...labelFlag(selector), '-o', 'wide'),
      },
      {
        ...correctTemplate(subject, 'the constraint'),
        text: 'Make the constraint softer: ScheduleAnyway, or a larger maxSkew',
      },
    ];
  },
  *find(pod, view) {
    const verdict = view.shared(schedulingOf).verdictOf(pod);
    if (verdict?.obstacle !== 'spread') return;
    const spread = verdict.fit === null ? undefined : tightestSpread(pod, verdict.alternatives, view);
    if (spread !== undefined && isWaitingForRollout(pod, spread.counted, view)) return;
    const constraint =
      spread?.constraint ??
      pod.spec?.topologySpreadConstraints?.find(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule');
    const topologyKey = constraint?.topologyKey ?? '';
    const selector = selectorText(constraint?.labelSelector);
    yield {
      cause: `${topologyKey}/${selector}`,
      since: verdict.since,
      facts: {
        topologyKey,
        maxSkew: constraint?.maxSkew ?? 1,
        minDomains: constraint?.minDomains ?? null,
        selector,
        domains: spread === undefined ? null : [...spread.domains],
        similar: [...(spread?.similarKeys ?? [])],
        others: verdict.clauses.flatMap(({ kind, nodes, text }) => (kind === 'spread' ? [] : `${nodes ?? ''} ${text}`)),
      },
      evidence: [
        {
          path: 'spec.topologySpreadConstraints',
          value: `${topologyKey}, maxSkew ${constraint?.maxSkew ?? 1}, ${selector}`,
        },
        { path: `${conditionPath('PodScheduled')}.message`, value: verdict.message },
      ],
    };
  },
});

function messageOf({
  topologyKey,
  maxSkew,
  minDomains,
  selector,
  domains,
  similar,
  others,
}: z.output<typeof Facts>): string {
  const rule = `Must be spread over ${domainWord(topologyKey)}s with a skew of at most ${maxSkew}`;
  if (domains === null) return `${rule}, and the scheduler finds no node where that holds`;
  if (domains.length === 0) {
    const instead = similar.length === 0 ? '' : `, but some have ${listText(similar)}`;
    return `Must be spread by ${topologyKey}, and no node that it may use has that label${instead}`;
  }
  const counts = listText(
    domains.map(({ domain, pods }) => `${domain} has ${pods}`),
    NAMED,
  );
  const there = `of the pods with ${selector}, ${counts}`;
  const open = domains.filter((one) => one.open).map(({ domain }) => domain);
  const why = others.length === 0 ? '' : ` (the scheduler also finds: ${listText(others)})`;
  if (open.length > 0) return `${rule}: ${there}, and no node in ${listText(open, NAMED)} can take it${why}`;
  const least = minDomains !== null && domains.length < minDomains ? ` over at least ${minDomains} of them` : '';
  return `${rule}${least}: ${there}, and one more would be too many in each${why}`;
}
