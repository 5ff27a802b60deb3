import { z } from 'zod';
import { conditionPath, conditionsOf } from '../../kube/conditions.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { FINALIZED_KINDS, resourceOf, stuckObjects } from '../../kube/namespaces/finalizers.ts';
import { deletionObstacles } from '../../kube/namespaces/namespace-deletion.ts';
import { refOf } from '../../kube/object-ref.ts';
import { isTerminating } from '../../kube/pods.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

const PATIENCE_MS = 5 * MINUTE_MS;

export const namespaceTerminatingStuck = defineCheck({
  id: 'namespace-terminating-stuck',
  title: 'Namespace cannot be deleted',
  severity: 'high',
  level: 'failure',
  subject: 'Namespace',
  consults: ['APIService', 'Pod', ...FINALIZED_KINDS],
  source: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/',
  facts: z.object({
    failingApis: z.array(z.string()),
    remaining: z.array(z.object({ resource: z.string(), count: z.int() })),
    finalizers: z.array(z.object({ finalizer: z.string(), count: z.int() })),
    failure: z.string().nullable(),
  }),
  message: ({ failingApis, remaining, finalizers, failure }) => {
    const reasons = [
      failingApis.length > 0 ? `API ${failingApis.join(', ')} cannot be asked what it holds there` : '',
      remaining.length > 0
        ? `it still has ${remaining.map(({ resource, count }) => `${count} of ${resource}`).join(', ')}`
        : '',
      finalizers.length > 0 ? `finalizer ${finalizers.map(({ finalizer }) => finalizer).join(', ')} is not done` : '',
      failure ?? '',
    ].filter((reason) => reason !== '');
    return `Cannot be deleted: ${reasons.join('; ') || 'its conditions do not say why'}`;
  },
  fixes: ({ failingApis, remaining }, { object }) => [
    ...(failingApis.length > 0
      ? [{ text: 'See which APIs do not answer, and repair or remove them', command: kubectl('get', 'apiservices') }]
      : []),
    ...(remaining.length > 0
      ? [
          {
            text: 'See what is left, and have the controllers of the finalizers finish',
            command: kubectl(
              'get',
              remaining.map(({ resource }) => resource).join(','),
              '-n',
              object.name,
              '-o',
              'yaml',
            ),
          },
        ]
      : []),
    ...(failingApis.length + remaining.length === 0
      ? [{ text: 'See its conditions', command: kubectl('get', 'namespace', object.name, '-o', 'yaml') }]
      : []),
  ],
  *find(namespace, view) {
    const { deletionTimestamp, name } = namespace.metadata;
    if (deletionTimestamp === undefined || view.age(deletionTimestamp) < PATIENCE_MS) return;
    const obstacles = deletionObstacles(namespace);
    const { failingApis, remaining } = obstacles;
    const apis = view.all('APIService').filter(({ spec }) => failingApis.includes(`${spec?.group}/${spec?.version}`));
    const pods = remaining.length > 0 ? view.inNamespace('Pod', name).filter(isTerminating) : [];
    const objects =
      remaining.length > 0 ? FINALIZED_KINDS.flatMap((kind) => stuckObjects(view.inNamespace(kind, name))) : [];
    const judged = new Set([...pods, ...objects].map(({ kind }) => resourceOf(kind)));
    const known =
      apis.length === failingApis.length &&
      obstacles.failure === null &&
      remaining.every(({ resource }) => judged.has(resource));
    yield {
      cause: '',
      since: deletionTimestamp,
      explainedBy: known ? [...apis, ...pods, ...objects].map(refOf) : [],
      facts: {
        ...obstacles,
        failingApis: [...failingApis],
        remaining: [...remaining],
        finalizers: [...obstacles.finalizers],
        failure: obstacles.failure?.slice(0, 300) ?? null,
      },
      evidence: conditionsOf(namespace)
        .filter(({ status }) => status === 'True')
        .slice(0, 5)
        .map(({ type, message }) => ({ path: `${conditionPath(type)}.message`, value: message })),
    };
  },
});
