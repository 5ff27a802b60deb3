import { configReferencesOf } from '../config/references.ts';
import type { Pod } from '../object.ts';
import { refTo } from '../object-ref.ts';
import { type Reference, reference } from './relation.ts';

/** What a pod names: configuration, volumes, accounts, its node. */
export function podReferences(pod: Pod): readonly Reference[] {
  const { spec } = pod;
  const namespace = pod.metadata.namespace ?? null;
  const references: Reference[] = configReferencesOf(pod).map(({ kind, name, optional, volume }) => ({
    word: volume === null ? 'reads' : 'mounts',
    to: refTo(kind, namespace, name),
    optional,
  }));
  for (const { persistentVolumeClaim, ephemeral, name } of spec?.volumes ?? []) {
    // An ephemeral volume's claim has the names of the pod and of the volume.
    const claim = persistentVolumeClaim?.claimName ?? (ephemeral && `${pod.metadata.name}-${name}`);
    if (claim) references.push(reference('mounts', refTo('PersistentVolumeClaim', namespace, claim)));
  }
  for (const { name } of spec?.imagePullSecrets ?? []) {
    if (name) references.push(reference('pulls with', refTo('Secret', namespace, name)));
  }
  const account = spec?.serviceAccountName;
  if (account) references.push(reference('runs as', refTo('ServiceAccount', namespace, account)));
  if (spec?.priorityClassName) {
    references.push(reference('of class', refTo('PriorityClass', null, spec.priorityClassName)));
  }
  if (spec?.nodeName) references.push(reference('runs on', refTo('Node', null, spec.nodeName)));
  return references;
}
