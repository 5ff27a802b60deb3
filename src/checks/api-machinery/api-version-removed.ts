import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { objectsOfReleases, useKey } from '../../kube/gitops/helm-releases.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { replacementOf } from '../../kube/versions/removed-apis.ts';
import { defineCheck } from '../define-check.ts';

const OBJECTS_TOLD = 10;

export const apiVersionRemoved = defineCheck({
  id: 'api-version-removed',
  title: 'Somebody writes objects under a version that the upgrade removes',
  severity: 'high',
  level: 'cause',
  subject: 'ControlPlane',
  consults: ['Secret'],
  source: 'https://kubernetes.io/docs/reference/using-api/deprecation-guide/',
  facts: z.object({
    apiVersion: z.string(),
    kind: z.string(),
    removedIn: z.string(),
    replacement: z.string(),
    count: z.int(),
    objects: z.array(z.string()),
    managers: z.array(z.string()),
  }),
  message: ({ apiVersion, kind, removedIn, replacement, count, objects, managers }) =>
    `${count} ${kind} ${count === 1 ? 'object was' : 'objects were'} last written as ${apiVersion} by ` +
    `${listText(managers, 3)}, which ${removedIn} no longer serves; write ${replacement} instead: ${listText(objects, 4)}`,
  fixes: ({ kind, replacement, apiVersion }) => [
    {
      text: `Change apiVersion from ${apiVersion} to ${replacement} where these manifests are kept, and apply them`,
      command: null,
    },
    {
      text: 'See in which versions it is served',
      command: kubectl('api-resources', `--api-group=${apiVersion.split('/')[0]}`, '-o', 'wide'),
    },
    {
      text: `See what changed in ${kind}`,
      command: kubectl('explain', kind.toLowerCase(), `--api-version=${replacement}`),
    },
  ],
  *find({ removedWrites = [] }, view) {
    const inReleases = view.shared(objectsOfReleases);
    for (const { apiVersion, kind, count: all, objects: written = [] } of removedWrites) {
      const removed = replacementOf(apiVersion, kind);
      if (removed === undefined) continue;
      // What Helm writes is told with its release.
      const objects = written.filter(
        ({ namespace, name, manager }) =>
          manager !== 'helm' || !inReleases.has(useKey({ apiVersion, kind, namespace, name })),
      );
      const count = all - (written.length - objects.length);
      if (count === 0) continue;
      yield {
        cause: `${apiVersion}/${kind}`,
        latent: true,
        facts: {
          apiVersion,
          kind,
          removedIn: `1.${removed.removedIn}`,
          replacement: removed.replacement,
          count,
          objects: objects
            .slice(0, OBJECTS_TOLD)
            .map(({ namespace, name }) => (namespace === null ? name : `${namespace}/${name}`)),
          managers: [...new Set(objects.map(({ manager }) => manager))],
        },
        evidence: objects.slice(0, 3).map((object) => ({ path: 'removedWrites[].objects[]', value: { ...object } })),
      };
    }
  },
});
