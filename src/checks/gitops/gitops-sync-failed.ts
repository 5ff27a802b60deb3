import { z } from 'zod';
import { syncFailureOf } from '../../kube/gitops/applications.ts';
import { fluxFailureOf } from '../../kube/gitops/flux.ts';
import { APPLIED_KINDS, obstaclesOf, SOURCE_KINDS } from '../../kube/gitops/sources.ts';
import { describe, inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { refText } from '../../kube/object-ref.ts';
import { defineCheck } from '../define-check.ts';

export const gitopsSyncFailed = defineCheck({
  id: 'gitops-sync-failed',
  title: 'What is in Git is not applied',
  severity: 'high',
  level: 'cause',
  subject: ['Application', ...APPLIED_KINDS, ...SOURCE_KINDS],
  source: 'https://fluxcd.io/flux/cheatsheets/troubleshooting/',
  facts: z.object({
    reason: z.string(),
    says: z.string(),
    revision: z.string(),
    /** What it takes from or depends on and that does not exist. */
    missing: z.string().nullable(),
  }),
  message: ({ reason, says, revision, missing }, { object }) =>
    (missing === null
      ? `${object.kind} is not ${isSource(object.kind) ? 'fetched' : 'applied'} (${reason}): ${says}`
      : `${missing} does not exist, so nothing is applied`) +
    (revision === '' ? '' : `; revision ${revision} stays in place`),
  fixes: (_facts, { object }) => [
    { text: 'See the object, its conditions and its events', command: describe(object) },
    object.kind === 'Application'
      ? {
          text: 'Have it compared again at once, after the repair',
          command: refresh(object, 'argocd.argoproj.io/refresh=hard'),
        }
      : {
          text: 'Have it tried again at once, after the repair',
          command: refresh(object, 'reconcile.fluxcd.io/requestedAt="$(date +%s)"'),
        },
  ],
  *find(object, view) {
    const failure = object.kind === 'Application' ? syncFailureOf(object, view) : fluxFailureOf(object, view);
    if (failure === undefined || object.metadata.deletionTimestamp !== undefined) return;
    const { missing, unready } = obstaclesOf(object, view);
    const [lost] = missing;
    const { reason, says, revision, since, evidence } = failure;
    yield {
      cause: lost === undefined ? reason : refText(lost),
      since,
      shared: lost,
      explainedBy: lost === undefined ? unready : [],
      facts: { reason, says, revision, missing: lost === undefined ? null : refText(lost) },
      evidence: [...evidence],
    };
  },
});

function isSource(kind: string): boolean {
  return (SOURCE_KINDS as readonly string[]).includes(kind);
}

function refresh(object: Parameters<typeof target>[0], annotation: string): string {
  return `${kubectl('annotate', '--overwrite', ...inNamespaceOf(object), target(object))} ${annotation}`;
}
