import { z } from 'zod';
import { countText } from '../../base/list-text.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { controllerOf } from '../../kube/owners.ts';
import { isActive } from '../../kube/pods.ts';
import { HOUR_MS, timeMs } from '../../kube/time.ts';
import { desiredReplicas, isSettled, revisionLabel } from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

export const statefulsetPartitionHeld = defineCheck({
  id: 'statefulset-partition-held',
  title: 'Update of a StatefulSet is held back on purpose',
  severity: 'info',
  level: 'state',
  subject: 'StatefulSet',
  reads: ['Pod'],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#partitions',
  facts: z.object({ outdated: z.int(), total: z.int(), partition: z.int().nullable() }),
  message: ({ outdated, total, partition }) =>
    `${outdated} of ${countText(total, 'pod')} still ${outdated === 1 ? 'has' : 'have'} the template before: ` +
    (partition === null
      ? 'with updateStrategy OnDelete each gets the new one when it is deleted'
      : `the update leaves out the first ${partition} (partition ${partition})`),
  fixes: ({ partition }, { object }) => [
    partition === null
      ? {
          text: 'Delete the outdated pods one by one, if the update is to go on; see which they are',
          command: kubectl('get', 'pods', ...inNamespaceOf(object), '-L', 'controller-revision-hash'),
        }
      : {
          text: 'Let the update go on, if the new template has proved itself',
          command: kubectl(
            'patch',
            ...inNamespaceOf(object),
            target(object),
            '-p',
            '{"spec":{"updateStrategy":{"rollingUpdate":{"partition":0}}}}',
          ),
        },
  ],
  *find(set, view) {
    const { spec, status } = set;
    const { type = 'RollingUpdate', rollingUpdate } = spec?.updateStrategy ?? {};
    const partition = type === 'RollingUpdate' ? (rollingUpdate?.partition ?? 0) : 0;
    const revision = status?.updateRevision;
    if (!revision || (type !== 'OnDelete' && partition === 0) || !isSettled(set)) return;
    // Operators update in their own order; and a set that is not whole has other worries.
    if (controllerOf(set) !== undefined || (status.readyReplicas ?? 0) < desiredReplicas(set)) return;
    const pods = view.controlledBy('Pod', set).filter((pod) => isActive(pod) && revisionLabel(pod) !== undefined);
    const outdated = pods.filter((pod) => revisionLabel(pod) !== revision);
    if (outdated.length === 0) return;
    const updated = pods.filter((pod) => revisionLabel(pod) === revision);
    const newestMs = Math.max(0, ...updated.map((pod) => timeMs(pod.metadata.creationTimestamp) ?? 0));
    // A canary that was started just now is being watched.
    if (updated.length > 0 && view.takenAtMs - newestMs < HOUR_MS) return;
    yield {
      cause: '',
      latent: true,
      facts: { outdated: outdated.length, total: pods.length, partition: type === 'OnDelete' ? null : partition },
      evidence: [
        { path: 'spec.updateStrategy', value: type === 'OnDelete' ? type : `partition ${partition}` },
        { path: 'status.updateRevision', value: revision },
        { path: 'status.updatedReplicas', value: status.updatedReplicas ?? 0 },
      ],
    };
  },
});
