import { z } from 'zod';
import { fluxReleaseOf, helmReleases, revisionOf, unreadyOf } from '../../kube/gitops/helm-releases.ts';
import { refOf } from '../../kube/object-ref.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const helmReleaseFailed = defineCheck({
  id: 'helm-release-failed',
  title: 'Last change of the Helm release failed',
  severity: 'medium',
  level: 'rollup',
  subject: 'Secret',
  consults: ['DaemonSet', 'Deployment', 'HelmRelease', 'StatefulSet'],
  source: 'https://helm.sh/docs/helm/helm_history/',
  facts: z.object({
    release: z.string(),
    namespace: z.string(),
    revision: z.int(),
    /** The revision that was deployed before and still runs; null where there is none. */
    deployed: z.int().nullable(),
  }),
  message: ({ release, revision, deployed }) =>
    `Revision ${revision} of Helm release ${release} failed` +
    (deployed === null ? ', and none was deployed before' : `; revision ${deployed} was the last that was deployed`),
  fixes: ({ release, namespace, deployed }) => [
    { text: 'See what Helm says of it', command: `helm history ${release} -n ${namespace}` },
    deployed === null
      ? { text: 'Repair what failed, and install again', command: `helm status ${release} -n ${namespace}` }
      : {
          text: 'Go back to the revision that worked',
          command: `helm rollback ${release} ${deployed} -n ${namespace}`,
        },
  ],
  *find(secret, view) {
    const found = revisionOf(secret);
    if (found?.status !== 'failed') return;
    const { namespace = '' } = secret.metadata;
    const { release, revision, changedAt } = found;
    const known = view.shared(helmReleases).get(`${namespace}/${release}`);
    if (known?.newest !== secret || view.age(changedAt) < 5 * MINUTE_MS) return;
    const flux = fluxReleaseOf(release, namespace, view);
    yield {
      cause: release,
      since: changedAt,
      explainedBy: flux === undefined ? unreadyOf(release, namespace, view) : [refOf(flux)],
      facts: { release, namespace, revision, deployed: known.deployed },
      evidence: [{ path: 'metadata.labels.status', value: 'failed' }],
    };
  },
});
