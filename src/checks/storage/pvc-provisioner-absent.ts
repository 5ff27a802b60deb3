import { z } from 'zod';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { refOf, refTo } from '../../kube/object-ref.ts';
import { claimKey, classOf, isPending, selectedNode, waitingPods, waitingSince } from '../../kube/storage/claims.ts';
import { isAbsentDriver } from '../../kube/storage/drivers.ts';
import { claimEvents, provisionerWord } from '../../kube/storage/provisioning.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

/** A provisioner that works answers within seconds, though the volume may take minutes. */
const PATIENCE_MS = 2 * MINUTE_MS;

/** Where no event tells when it was asked: the API's list of warnings holds none of `ExternalProvisioning`. */
const LONG_MS = 10 * MINUTE_MS;

export const pvcProvisionerAbsent = defineCheck({
  id: 'pvc-provisioner-absent',
  title: 'Storage provisioner does not answer',
  severity: 'high',
  level: 'cause',
  subject: 'PersistentVolumeClaim',
  consults: ['CSIDriver', 'CSINode', 'StorageClass', 'Event', 'Pod'],
  source: 'https://kubernetes.io/docs/concepts/storage/storage-classes/#provisioner',
  facts: z.object({ provisioner: z.string(), storageClass: z.string().nullable() }),
  message: ({ provisioner, storageClass }) =>
    `Provisioner ${provisioner}${storageClass === null ? '' : ` of StorageClass ${storageClass}`} was asked for the volume and does not answer`,
  fixes: ({ storageClass }, { object }) => [
    { text: 'See which storage drivers are installed', command: kubectl('get', 'csidrivers') },
    { text: 'See the events of the claim', command: describe(object) },
    ...(storageClass === null
      ? []
      : [{ text: 'See the class that names it', command: kubectl('describe', 'storageclass', storageClass) }]),
    { text: 'Install the provisioner, or repair its controller', command: null },
  ],
  *find(claim, view) {
    const { annotations, namespace, name, creationTimestamp } = claim.metadata;
    const provisioner =
      annotations?.['volume.kubernetes.io/storage-provisioner'] ??
      annotations?.['volume.beta.kubernetes.io/storage-provisioner'];
    if (provisioner === undefined || !isPending(claim)) return;
    const storageClass = classOf(claim) || null;
    const found = storageClass === null ? undefined : view.get('StorageClass', null, storageClass);
    const waits = found?.state === 'found' && found.object.volumeBindingMode === 'WaitForFirstConsumer';
    // Between two tries of the scheduler there is nothing that the provisioner should do.
    if (waits && selectedNode(claim) === undefined) return;
    const key = claimKey(namespace, name);
    const { asked, answered } = provisionerWord(claim, provisioner, view.shared(claimEvents).get(key) ?? []);
    const began = waits ? waitingSince(view.shared(waitingPods).get(key) ?? []) : creationTimestamp;
    if (answered || (asked === null ? view.age(began) < LONG_MS : view.age(asked) < PATIENCE_MS)) return;
    yield {
      cause: provisioner,
      since: asked,
      confidence: 'likely',
      ...(storageClass === null ? {} : { shared: refTo('StorageClass', null, storageClass) }),
      explainedBy: found?.state === 'found' && isAbsentDriver(provisioner, view) ? [refOf(found.object)] : [],
      facts: { provisioner, storageClass },
      evidence: [
        { path: 'metadata.annotations.volume.kubernetes.io/storage-provisioner', value: provisioner },
        { path: 'status.phase', value: claim.status?.phase },
      ],
    };
  },
});
