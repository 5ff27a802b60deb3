import { z } from 'zod';
import { amountText } from '../../kube/amounts.ts';
import { describe, inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { refOf } from '../../kube/object-ref.ts';
import { placedPodsByClaim } from '../../kube/startup/pod-volumes.ts';
import { GROWTHS, growthOf, roomierSize } from '../../kube/storage/claim-growth.ts';
import { isWritten, mountOf } from '../../kube/storage/claim-users.ts';
import { claimKey, classOf } from '../../kube/storage/claims.ts';
import { fillOf } from '../../kube/storage/fill.ts';
import { sizesOf } from '../../kube/storage/resize.ts';
import { HOUR_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

const NEAR_PERCENT = 85;
const NEARER_PERCENT = 95;
/** A file system that much larger than the claim is not the claim's alone: an export of NFS, a disk of a node. */
const MUCH_LARGER = 1.5;

const FIELDS = {
  bytes: ['usedBytes', 'availableBytes', 'capacityBytes'],
  inodes: ['inodesUsed', 'inodesFree', 'inodes'],
} as const;

export const pvcNearFull = defineCheck({
  id: 'pvc-near-full',
  title: 'Volume is nearly full',
  severity: 'medium',
  level: 'cause',
  subject: 'PersistentVolumeClaim',
  reads: ['VolumeUsage'],
  consults: ['Pod', 'StorageClass'],
  source: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims',
  facts: z.object({
    what: z.enum(['bytes', 'inodes']),
    percent: z.int(),
    used: z.string(),
    left: z.string(),
    total: z.string(),
    /** What the claim is for, where the file system is not its own; null where it is. */
    share: z.string().nullable(),
    growth: z.enum(GROWTHS),
    storageClass: z.string(),
    roomier: z.string(),
    mount: z.object({ pod: z.string(), container: z.string(), path: z.string() }).nullable(),
  }),
  message: ({ what, percent, used, left, total, share }, { subject }) =>
    `The file system of ${subject.kind === 'StorageClass' ? 'its volumes' : 'the volume'} ` +
    (what === 'bytes'
      ? `is ${percent}% full: ${used} of ${total} used, ${left} left`
      : `has used ${percent}% of its inodes: ${used} of ${total}, ${left} left`) +
    (share === null ? '' : `; it is not the claim's alone, which is for ${share}`),
  fixes: ({ what, share, growth, storageClass, roomier, mount }, { object }) => {
    const du = what === 'bytes' ? ['du', '-xh', '-d', '2'] : ['du', '--inodes', '-x', '-d', '2'];
    const pod = mount === null ? [] : [...inNamespaceOf(object), mount.pod, '-c', mount.container];
    const look = {
      text: what === 'bytes' ? 'See what fills it' : 'See which folders hold so many files',
      command: mount === null ? null : kubectl('exec', ...pod, '--', ...du, mount.path),
    };
    if (share !== null) return [look, { text: 'Or enlarge the file system on its server or node', command: null }];
    if (growth === 'under-way') return [{ text: 'See what its growth waits for', command: describe(object) }, look];
    if (growth !== 'allowed') return [look, { text: 'Or copy what is needed to a larger claim', command: null }];
    const patch = JSON.stringify({ spec: { resources: { requests: { storage: roomier } } } });
    return [
      {
        text: `Let it grow: StorageClass ${storageClass} allows it, though no volume shrinks again`,
        command: kubectl('patch', ...inNamespaceOf(object), target(object), '-p', patch),
      },
      look,
    ];
  },
  *find(claim, view) {
    if (claim.status?.phase !== 'Bound' || claim.metadata.deletionTimestamp !== undefined) return;
    const { namespace = '', name } = claim.metadata;
    const found = view.get('VolumeUsage', namespace, name);
    const fill = found.state === 'found' ? fillOf(found.object) : undefined;
    if (found.state !== 'found' || fill === undefined || fill.percent < NEAR_PERCENT) return;
    const usage = found.object;
    // A kubelet that cannot look any more goes on telling what it saw last.
    if (claim.spec?.volumeMode === 'Block' || view.age(usage.time) > HOUR_MS) return;
    const users = view.shared(placedPodsByClaim).get(claimKey(namespace, name)) ?? [];
    if (!isWritten(claim, users)) return;
    const { has } = sizesOf(claim);
    const isShared = has > 0 && (usage.capacityBytes ?? 0) > MUCH_LARGER * has;
    const storageClass = classOf(claim) ?? '';
    const ofClass = isShared && storageClass !== '' ? view.get('StorageClass', null, storageClass) : undefined;
    const text = (value: number): string => (fill.what === 'bytes' ? amountText('storage', value) : String(value));
    yield {
      cause: isShared ? `${fill.what} of ${text(fill.total)}` : fill.what,
      severity: fill.percent >= NEARER_PERCENT ? 'high' : 'medium',
      latent: !fill.isFull,
      shared: ofClass?.state === 'found' ? refOf(ofClass.object) : undefined,
      facts: {
        what: fill.what,
        percent: fill.percent,
        used: text(fill.used),
        left: text(fill.left),
        total: text(fill.total),
        share: isShared ? amountText('storage', has) : null,
        growth: growthOf(claim, view),
        storageClass,
        roomier: roomierSize(claim),
        mount:
          mountOf(
            claim,
            users.find(({ metadata }) => metadata.name === usage.pod),
          ) ?? null,
      },
      evidence: FIELDS[fill.what].map((path) => ({ object: usage, path, value: usage[path] })),
    };
  },
});
