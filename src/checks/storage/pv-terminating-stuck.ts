import { z } from 'zod';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { isAbsentDriver } from '../../kube/storage/drivers.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

const PATIENCE_MS = 10 * MINUTE_MS;
const PROTECTION = 'kubernetes.io/pv-protection';

export const pvTerminatingStuck = defineCheck({
  id: 'pv-terminating-stuck',
  title: 'Deleted volume does not go away',
  severity: 'medium',
  level: 'cause',
  subject: 'PersistentVolume',
  consults: ['CSIDriver', 'CSINode', 'Event'],
  source:
    'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#persistentvolume-deletion-protection-finalizer',
  facts: z.object({
    /** What it waits for: the claim that has it, the driver that must remove the storage, or whoever set a finalizer. */
    waitsFor: z.enum(['claim', 'driver', 'finalizer']),
    claim: z.string(),
    driver: z.string(),
    absent: z.boolean(),
    finalizers: z.array(z.string()),
  }),
  message: ({ waitsFor, claim, driver, absent, finalizers }) => {
    if (waitsFor === 'claim') return `Was deleted, but stays while claim ${claim} has it; both go together then`;
    if (waitsFor === 'finalizer') return `Was deleted, but nothing removes its finalizer ${finalizers.join(', ')}`;
    const failing = absent ? 'is not installed any more' : 'does not get it done';
    return `Was deleted, but driver ${driver}, which must remove the storage behind it, ${failing}`;
  },
  fixes: ({ waitsFor, claim }, { object }) => {
    const [namespace = '', name = ''] = claim.split('/');
    if (waitsFor === 'claim') {
      return [
        { text: 'Save the data first, if it is needed: a deletion cannot be taken back', command: null },
        { text: 'See who uses the claim', command: kubectl('describe', 'pvc', '-n', namespace, name) },
      ];
    }
    return [
      { text: 'See its events and finalizers', command: describe(object) },
      waitsFor === 'driver'
        ? {
            text: 'See which storage drivers are installed, and read the logs of its controller',
            command: kubectl('get', 'csidrivers'),
          }
        : { text: 'Find the controller that owns the finalizer, and see why it does not act', command: null },
    ];
  },
  *find(volume, view) {
    const { deletionTimestamp, finalizers = [] } = volume.metadata;
    if (deletionTimestamp === undefined || view.age(deletionTimestamp) < PATIENCE_MS || finalizers.length === 0) return;
    const { claimRef, csi } = volume.spec ?? {};
    const bound = volume.status?.phase === 'Bound' && finalizers.includes(PROTECTION);
    const byDriver =
      csi?.driver !== undefined && finalizers.some((finalizer) => /provisioner|attacher|csi/.test(finalizer));
    const waitsFor = bound ? ('claim' as const) : byDriver ? ('driver' as const) : ('finalizer' as const);
    yield {
      cause: waitsFor,
      since: deletionTimestamp,
      facts: {
        waitsFor,
        claim: `${claimRef?.namespace ?? ''}/${claimRef?.name ?? ''}`,
        driver: csi?.driver ?? '',
        absent: isAbsentDriver(csi?.driver, view),
        finalizers: [...finalizers],
      },
      evidence: [
        { path: 'metadata.deletionTimestamp', value: deletionTimestamp },
        { path: 'metadata.finalizers', value: [...finalizers] },
        { path: 'status.phase', value: volume.status?.phase },
      ],
    };
  },
});
