import type { KubeObject, ObjectOf, Pod } from '../../src/kube/object.ts';
import { createAdmission } from './model/admission.ts';
import {
  CHANGED,
  type Cluster,
  clusterOf,
  condition,
  INSTALLED,
  LONG_AGO,
  metadataOf,
  type Raw,
} from './model/cluster.ts';
import { spread } from './model/daemon-sets.ts';
import { deploy, type Setting } from './model/deployments.ts';
import { schedule } from './model/jobs.ts';
import { routed, slicesOf } from './model/network.ts';
import { budgeted, scaled } from './model/scaling.ts';
import { ALLOCATABLE } from './model/scheduling.ts';
import { setUp } from './model/stateful-sets.ts';

/**
 * What a cluster makes of declared objects: pods, statuses, EndpointSlices, events.
 *
 * @param declared what was applied
 * @param before what ran until the change; absent where it was applied so from the beginning
 */
export function consequencesOf(declared: readonly KubeObject[], before?: readonly KubeObject[]): readonly Raw[] {
  const createdAt = before === undefined ? INSTALLED : LONG_AGO;
  const aged = declared.map((object) => agedBy(object, createdAt));
  const cluster = clusterOf(aged);
  const previous = before === undefined ? undefined : clusterOf(before);
  const setting: Setting = {
    cluster,
    admission: createAdmission(cluster, runningOf(previous)),
    createdAt,
    changed: before !== undefined,
  };
  const running = aged.flatMap((object) => workload(object, previous, setting));
  // What was made above has the shapes of the API.
  const pods = running.filter(({ kind }) => kind === 'Pod') as unknown as readonly Pod[];
  const rest = aged.flatMap((object) => reported(object, cluster, pods, before === undefined ? INSTALLED : CHANGED));
  return [...running, ...rest];
}

/** How many pods ran before, by namespace. */
function runningOf(previous: Cluster | undefined): ReadonlyMap<string, number> {
  const workloads = [...(previous?.all('Deployment') ?? []), ...(previous?.all('StatefulSet') ?? [])];
  const own = workloads.filter(({ metadata }) => metadata.namespace === 'shop');
  return new Map([['shop', own.reduce((sum, { spec }) => sum + (spec?.replicas ?? 1), 0)]]);
}

/** The cluster's own objects are old in any case. */
function agedBy(object: KubeObject, createdAt: string): KubeObject {
  const { namespace, name } = object.metadata;
  const born = namespace === 'shop' ? createdAt : LONG_AGO;
  const metadata = { ...metadataOf(object.kind ?? '', namespace ?? null, name, born), ...object.metadata };
  return { ...object, metadata } as KubeObject;
}

function workload(object: KubeObject, previous: Cluster | undefined, setting: Setting): readonly Raw[] {
  const { namespace = '', name } = object.metadata;
  const own = namespace === 'shop' ? setting : { ...setting, createdAt: LONG_AGO, changed: true };
  switch (object.kind) {
    case 'Deployment': {
      const now = object as ObjectOf<'Deployment'>;
      return deploy(now, namespace === 'shop' ? previous?.get('Deployment', namespace, name) : now, own);
    }
    case 'DaemonSet':
      return spread(object as ObjectOf<'DaemonSet'>, own);
    case 'StatefulSet':
      return setUp(object as ObjectOf<'StatefulSet'>, previous?.get('StatefulSet', namespace, name), own);
    case 'CronJob':
      return schedule(object as ObjectOf<'CronJob'>, own);
    default:
      return [];
  }
}

function reported(object: KubeObject, cluster: Cluster, pods: readonly Pod[], at: string): readonly Raw[] {
  switch (object.kind) {
    case 'Deployment':
    case 'DaemonSet':
    case 'StatefulSet':
    case 'CronJob':
      return [];
    case 'Service':
      return [raw(object), ...slicesOf(object as ObjectOf<'Service'>, pods, LONG_AGO)];
    case 'Ingress':
      return [routed(object as ObjectOf<'Ingress'>, cluster)];
    case 'HorizontalPodAutoscaler':
      return scaled(object as ObjectOf<'HorizontalPodAutoscaler'>, cluster, pods, at);
    case 'PodDisruptionBudget':
      return [budgeted(object as ObjectOf<'PodDisruptionBudget'>, cluster, pods, at)];
    case 'ResourceQuota':
      return [counted(object as ObjectOf<'ResourceQuota'>, pods)];
    case 'Node':
      return [ready(object)];
    case 'Secret':
      return [noted(object as ObjectOf<'Secret'>)];
    default:
      return [raw(object)];
  }
}

const raw = (object: KubeObject): Raw => ({ ...object });

/** Accounts for registries are read out of pull secrets alone. */
function noted({ registries, ...secret }: ObjectOf<'Secret'>): Raw {
  return secret.type === 'kubernetes.io/dockerconfigjson' ? { ...secret, registries } : secret;
}

function counted(quota: ObjectOf<'ResourceQuota'>, pods: readonly Pod[]): Raw {
  const own = pods.filter(
    ({ metadata, status }) =>
      metadata.namespace === quota.metadata.namespace && status?.phase !== 'Succeeded' && status?.phase !== 'Failed',
  );
  const hard = quota.spec?.hard ?? {};
  const used = Object.fromEntries(
    Object.keys(hard).map((resource) => [resource, resource === 'pods' ? String(own.length) : '1Gi']),
  );
  return { ...quota, status: { hard, used } };
}

function ready(node: KubeObject): Raw {
  return {
    ...node,
    status: {
      allocatable: ALLOCATABLE,
      capacity: ALLOCATABLE,
      conditions: [
        condition('Ready', true, LONG_AGO, 'KubeletReady', 'kubelet is posting ready status'),
        ...['MemoryPressure', 'DiskPressure', 'PIDPressure'].map((type) => condition(type, false, LONG_AGO)),
      ],
      nodeInfo: {
        kubeletVersion: 'v1.34.4',
        architecture: 'amd64',
        operatingSystem: 'linux',
        containerRuntimeVersion: 'containerd://2.1.4',
      },
    },
  };
}
