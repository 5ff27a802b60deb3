import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { refOf } from '../../kube/object-ref.ts';
import { isTerminating } from '../../kube/pods.ts';
import { placedPodsByClaim } from '../../kube/startup/pod-volumes.ts';
import { claimKey } from '../../kube/storage/claims.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

const PROTECTION = 'kubernetes.io/pvc-protection';
const PATIENCE_MS = 5 * MINUTE_MS;

export const pvcTerminatingInUse = defineCheck({
  id: 'pvc-terminating-in-use',
  title: 'Deleted claim is still in use',
  severity: 'medium',
  level: 'cause',
  subject: 'PersistentVolumeClaim',
  reads: ['Pod'],
  source: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#storage-object-in-use-protection',
  facts: z.object({ pods: z.array(z.string()) }),
  message: ({ pods }) =>
    `Was deleted, but stays while ${listText(pods.map((pod) => `pod ${pod}`))} ${pods.length === 1 ? 'uses' : 'use'} it: no new pod gets it, and its data goes with the last one`,
  fixes: ({ pods }, { object }) => [
    { text: 'Save the data first, if it is needed: a deletion cannot be taken back', command: null },
    {
      text: 'See who uses it',
      command: kubectl('get', 'pods', ...inNamespaceOf(object), '-o', 'wide', ...pods.slice(0, 10)),
    },
    { text: 'Let those pods go: scale down what owns them', command: null },
  ],
  *find(claim, view) {
    const { namespace, name, deletionTimestamp, finalizers } = claim.metadata;
    if (deletionTimestamp === undefined || view.age(deletionTimestamp) < PATIENCE_MS) return;
    if (finalizers?.includes(PROTECTION) !== true) return;
    const users = view.shared(placedPodsByClaim).get(claimKey(namespace, name)) ?? [];
    if (users.length === 0) return;
    yield {
      cause: '',
      since: deletionTimestamp,
      // Where all of them are on their way out, what holds them up is what holds the claim up.
      explainedBy: users.every(isTerminating) ? users.map(refOf) : [],
      facts: { pods: users.map((pod) => pod.metadata.name).sort() },
      evidence: [
        { path: 'metadata.deletionTimestamp', value: deletionTimestamp },
        { path: 'metadata.finalizers', value: [...finalizers] },
      ],
    };
  },
});
