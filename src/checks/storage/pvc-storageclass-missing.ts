import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { nearMisses } from '../../base/near-miss.ts';
import { firstSeen } from '../../kube/events/events.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { classOf, isPending, isYoungClaim } from '../../kube/storage/claims.ts';
import { volumesByClass } from '../../kube/storage/volumes.ts';
import { defineCheck } from '../define-check.ts';

export const pvcStorageclassMissing = defineCheck({
  id: 'pvc-storageclass-missing',
  title: 'StorageClass does not exist',
  severity: 'high',
  level: 'cause',
  subject: 'PersistentVolumeClaim',
  consults: ['StorageClass', 'PersistentVolume', 'Event'],
  source: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#class-1',
  facts: z.object({ storageClass: z.string(), similar: z.array(z.string()), existing: z.array(z.string()) }),
  message: ({ storageClass, similar, existing }) => {
    const missing = `StorageClass ${storageClass} does not exist, so nothing makes the volume`;
    if (similar.length > 0) return `${missing}; did you mean ${similar.join(' or ')}?`;
    return existing.length === 0
      ? missing
      : `${missing}; there ${existing.length === 1 ? 'is' : 'are'} ${listText(existing)}`;
  },
  fixes: ({ storageClass }) => [
    { text: 'See which classes there are', command: kubectl('get', 'storageclass') },
    { text: `Create StorageClass ${storageClass}: the claim is bound by itself then`, command: null },
    { text: 'Or create the claim anew with a class that exists: that of a claim cannot be changed', command: null },
  ],
  *find(claim, view) {
    const name = classOf(claim);
    if (!isPending(claim) || !name || claim.spec?.volumeName || isYoungClaim(claim, view)) return;
    const { state } = view.get('StorageClass', null, name);
    if (state === 'found') return;
    const said = view.warnings('Event', claim).find(({ reason, message }) => {
      return reason === 'ProvisioningFailed' && message?.includes(`"${name}" not found`);
    });
    if (state === 'unverified' && said === undefined) return;
    // Volumes made by hand may share the name of a class that nobody made.
    if (view.shared(volumesByClass).has(name)) return;
    const existing = view
      .all('StorageClass')
      .map((storageClass) => storageClass.metadata.name)
      .sort();
    yield {
      cause: name,
      shared: refTo('StorageClass', null, name),
      since: said === undefined ? null : firstSeen(said),
      facts: { storageClass: name, similar: [...nearMisses(name, existing)], existing },
      evidence: [
        { path: 'spec.storageClassName', value: name },
        { path: 'status.phase', value: claim.status?.phase },
        ...(said === undefined ? [] : [{ object: said, path: 'message', value: said.message }]),
      ],
    };
  },
});
