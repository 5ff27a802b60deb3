import type { Container, Pod } from '../object.ts';
import { isBeingPrepared } from '../startup/pod-start.ts';

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
  /** The list of the pod's specification that it stands in. */
  readonly list: 'containers' | 'initContainers' | 'volumes';
  /** The variable that needs it; null for a volume, and where a container takes all keys. */
  readonly variable: string | null;
}

type Place = Omit<ConfigReference, 'kind' | 'name' | 'key' | 'optional'>;

const NONE: readonly never[] = [];

/**
 * Every ConfigMap and Secret that the pod's environment variables and volumes name; of one kind, if that is given.
 *
 * Asked of every pod: makes one small object for each reference, and nothing else.
 */
export function configReferencesOf(pod: Pod, kind?: ConfigReference['kind']): readonly ConfigReference[] {
  const found: ConfigReference[] = [];
  for (const container of pod.spec?.initContainers ?? NONE) addContainer(found, kind, container, 'initContainers');
  for (const container of pod.spec?.containers ?? NONE) addContainer(found, kind, container, 'containers');
  for (const { name: volume = '', configMap, secret, projected } of pod.spec?.volumes ?? NONE) {
    const at: Place = { container: null, volume, list: 'volumes', variable: null };
    if (configMap !== undefined && kind !== 'Secret') addVolume(found, 'ConfigMap', configMap.name, configMap, at);
    if (secret !== undefined && kind !== 'ConfigMap') addVolume(found, 'Secret', secret.secretName, secret, at);
    for (const source of projected?.sources ?? NONE) {
      if (kind !== 'Secret') addVolume(found, 'ConfigMap', source.configMap?.name, source.configMap, at);
      if (kind !== 'ConfigMap') addVolume(found, 'Secret', source.secret?.name, source.secret, at);
    }
  }
  return found;
}

/** Where the pod says so, for evidence: `spec.containers[name=web].env[name=COLOUR]`. */
export function referencePath({ list, container, volume, variable }: ConfigReference): string {
  const item = `spec.${list}[name=${container ?? volume ?? ''}]`;
  if (container === null) return item;
  return variable === null ? `${item}.envFrom` : `${item}.env[name=${variable}]`;
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
  const { initContainerStatuses = NONE, containerStatuses = NONE } = pod.status ?? {};
  const named = ({ name }: { readonly name?: string | undefined }) => name === container;
  return (containerStatuses.find(named) ?? initContainerStatuses.find(named))?.state?.waiting;
}

interface Target {
  readonly name?: string | undefined;
  readonly key?: string | undefined;
  readonly optional?: boolean | undefined;
}

interface VolumeTarget {
  readonly optional?: boolean | undefined;
  readonly items?: readonly { readonly key?: string | undefined }[] | undefined;
}

function addContainer(
  found: ConfigReference[],
  kind: ConfigReference['kind'] | undefined,
  { name: container = '', envFrom, env }: Container,
  list: Place['list'],
): void {
  for (const { configMapRef, secretRef } of envFrom ?? NONE) {
    const at: Place = { container, volume: null, list, variable: null };
    if (kind !== 'Secret') add(found, 'ConfigMap', configMapRef, at);
    if (kind !== 'ConfigMap') add(found, 'Secret', secretRef, at);
  }
  for (const { name: variable = '', valueFrom } of env ?? NONE) {
    if (valueFrom === undefined) continue;
    const at: Place = { container, volume: null, list, variable };
    if (kind !== 'Secret') add(found, 'ConfigMap', valueFrom.configMapKeyRef, at);
    if (kind !== 'ConfigMap') add(found, 'Secret', valueFrom.secretKeyRef, at);
  }
}

function add(found: ConfigReference[], kind: ConfigReference['kind'], target: Target | undefined, at: Place): void {
  if (!target?.name) return;
  found.push({ kind, name: target.name, key: target.key ?? null, optional: target.optional === true, ...at });
}

function addVolume(
  found: ConfigReference[],
  kind: ConfigReference['kind'],
  name: string | undefined,
  target: VolumeTarget | undefined,
  at: Place,
): void {
  if (!name || target === undefined) return;
  const optional = target.optional === true;
  found.push({ kind, name, key: null, optional, ...at });
  for (const { key } of target.items ?? NONE) if (key !== undefined) found.push({ kind, name, key, optional, ...at });
}
