import { z } from 'zod';
import { CONSUMERS, unusedSince } from '../../kube/config/unused.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { defineCheck } from '../define-check.ts';

export const secretUnused = defineCheck({
  id: 'secret-unused',
  title: 'Secret is used by nothing',
  severity: 'info',
  level: 'state',
  profile: 'hygiene',
  subject: 'Secret',
  reads: CONSUMERS.filter((kind) => kind !== 'Gateway'),
  consults: ['Gateway'],
  source: 'https://kubernetes.io/docs/concepts/configuration/secret/',
  facts: z.object({ created: z.string() }),
  message: ({ created }) =>
    `No pod, workload, ServiceAccount, Ingress or Gateway names it since it was created on ${created.slice(0, 10)}`,
  fixes: (_facts, { object }) => [
    {
      text: 'See whether a custom resource or a program names it; then keep a copy and delete it',
      command: kubectl('get', ...inNamespaceOf(object), target(object), '-o', 'yaml'),
    },
  ],
  *find(object, view) {
    const created = unusedSince(object, view);
    if (created === undefined) return;
    yield {
      cause: '',
      confidence: 'possible',
      latent: true,
      facts: { created },
      evidence: [{ path: 'metadata.creationTimestamp', value: created }],
    };
  },
});
