import { containersOf } from './containers.ts';
import type { Pod } from './object.ts';

/** One place in a pod that names a ConfigMap or a Secret of its namespace. */
export interface ConfigReference {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  /** The key it needs; null where it takes the whole object. */
  readonly key: string | null;
  /** True where the pod starts without it. */
  readonly optional: boolean;
  /** The container that needs it; null for a volume, which the whole pod waits for. */
  readonly container: string | null;
  /** Where the pod says so, for evidence. */
  readonly path: string;
}

/** Every ConfigMap and Secret that the pod's environment variables and volumes name. */
export function configReferencesOf(pod: Pod): readonly ConfigReference[] {
  const found: ConfigReference[] = [];
  for (const { name: container, spec, specPath } of containersOf(pod)) {
    for (const source of spec.envFrom ?? []) {
      const path = `${specPath}.envFrom`;
      if (source.configMapRef) add(found, 'ConfigMap', source.configMapRef, null, container, path);
      if (source.secretRef) add(found, 'Secret', source.secretRef, null, container, path);
    }
    for (const variable of spec.env ?? []) {
      const { configMapKeyRef, secretKeyRef } = variable.valueFrom ?? {};
      const path = `${specPath}.env[name=${variable.name ?? ''}]`;
      if (configMapKeyRef) add(found, 'ConfigMap', configMapKeyRef, configMapKeyRef.key ?? null, container, path);
      if (secretKeyRef) add(found, 'Secret', secretKeyRef, secretKeyRef.key ?? null, container, path);
    }
  }
  for (const volume of pod.spec?.volumes ?? []) {
    const path = `spec.volumes[name=${volume.name ?? ''}]`;
    if (volume.configMap) addVolume(found, 'ConfigMap', volume.configMap, path);
    if (volume.secret) addVolume(found, 'Secret', { ...volume.secret, name: volume.secret.secretName }, path);
    for (const source of volume.projected?.sources ?? []) {
      if (source.configMap) addVolume(found, 'ConfigMap', source.configMap, path);
      if (source.secret) addVolume(found, 'Secret', source.secret, path);
    }
  }
  return found;
}

interface Target {
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

interface VolumeTarget extends Target {
  readonly items?: readonly { readonly key?: string | undefined }[] | undefined;
}

function addVolume(found: ConfigReference[], kind: ConfigReference['kind'], target: VolumeTarget, path: string): void {
  add(found, kind, target, null, null, path);
  for (const item of target.items ?? []) {
    if (item.key !== undefined) add(found, kind, target, item.key, null, path);
  }
}

function add(
  found: ConfigReference[],
  kind: ConfigReference['kind'],
  target: Target,
  key: string | null,
  container: string | null,
  path: string,
): void {
  if (!target.name) return;
  found.push({ kind, name: target.name, key, optional: target.optional === true, container, path });
}
