import type { KubeObject, ObjectOf } from '../../../src/kube/object.ts';
import { CHANGED, clusterOf, hashOf, metadataOf, type Raw } from './cluster.ts';
import type { Setting } from './deployments.ts';
import { eventOf } from './event.ts';
import { makePod } from './pods.ts';
import { claimsOf } from './storage.ts';

type StatefulSet = ObjectOf<'StatefulSet'>;

/** A StatefulSet of one with its claims: with a new template, its pod is replaced, and there is none beside it. */
export function setUp(now: StatefulSet, before: StatefulSet | undefined, setting: Setting): readonly Raw[] {
  const isChanged = before !== undefined && hashOf(before.spec?.template) !== hashOf(now.spec?.template);
  const runs = before !== undefined && !isChanged;
  const createdAt = isChanged ? CHANGED : setting.createdAt;
  const { namespace = '', name } = now.metadata;
  const claims = claimsOf(now, setting.cluster, setting.createdAt, before !== undefined);
  // A pod finds the claims beside what was declared.
  const cluster = clusterOf([...declared(setting), ...(claims as unknown as readonly KubeObject[])]);
  const revision = `${name}-${hashOf(now.spec?.template)}`;
  const template = now.spec?.template;
  const volumes = (now.spec?.volumeClaimTemplates ?? []).map(({ metadata }) => ({
    name: metadata?.name ?? '',
    persistentVolumeClaim: { claimName: `${metadata?.name}-${name}-0` },
  }));
  const spec = {
    ...template?.spec,
    containers: template?.spec?.containers ?? [],
    volumes: [...(template?.spec?.volumes ?? []), ...volumes],
  };
  const labels = {
    ...template?.metadata?.labels,
    'controller-revision-hash': revision,
    'statefulset.kubernetes.io/pod-name': `${name}-0`,
    'apps.kubernetes.io/pod-index': '0',
  };
  const set: Raw = {
    ...now,
    metadata: { ...now.metadata, ...metadataOf('StatefulSet', namespace, name, setting.createdAt) },
  };
  const wanted = now.spec?.replicas ?? 1;
  const refusal = runs || wanted === 0 ? undefined : setting.admission.refusal(namespace, `${name}-0`, spec);
  const pod =
    refusal !== undefined || wanted === 0
      ? undefined
      : makePod(
          {
            owner: set,
            namespace,
            name: `${name}-0`,
            labels,
            spec,
            createdAt,
            index: 0,
            pulled: setting.changed,
            old: runs,
          },
          cluster,
        );
  const previous = isChanged ? `${name}-${hashOf(before.spec?.template)}` : revision;
  const ready = pod?.ready === true ? 1 : 0;
  const refused = `create Pod ${name}-0 in StatefulSet ${name} failed error: ${refusal}`;
  return [
    {
      ...set,
      status: {
        observedGeneration: 1,
        replicas: pod === undefined ? 0 : 1,
        readyReplicas: ready,
        availableReplicas: ready,
        updatedReplicas: pod === undefined ? 0 : 1,
        currentReplicas: isChanged && ready === 0 ? 0 : 1,
        currentRevision: ready === 1 ? revision : previous,
        updateRevision: revision,
      },
    },
    ...claims,
    ...(pod === undefined ? [] : [pod.pod, ...pod.events]),
    ...(refusal === undefined
      ? []
      : [eventOf(set, 'FailedCreate', refused, { by: 'statefulset-controller', at: createdAt })]),
  ];
}

function declared({ cluster }: Setting): readonly KubeObject[] {
  const kinds = [
    'Node',
    'CSINode',
    'ConfigMap',
    'Secret',
    'ServiceAccount',
    'StorageClass',
    'Namespace',
    'Service',
  ] as const;
  return kinds.flatMap((kind): readonly KubeObject[] => cluster.all(kind));
}
