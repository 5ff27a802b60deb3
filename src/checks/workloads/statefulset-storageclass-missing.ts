import { z } from 'zod';
import { nearMisses } from '../../base/near-miss.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { refOf } from '../../kube/object-ref.ts';
import { isPending, isYoungClaim } from '../../kube/storage/claims.ts';
import { type Volume, volumesByClass } from '../../kube/storage/volumes.ts';
import { claimNamesOf, desiredReplicas } from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

/** Provisioners note themselves on the volumes that they make. */
const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';

export const statefulsetStorageclassMissing = defineCheck({
  id: 'statefulset-storageclass-missing',
  title: 'StorageClass of a StatefulSet does not exist',
  severity: 'high',
  level: 'rollup',
  subject: 'StatefulSet',
  reads: ['PersistentVolumeClaim', 'StorageClass'],
  consults: ['PersistentVolume'],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#volume-claim-templates',
  facts: z.object({
    storageClass: z.string(),
    template: z.string(),
    unbound: z.array(z.string()),
    similar: z.array(z.string()),
  }),
  message: ({ storageClass, template, unbound, similar }) =>
    `Its claim template ${template} asks for StorageClass ${storageClass}, which does not exist: ` +
    (unbound.length > 0
      ? `${unbound.length} of its claims ${unbound.length === 1 ? 'has' : 'have'} no volume`
      : 'its volumes are there, but no other replica can get one') +
    (similar.length > 0 ? `; did you mean ${similar.join(' or ')}?` : ''),
  fixes: ({ storageClass }) => [
    { text: 'See which classes there are', command: kubectl('get', 'storageclass') },
    { text: `Create StorageClass ${storageClass}: nothing else has to change then`, command: null },
    {
      text: 'Or create the StatefulSet anew with a class that exists, as claim templates cannot be changed; --cascade=orphan keeps the pods meanwhile',
      command: null,
    },
  ],
  *find(set, view) {
    const { namespace = '', deletionTimestamp } = set.metadata;
    if (deletionTimestamp !== undefined || desiredReplicas(set) === 0) return;
    for (const { metadata, spec } of set.spec?.volumeClaimTemplates ?? []) {
      const storageClass = spec?.storageClassName;
      if (!storageClass || view.get('StorageClass', null, storageClass).state !== 'missing') continue;
      const volumes = view.shared(volumesByClass).get(storageClass) ?? [];
      // Volumes made by hand may share the name of a class that nobody made.
      if (!view.covers('PersistentVolume', null) || !volumes.every(isProvisioned)) continue;
      const template = metadata?.name ?? '';
      const claims = claimNamesOf(set, template).flatMap((name) => {
        const found = view.get('PersistentVolumeClaim', namespace, name);
        return found.state === 'found' && !isYoungClaim(found.object, view) ? [found.object] : [];
      });
      const unbound = claims.filter(isPending);
      if (claims.length === 0) continue;
      const existing = view.all('StorageClass').map((other) => other.metadata.name);
      yield {
        cause: storageClass,
        severity: unbound.length > 0 ? 'high' : 'low',
        latent: unbound.length === 0,
        explainedBy: unbound.map(refOf),
        facts: {
          storageClass,
          template,
          unbound: unbound.map((claim) => claim.metadata.name),
          similar: [...nearMisses(storageClass, existing)],
        },
        evidence: [
          { path: `spec.volumeClaimTemplates[name=${template}].spec.storageClassName`, value: storageClass },
          ...unbound.slice(0, 3).map((claim) => ({ object: claim, path: 'status.phase', value: 'Pending' })),
        ],
      };
    }
  },
});

function isProvisioned({ metadata }: Volume): boolean {
  return metadata.annotations?.[PROVISIONED_BY] !== undefined;
}
