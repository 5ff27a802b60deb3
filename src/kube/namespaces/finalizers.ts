import { groupOf, isKind, KINDS } from '../kinds.ts';
import type { KubeObject } from '../object.ts';

/** The kinds that are judged when they cannot be deleted; pods, namespaces, volumes and definitions have checks of their own. */
export const FINALIZED_KINDS = [
  'APIService',
  'Application',
  'Certificate',
  'ConfigMap',
  'CronJob',
  'CustomResource',
  'DaemonSet',
  'Deployment',
  'Gateway',
  'HTTPRoute',
  'HelmRelease',
  'Ingress',
  'Job',
  'Kustomization',
  'Node',
  'NodeClaim',
  'ReplicaSet',
  'Secret',
  'Service',
  'ServiceAccount',
  'StatefulSet',
  'VolumeSnapshot',
  'VolumeSnapshotContent',
] as const;

const KEEPERS: readonly (readonly [RegExp, string])[] = [
  [/^(foregroundDeletion|orphan)$/, "of Kubernetes' garbage collector"],
  [/^service\.kubernetes\.io\//, 'of the cloud controller or the load balancer controller'],
  [/^(ingress|service|elbv2)\.k8s\.aws\//, 'of the AWS load balancer controller'],
  [/^networking\.gke\.io\//, 'of the GKE ingress controller'],
  [/^snapshot\.storage\.kubernetes\.io\//, 'of the snapshot controller'],
  [/argocd\.argoproj\.io/, 'of Argo CD'],
  [/^finalizers\.fluxcd\.io$/, 'of Flux'],
  [/^karpenter\.sh\//, 'of Karpenter'],
  [/^keda\.sh|^finalizer\.keda\.sh$/, 'of KEDA'],
  [/cattle\.io/, 'of Rancher'],
  [/^batch\.kubernetes\.io\//, 'of the job controller'],
];

/** Whose finalizer this is, where that is known: `of Argo CD`. */
export function keepsFor(finalizer: string): string | null {
  return KEEPERS.find(([pattern]) => pattern.test(finalizer))?.[1] ?? null;
}

/** Of some objects those that are being deleted and wait for a finalizer. */
export function stuckObjects(objects: readonly KubeObject[]): readonly KubeObject[] {
  return objects.filter(
    ({ metadata }) => metadata.deletionTimestamp !== undefined && (metadata.finalizers ?? []).length > 0,
  );
}

/** A kind as the namespace controller names it: `configmaps`, `deployments.apps`. */
export function resourceOf(kind: string): string {
  if (!isKind(kind)) return kind;
  const group = groupOf(KINDS[kind].apiVersion);
  return group === '' ? KINDS[kind].resource : `${KINDS[kind].resource}.${group}`;
}
