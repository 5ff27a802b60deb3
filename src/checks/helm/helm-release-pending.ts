import { z } from 'zod';
import { fluxReleaseOf, helmReleases, revisionOf } from '../../kube/gitops/helm-releases.ts';
import { refOf } from '../../kube/object-ref.ts';
import { durationText, MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const helmReleasePending = defineCheck({
  id: 'helm-release-pending',
  title: 'Helm release is stuck in the middle of a change',
  severity: 'high',
  level: 'cause',
  subject: 'Secret',
  consults: ['HelmRelease'],
  source: 'https://helm.sh/docs/helm/helm_status/',
  facts: z.object({
    release: z.string(),
    namespace: z.string(),
    revision: z.int(),
    status: z.string(),
    elapsed: z.string(),
    deployed: z.int().nullable(),
  }),
  message: ({ release, revision, status, elapsed }) =>
    `Revision ${revision} of Helm release ${release} is ${status} for ${elapsed}: Helm refuses every further change until that ends`,
  fixes: ({ release, namespace, deployed }) => [
    {
      text: 'Make sure that no Helm is at work on it, and see its history',
      command: `helm history ${release} -n ${namespace}`,
    },
    deployed === null
      ? { text: 'Remove the attempt, then install again', command: `helm uninstall ${release} -n ${namespace}` }
      : {
          text: 'Go back to the revision that was deployed',
          command: `helm rollback ${release} ${deployed} -n ${namespace}`,
        },
  ],
  *find(secret, view) {
    const found = revisionOf(secret);
    if (found === undefined || !/^(pending-|uninstalling$)/.test(found.status)) return;
    const { namespace = '' } = secret.metadata;
    const { release, revision, status, changedAt } = found;
    const known = view.shared(helmReleases).get(`${namespace}/${release}`);
    const elapsedMs = view.age(changedAt);
    if (known?.newest !== secret || elapsedMs < 15 * MINUTE_MS) return;
    const flux = fluxReleaseOf(release, namespace, view);
    yield {
      cause: release,
      since: changedAt,
      explainedBy: flux === undefined ? [] : [refOf(flux)],
      facts: { release, namespace, revision, status, elapsed: durationText(elapsedMs), deployed: known.deployed },
      evidence: [{ path: 'metadata.labels.status', value: status }],
    };
  },
});
