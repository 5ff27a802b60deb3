import type { PodSpec } from '../../../src/kube/object.ts';
import type { Cluster } from './cluster.ts';
import type { InContainer, PodPlan } from './fate.ts';

type Container = NonNullable<PodSpec['containers']>[number];

/** Why the kubelet cannot set up a volume: it says so in an event, and the pod waits. */
export function mountTrouble({ namespace, spec }: PodPlan, cluster: Cluster): string | undefined {
  // The kubelet leaves alone what no container mounts.
  const mounted = [...(spec.initContainers ?? []), ...(spec.containers ?? [])].flatMap((one) => one.volumeMounts ?? []);
  for (const { name, configMap, secret } of spec.volumes ?? []) {
    if (!mounted.some((mount) => mount.name === name)) continue;
    const wanted = secret?.secretName ?? configMap?.name;
    if (wanted === undefined || (secret ?? configMap)?.optional === true) continue;
    const kind = secret === undefined ? 'ConfigMap' : 'Secret';
    const keys = keysOf(cluster, kind, namespace, wanted);
    const failed = `MountVolume.SetUp failed for volume "${name}" : `;
    if (keys === undefined) return `${failed}${kind.toLowerCase()} "${wanted}" not found`;
    const absent = (secret ?? configMap)?.items?.find(({ key }) => !keys.includes(key ?? ''));
    if (absent !== undefined)
      return `${failed}references non-existent ${kind === 'Secret' ? 'secret' : 'config'} key: ${absent.key}`;
  }
  return undefined;
}

/** Why the kubelet cannot make the container: an environment that it cannot put together. */
export function referenceTrouble(
  container: Container,
  { namespace }: PodPlan,
  cluster: Cluster,
): InContainer | undefined {
  const message = environmentTrouble(container, namespace, cluster);
  return message === undefined
    ? undefined
    : {
        state: 'waiting',
        container: container.name,
        reason: 'CreateContainerConfigError',
        message,
        said: `Error: ${message}`,
      };
}

function environmentTrouble(container: Container, namespace: string, cluster: Cluster): string | undefined {
  for (const { configMapRef, secretRef } of container.envFrom ?? []) {
    const [kind, ref] =
      secretRef === undefined ? (['ConfigMap', configMapRef] as const) : (['Secret', secretRef] as const);
    if (ref?.name === undefined || ref.optional === true) continue;
    if (keysOf(cluster, kind, namespace, ref.name) === undefined)
      return `${kind.toLowerCase()} "${ref.name}" not found`;
  }
  for (const { valueFrom } of container.env ?? []) {
    const ref = valueFrom?.secretKeyRef ?? valueFrom?.configMapKeyRef;
    if (ref?.name === undefined || ref.optional === true) continue;
    const kind = valueFrom?.secretKeyRef === undefined ? 'ConfigMap' : 'Secret';
    const keys = keysOf(cluster, kind, namespace, ref.name);
    if (keys === undefined) return `${kind.toLowerCase()} "${ref.name}" not found`;
    if (!keys.includes(ref.key ?? '')) return `couldn't find key ${ref.key} in ${kind} ${namespace}/${ref.name}`;
  }
  return undefined;
}

function keysOf(cluster: Cluster, kind: 'ConfigMap' | 'Secret', namespace: string, name: string) {
  const object: { readonly keys?: readonly string[] | undefined } | undefined = cluster.get(kind, namespace, name);
  if (object === undefined) return undefined;
  const data: unknown = Reflect.get(object, 'data');
  return object.keys ?? Object.keys(typeof data === 'object' && data !== null ? data : {});
}
