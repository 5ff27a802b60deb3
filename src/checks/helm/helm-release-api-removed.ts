import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { helmReleases, revisionOf } from '../../kube/gitops/helm-releases.ts';
import { minorOf, replacementOf } from '../../kube/versions/removed-apis.ts';
import { defineCheck } from '../define-check.ts';

export const helmReleaseApiRemoved = defineCheck({
  id: 'helm-release-api-removed',
  title: 'The manifest of a Helm release holds a version of an API that the upgrade removes',
  severity: 'high',
  level: 'cause',
  subject: 'Secret',
  consults: ['ControlPlane'],
  source: 'https://helm.sh/docs/topics/kubernetes_apis/',
  facts: z.object({
    release: z.string(),
    namespace: z.string(),
    revision: z.int(),
    upgradeTo: z.string(),
    objects: z.array(z.string()),
    replacements: z.array(z.string()),
  }),
  message: ({ release, revision, upgradeTo, objects, replacements }) =>
    `Revision ${revision} of Helm release ${release} holds ${listText(objects, 3)}, which ${upgradeTo} does not serve: ` +
    `after the upgrade Helm can change it no more; write ${listText(replacements, 3)} instead`,
  fixes: ({ release, namespace, replacements }) => [
    { text: 'See what it holds', command: `helm get manifest ${release} -n ${namespace}` },
    {
      text: `Before the upgrade of the cluster, upgrade the release to a chart that writes ${listText(replacements, 3)}`,
      command: null,
    },
    {
      text: 'Where the cluster is upgraded already, write the new versions into the stored manifest',
      command: `helm mapkubeapis ${release} --namespace ${namespace}`,
    },
  ],
  *find(secret, view) {
    const { removedApis = [] } = secret;
    const [controlPlane] = view.all('ControlPlane');
    const { upgradeTo = '' } = controlPlane ?? {};
    const to = minorOf(upgradeTo);
    const found = revisionOf(secret);
    if (to === undefined || found === undefined) return;
    const gone = removedApis.flatMap((use) => {
      const removed = replacementOf(use.apiVersion, use.kind);
      return removed === undefined || removed.removedIn > to ? [] : [{ ...use, ...removed }];
    });
    const { namespace = '' } = secret.metadata;
    const { release, revision } = found;
    if (gone.length === 0 || view.shared(helmReleases).get(`${namespace}/${release}`)?.running !== secret) return;
    yield {
      cause: release,
      latent: true,
      facts: {
        release,
        namespace,
        revision,
        upgradeTo,
        objects: gone.map(({ kind, name, apiVersion }) => `${kind} ${name} as ${apiVersion}`),
        replacements: [...new Set(gone.map(({ replacement }) => replacement))],
      },
      evidence: [
        {
          path: 'data.release',
          value: gone.slice(0, 3).map(({ apiVersion, kind, name }) => ({ apiVersion, kind, name })),
        },
      ],
    };
  },
});
