import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { FINALIZED_KINDS, keepsFor } from '../../kube/namespaces/finalizers.ts';
import { durationText, MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

const PATIENCE_MS = 10 * MINUTE_MS;

export const objectTerminatingStuck = defineCheck({
  id: 'object-terminating-stuck',
  title: 'Object cannot be deleted',
  severity: 'medium',
  level: 'cause',
  subject: FINALIZED_KINDS,
  consults: ['Pod'],
  source: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/',
  facts: z.object({
    finalizers: z.array(z.object({ name: z.string(), keeper: z.string().nullable() })),
    forSeconds: z.int(),
  }),
  message: ({ finalizers, forSeconds }) =>
    `Is being deleted for ${durationText(forSeconds * 1000)} and stays, since ` +
    `${finalizers.length === 1 ? 'finalizer' : 'finalizers'} ` +
    listText(finalizers.map(({ name, keeper }) => (keeper === null ? name : `${name} (${keeper})`))) +
    ` ${finalizers.length === 1 ? 'is' : 'are'} not done`,
  fixes: (_facts, { object }) => [
    {
      text: 'Bring back the controller of the finalizer, or see in its log why it does not finish; its name is in the finalizer',
      command: kubectl('get', ...inNamespaceOf(object), target(object), '-o', 'jsonpath={.metadata.finalizers}'),
    },
  ],
  *find(object, view) {
    const { deletionTimestamp, finalizers = [] } = object.metadata;
    if (deletionTimestamp === undefined || finalizers.length === 0) return;
    const forMs = view.age(deletionTimestamp);
    if (forMs < PATIENCE_MS) return;
    // The garbage collector waits for what the object owns, which has its own reason to stay.
    if (finalizers.includes('foregroundDeletion') && view.controlledBy('Pod', object).length > 0) return;
    yield {
      cause: [...finalizers].sort().join(','),
      since: deletionTimestamp,
      facts: {
        finalizers: finalizers.map((name) => ({ name, keeper: keepsFor(name) })),
        forSeconds: Math.floor(forMs / 1000),
      },
      evidence: [
        { path: 'metadata.deletionTimestamp', value: deletionTimestamp },
        { path: 'metadata.finalizers', value: [...finalizers] },
      ],
    };
  },
});
