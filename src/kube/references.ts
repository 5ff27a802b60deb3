import type { Container, Pod } from './object.ts';
import { isBeingPrepared } from './pod-start.ts';

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
  /** The volume that needs it; null for a container's environment. */
  readonly volume: string | null;
  /** Where the pod says so, for evidence. */
  readonly path: string;
}

/** Every ConfigMap and Secret that the pod's environment variables and volumes name; of one kind, if that is given. */
export function configReferencesOf(pod: Pod, kind?: ConfigReference['kind']): readonly ConfigReference[] {
  const found: ConfigReference[] = [];
  for (const container of pod.spec?.initContainers ?? []) addContainer(found, container, 'initContainers');
  for (const container of pod.spec?.containers ?? []) addContainer(found, container, 'containers');
  for (const volume of pod.spec?.volumes ?? []) {
    const at = { volume: volume.name ?? '', container: null, list: 'volumes' };
    addItems(found, 'ConfigMap', volume.configMap, at);
    addItems(found, 'Secret', volume.secret && { ...volume.secret, name: volume.secret.secretName }, at);
    for (const source of volume.projected?.sources ?? []) {
      addItems(found, 'ConfigMap', source.configMap, at);
      addItems(found, 'Secret', source.secret, at);
    }
  }
  return kind === undefined ? found : found.filter((reference) => reference.kind === kind);
}

/**
 * True if any reference of that kind, but for optional ones, passes the test.
 *
 * Asked of every pod, so it makes nothing: a hundred thousand pods in a fraction of a second.
 */
export function someReference(
  pod: Pod,
  kind: ConfigReference['kind'],
  test: (name: string, key: string | null) => boolean,
): boolean {
  const needs = (target: Target | undefined, key: string | null): boolean =>
    target?.name !== undefined && target.optional !== true && test(target.name, key);
  const isMap = kind === 'ConfigMap';
  for (const list of [pod.spec?.initContainers, pod.spec?.containers]) {
    for (const { envFrom, env } of list ?? NONE) {
      for (const source of envFrom ?? NONE) if (needs(isMap ? source.configMapRef : source.secretRef, null)) return true;
      for (const { valueFrom } of env ?? NONE) {
        const target = isMap ? valueFrom?.configMapKeyRef : valueFrom?.secretKeyRef;
        if (target !== undefined && needs(target, target.key ?? null)) return true;
      }
    }
  }
  return false;
}

/**
 * True if the pod cannot go on for now because of what this reference names: the kubelet refuses to configure the
 * container, or has not mounted the volumes yet.
 */
export function isHeldBackAt(pod: Pod, reference: ConfigReference): boolean {
  if (reference.container === null) return isBeingPrepared(pod);
  return waitingOf(pod, reference.container)?.reason === 'CreateContainerConfigError';
}

/** Why a container waits, as its kubelet says. */
export function waitingOf(pod: Pod, container: string) {
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  return [...initContainerStatuses, ...containerStatuses].find(({ name }) => name === container)?.state?.waiting;
}

interface Target {
  readonly name?: string | undefined;
  readonly key?: string | undefined;
  readonly optional?: boolean | undefined;
}

interface Place {
  readonly volume: string | null;
  readonly container: string | null;
  /** The list of the specification it stands in. */
  readonly list: string;
  readonly within?: string;
}

function addContainer(found: ConfigReference[], spec: Container, list: string): void {
  const at = { volume: null, container: spec.name ?? '', list };
  for (const source of spec.envFrom ?? []) {
    add(found, 'ConfigMap', source.configMapRef, null, { ...at, within: '.envFrom' });
    add(found, 'Secret', source.secretRef, null, { ...at, within: '.envFrom' });
  }
  for (const { name = '', valueFrom } of spec.env ?? []) {
    if (valueFrom === undefined) continue;
    const { configMapKeyRef, secretKeyRef } = valueFrom;
    add(found, 'ConfigMap', configMapKeyRef, configMapKeyRef?.key ?? null, { ...at, within: `.env[name=${name}]` });
    add(found, 'Secret', secretKeyRef, secretKeyRef?.key ?? null, { ...at, within: `.env[name=${name}]` });
  }
}

type VolumeTarget = Target & { readonly items?: readonly Target[] | undefined };

function addItems(
  found: ConfigReference[],
  kind: ConfigReference['kind'],
  target: VolumeTarget | undefined,
  at: Place,
): void {
  add(found, kind, target, null, at);
  for (const { key } of target?.items ?? []) if (key !== undefined) add(found, kind, target, key, at);
}

function add(
  found: ConfigReference[],
  kind: ConfigReference['kind'],
  target: Target | undefined,
  key: string | null,
  { volume, container, list, within = '' }: Place,
): void {
  if (!target?.name) return;
  const path = `spec.${list}[name=${volume ?? container ?? ''}]${within}`;
  found.push({ kind, name: target.name, key, optional: target.optional === true, container, volume, path });
}
