import { z } from 'zod';
import { conditionSeen, failedFor, saysOf, standingSince } from '../../kube/custom/conditions.ts';
import { isSuspended } from '../../kube/custom/suspended.ts';
import { degradationOf } from '../../kube/gitops/applications.ts';
import { unhealthyIn } from '../../kube/gitops/sources.ts';
import { describe } from '../../kube/kubectl.ts';
import type { Custom } from '../../kube/object.ts';
import { type ObjectRef, refText } from '../../kube/object-ref.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const gitopsDegraded = defineCheck({
  id: 'gitops-degraded',
  title: 'What was applied from Git is not healthy',
  severity: 'medium',
  level: 'rollup',
  subject: ['Application', 'Kustomization'],
  consults: ['DaemonSet', 'Deployment', 'StatefulSet'],
  source: 'https://argo-cd.readthedocs.io/en/stable/operator-manual/health/',
  facts: z.object({ health: z.string(), says: z.string(), objects: z.array(z.string()) }),
  message: ({ health, says, objects }) =>
    `Applied, but ${health}` +
    (objects.length === 0
      ? ''
      : `: ${objects.slice(0, 3).join(', ')}${objects.length > 3 ? ` and ${objects.length - 3} more` : ''}`) +
    (says === '' ? '' : ` (${says})`),
  fixes: (_facts, { object }) => [{ text: 'See which of its objects are not healthy', command: describe(object) }],
  *find(object, view) {
    if (isSuspended(object) || object.metadata.deletionTimestamp !== undefined) return;
    const found = object.kind === 'Application' ? degradationOf(object, view) : ofKustomization(object, view);
    if (found === undefined) return;
    const { health, says, refs, since, evidence } = found;
    yield {
      cause: health,
      since,
      explainedBy: refs,
      facts: { health, says, objects: refs.map(refText) },
      evidence: [...evidence],
    };
  },
});

interface Found {
  readonly health: string;
  readonly says: string;
  readonly refs: readonly ObjectRef[];
  readonly since: string | null;
  readonly evidence: readonly { readonly path: string; readonly value: string }[];
}

function ofKustomization(object: Custom, view: { age(time: string | null | undefined): number }): Found | undefined {
  const condition = failedFor(object, 'Ready', 5 * MINUTE_MS, view);
  if (condition?.reason !== 'HealthCheckFailed') return undefined;
  const refs = unhealthyIn(condition.message);
  return {
    health: 'the health check failed',
    says: refs.length === 0 ? saysOf(condition) : '',
    refs,
    since: standingSince(condition),
    evidence: conditionSeen(condition),
  };
}
