import { z } from 'zod';
import { firstSeen, lastSeen } from '../../kube/events/events.ts';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { classOf, isPending } from '../../kube/storage/claims.ts';
import { PROVISIONING_PROBLEMS, provisioningProblem, provisioningText } from '../../kube/storage/provisioning.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

/** Provisioners wait up to some minutes between two tries; an older failure is over. */
const RECENT_MS = 15 * MINUTE_MS;

export const pvcProvisioningFailed = defineCheck({
  id: 'pvc-provisioning-failed',
  title: 'Volume could not be made',
  severity: 'high',
  level: 'failure',
  subject: 'PersistentVolumeClaim',
  reads: ['Event'],
  source: 'https://kubernetes.io/docs/concepts/storage/dynamic-provisioning/',
  facts: z.object({
    storageClass: z.string().nullable(),
    problem: z.enum(['quota', 'access', 'topology', 'parameters', 'unreachable', 'other']),
    text: z.string(),
  }),
  message: ({ problem, text }) => `${PROVISIONING_PROBLEMS[problem]}: ${text}`,
  fixes: ({ storageClass }, { object }) => [
    { text: 'See the events of the claim', command: describe(object) },
    ...(storageClass === null
      ? []
      : [{ text: 'See the parameters of its class', command: kubectl('describe', 'storageclass', storageClass) }]),
    { text: 'Read the logs of the provisioner (for CSI, the container csi-provisioner)', command: null },
  ],
  *find(claim, view) {
    if (!isPending(claim)) return;
    const event = view.warnings('Event', claim).find(({ reason }) => reason === 'ProvisioningFailed');
    if (event === undefined || view.age(lastSeen(event)) > RECENT_MS) return;
    const storageClass = classOf(claim) || null;
    const problem = provisioningProblem(event.message ?? '');
    yield {
      cause: problem,
      since: firstSeen(event),
      ...(storageClass === null ? {} : { shared: refTo('StorageClass', null, storageClass) }),
      facts: { storageClass, problem, text: provisioningText(event.message ?? '') },
      evidence: [
        { object: event, path: 'message', value: event.message },
        { path: 'status.phase', value: claim.status?.phase },
      ],
    };
  },
});
