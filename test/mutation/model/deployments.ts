import type { ObjectOf, PodSpec } from '../../../src/kube/object.ts';
import type { Admission } from './admission.ts';
import { after, CHANGED, type Cluster, condition, hashOf, LONG_AGO, metadataOf, ownedBy, type Raw } from './cluster.ts';
import { eventOf } from './event.ts';
import { type Made, makePod } from './pods.ts';

type Deployment = ObjectOf<'Deployment'>;

export interface Setting {
  readonly cluster: Cluster;
  readonly admission: Admission;
  /** When the application was made. */
  readonly createdAt: string;
  /** True where it ran well until the change. */
  readonly changed: boolean;
}

interface Revision {
  readonly set: Raw;
  readonly pods: readonly Made[];
  readonly refusal: string | undefined;
  readonly extra: readonly Raw[];
}

/** A Deployment with its ReplicaSets and pods: with a new template that does not start, the old pods stay. */
export function deploy(now: Deployment, before: Deployment | undefined, setting: Setting): readonly Raw[] {
  const isChanged = before !== undefined && hashOf(before.spec?.template) !== hashOf(now.spec?.template);
  const replicas = now.spec?.replicas ?? 1;
  const paused = now.spec?.paused === true;
  if (!isChanged || paused) {
    // What is added to those that run is new.
    const kept = before === undefined ? 0 : (before.spec?.replicas ?? 1);
    const only = revise(now, now, replicas, 1, setting.createdAt, kept, setting);
    return [statusOf(now, [only], setting.createdAt, setting), ...flat(only)];
  }
  const old = revise(now, before, replicas, 1, LONG_AGO, replicas, setting);
  // 25% of so few: one more at a time, and none less.
  const first = revise(now, now, 1, 2, CHANGED, 0, setting);
  if (!first.pods.every(({ ready }) => ready) || first.refusal !== undefined)
    return [statusOf(now, [old, first], CHANGED, setting), ...flat(old), ...flat(first)];
  const rest = revise(now, now, replicas, 2, CHANGED, 0, setting);
  const emptied = revise(now, before, 0, 1, LONG_AGO, 0, setting);
  return [statusOf(now, [emptied, rest], CHANGED, setting), ...flat(emptied), ...flat(rest)];
}

function flat({ set, pods, extra }: Revision): readonly Raw[] {
  return [set, ...pods.flatMap(({ pod, events }) => [pod, ...events]), ...extra];
}

function revise(
  deployment: Deployment,
  { spec }: Deployment,
  replicas: number,
  revision: number,
  createdAt: string,
  kept: number,
  { cluster, admission, changed }: Setting,
): Revision {
  const hash = hashOf(spec?.template);
  const { namespace = '', name } = deployment.metadata;
  const labels = { ...spec?.template?.metadata?.labels, 'pod-template-hash': hash };
  const set: Raw = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      ...metadataOf('ReplicaSet', namespace, `${name}-${hash}`, createdAt),
      labels,
      annotations: { 'deployment.kubernetes.io/revision': String(revision) },
      ownerReferences: ownedBy(deployment),
    },
    spec: { replicas, selector: { matchLabels: labels }, template: { ...spec?.template, metadata: { labels } } },
  };
  const pods: Made[] = [];
  let refusal: string | undefined;
  for (let index = 0; index < replicas && refusal === undefined; index++) {
    const podName = `${name}-${hash}-${hashOf([index, createdAt]).slice(0, 5)}`;
    const podSpec: PodSpec = spec?.template?.spec ?? { containers: [] };
    const old = index < kept;
    if (!old) refusal = admission.refusal(namespace, podName, podSpec);
    if (refusal !== undefined) break;
    pods.push(
      makePod(
        { owner: set, namespace, name: podName, labels, spec: podSpec, createdAt, index, pulled: changed, old },
        cluster,
      ),
    );
  }
  const ready = pods.filter((pod) => pod.ready).length;
  const failure =
    refusal === undefined
      ? {}
      : { conditions: [condition('ReplicaFailure', true, createdAt, 'FailedCreate', refusal)] };
  const status = {
    replicas: pods.length,
    fullyLabeledReplicas: pods.length,
    readyReplicas: ready,
    availableReplicas: ready,
    observedGeneration: 1,
    ...failure,
  };
  const event =
    refusal === undefined
      ? []
      : [eventOf(set, 'FailedCreate', `Error creating: ${refusal}`, { by: 'replicaset-controller', at: createdAt })];
  return { set: { ...set, status }, pods, refusal, extra: event };
}

function statusOf(deployment: Deployment, revisions: readonly Revision[], at: string, { createdAt }: Setting): Raw {
  const newest = revisions.at(-1);
  const pods = revisions.flatMap((revision) => revision.pods);
  const ready = pods.filter((pod) => pod.ready).length;
  const replicas = deployment.spec?.replicas ?? 1;
  const done = newest?.pods.length === replicas && newest.pods.every((pod) => pod.ready);
  const enough = ready >= replicas;
  const setName = (newest?.set['metadata'] as { name: string } | undefined)?.name;
  const failure = newest?.refusal;
  return {
    ...deployment,
    metadata: {
      ...deployment.metadata,
      ...metadataOf('Deployment', deployment.metadata.namespace ?? '', deployment.metadata.name, createdAt),
    },
    status: {
      observedGeneration: 1,
      replicas: pods.length,
      updatedReplicas: newest?.pods.length ?? 0,
      readyReplicas: ready,
      availableReplicas: ready,
      unavailableReplicas: Math.max(pods.length, replicas) - ready,
      conditions: [
        enough
          ? condition('Available', true, createdAt, 'MinimumReplicasAvailable', 'Deployment has minimum availability.')
          : condition(
              'Available',
              false,
              at,
              'MinimumReplicasUnavailable',
              'Deployment does not have minimum availability.',
            ),
        done
          ? condition(
              'Progressing',
              true,
              at,
              'NewReplicaSetAvailable',
              `ReplicaSet "${setName}" has successfully progressed.`,
            )
          : condition(
              'Progressing',
              false,
              after(at, 601),
              'ProgressDeadlineExceeded',
              `ReplicaSet "${setName}" has timed out progressing.`,
            ),
        ...(failure === undefined ? [] : [condition('ReplicaFailure', true, at, 'FailedCreate', failure)]),
      ],
    },
  };
}
