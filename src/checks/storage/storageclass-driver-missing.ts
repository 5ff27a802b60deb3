import { z } from 'zod';
import { countText } from '../../base/list-text.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { refOf } from '../../kube/object-ref.ts';
import { isYoungClaim } from '../../kube/storage/claims.ts';
import { isAbsentDriver } from '../../kube/storage/drivers.ts';
import { pendingByClass } from '../../kube/storage/pending-claims.ts';
import { defineCheck } from '../define-check.ts';

/** Claims that wait by the hundred are alike. */
const NAMED = 100;

export const storageclassDriverMissing = defineCheck({
  id: 'storageclass-driver-missing',
  title: 'Driver of the StorageClass is not installed',
  severity: 'low',
  level: 'cause',
  subject: 'StorageClass',
  reads: ['CSIDriver', 'CSINode'],
  consults: ['Event', 'PersistentVolumeClaim', 'Pod'],
  source: 'https://kubernetes.io/docs/concepts/storage/volumes/#csi',
  facts: z.object({ provisioner: z.string(), waiting: z.int() }),
  message: ({ provisioner, waiting }) =>
    `No CSI driver ${provisioner} is installed: claims of this class get no volume` +
    (waiting === 0 ? '' : `, and ${countText(waiting, 'claim')} ${waiting === 1 ? 'waits' : 'wait'} for one`),
  fixes: ({ provisioner }, { object }) => [
    { text: 'See which drivers are installed', command: kubectl('get', 'csidrivers') },
    {
      text: `Install the driver ${provisioner}, or use a class of another one`,
      command: kubectl('get', 'storageclass'),
    },
    {
      text: 'If nothing is to use the class: delete it',
      command: kubectl('delete', 'storageclass', object.name),
    },
  ],
  *find(storageClass, view) {
    const { provisioner = '', metadata } = storageClass;
    if (!isAbsentDriver(provisioner, view)) return;
    const pending = view.shared(pendingByClass).get(metadata.name) ?? [];
    const waiting = pending.filter((claim) => !isYoungClaim(claim, view)).length;
    yield {
      cause: provisioner,
      latent: waiting === 0,
      severity: waiting === 0 ? 'low' : 'high',
      explains: pending.slice(0, NAMED).map(refOf),
      facts: { provisioner, waiting },
      evidence: [{ path: 'provisioner', value: provisioner }],
    };
  },
});
