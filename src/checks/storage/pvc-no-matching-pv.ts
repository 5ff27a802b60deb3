import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { claimKey, classOf, isPending, isYoungClaim, waitingPods } from '../../kube/storage/claims.ts';
import { misfitsOf, NO_PROVISIONER, volumesByClass } from '../../kube/storage/volumes.ts';
import { defineCheck } from '../define-check.ts';

/** More volumes than this are counted, not named. */
const NAMED = 3;

export const pvcNoMatchingPv = defineCheck({
  id: 'pvc-no-matching-pv',
  title: 'No PersistentVolume fits the claim',
  severity: 'high',
  level: 'cause',
  subject: 'PersistentVolumeClaim',
  reads: ['PersistentVolume', 'StorageClass'],
  consults: ['Pod'],
  source: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#binding',
  facts: z.object({
    /** Empty for none on purpose. */
    storageClass: z.string(),
    /** The volumes of that class that come nearest, and why they do not fit. */
    volumes: z.array(z.object({ volume: z.string(), misfits: z.array(z.string()) })),
    count: z.int(),
  }),
  message: ({ storageClass, volumes, count }) => {
    const whose = storageClass === '' ? 'without a class' : `of class ${storageClass}`;
    if (count === 0) return `There is no PersistentVolume ${whose}, and nothing makes one`;
    const texts = volumes.map(({ volume, misfits }) => `${volume} ${listText(misfits)}`);
    const more = count > volumes.length ? `; ${count - volumes.length} more fit no better` : '';
    return `No PersistentVolume ${whose} fits: ${texts.join('; ')}${more}`;
  },
  fixes: (_facts, { object }) => [
    { text: 'See what the claim asks for', command: describe(object) },
    { text: 'See which volumes there are', command: kubectl('get', 'pv') },
    { text: 'Create a PersistentVolume that fits, or create the claim anew with less', command: null },
  ],
  *find(claim, view) {
    const name = classOf(claim);
    if (!isPending(claim) || name === undefined || claim.spec?.volumeName || isYoungClaim(claim, view)) return;
    const volumes = view.shared(volumesByClass).get(name) ?? [];
    const found = view.get('StorageClass', null, name);
    const storageClass = found.state === 'found' ? found.object : undefined;
    const byHand = name === '' || storageClass?.provisioner === NO_PROVISIONER;
    if (!byHand && (storageClass !== undefined || volumes.length === 0)) return;
    const waits = view.shared(waitingPods).has(claimKey(claim.metadata.namespace, claim.metadata.name));
    if (storageClass?.volumeBindingMode === 'WaitForFirstConsumer' && !waits) return;
    const judged = volumes.map((volume) => ({ volume: volume.metadata.name, misfits: [...misfitsOf(volume, claim)] }));
    if (judged.some(({ misfits }) => misfits.length === 0)) return;
    judged.sort((left, right) => left.misfits.length - right.misfits.length || (left.volume < right.volume ? -1 : 1));
    yield {
      cause: name,
      facts: { storageClass: name, volumes: judged.slice(0, NAMED), count: judged.length },
      evidence: [
        { path: 'spec.storageClassName', value: name },
        { path: 'spec.resources.requests.storage', value: claim.spec?.resources?.requests?.['storage'] },
        { path: 'spec.accessModes', value: [...(claim.spec?.accessModes ?? [])] },
        { path: 'status.phase', value: claim.status?.phase },
      ],
    };
  },
});
