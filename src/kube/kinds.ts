import type { Kind } from './object.ts';

/** Where the API serves a kind, and the names that kubectl's users know it by. */
export interface KindInfo {
  readonly kind: Kind;
  /** `v1` or `group/version`. */
  readonly apiVersion: string;
  /** The plural name in the REST path. */
  readonly resource: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  /** Listed as metadata only: its values must never be read. */
  readonly metadataOnly: boolean;
  /**
   * - `always`: every API server lists it.
   * - `extension`: only where something was installed that serves it; a server that lacks its group has none.
   * - `observed`: made by us of what is no object of the API; nothing lists it.
   * - `any`: custom resources of all kinds that are not in this catalogue, each under its own name.
   */
  readonly source: 'always' | 'extension' | 'observed' | 'any';
}

function kind(
  name: Kind,
  apiVersion: string,
  resource: string,
  scope: 'namespaced' | 'cluster',
  shortNames: readonly string[] = [],
): KindInfo {
  const metadataOnly = name === 'Secret' || name === 'ConfigMap';
  return {
    kind: name,
    apiVersion,
    resource,
    namespaced: scope === 'namespaced',
    shortNames,
    metadataOnly,
    source: 'always',
  };
}

function extension(...parts: Parameters<typeof kind>): KindInfo {
  return { ...kind(...parts), source: 'extension' };
}

/** Every kind that a snapshot may hold, with the short names of `kubectl api-resources`. */
export const KINDS: Readonly<Record<Kind, KindInfo>> = {
  APIService: kind('APIService', 'apiregistration.k8s.io/v1', 'apiservices', 'cluster'),
  Application: extension('Application', 'argoproj.io/v1alpha1', 'applications', 'namespaced', ['app', 'apps']),
  Bucket: extension('Bucket', 'source.toolkit.fluxcd.io/v1', 'buckets', 'namespaced'),
  CSIDriver: kind('CSIDriver', 'storage.k8s.io/v1', 'csidrivers', 'cluster'),
  CSINode: kind('CSINode', 'storage.k8s.io/v1', 'csinodes', 'cluster'),
  CatalogSource: extension('CatalogSource', 'operators.coreos.com/v1alpha1', 'catalogsources', 'namespaced', [
    'catsrc',
  ]),
  Certificate: extension('Certificate', 'cert-manager.io/v1', 'certificates', 'namespaced', ['cert', 'certs']),
  CertificateRequest: extension('CertificateRequest', 'cert-manager.io/v1', 'certificaterequests', 'namespaced', [
    'cr',
    'crs',
  ]),
  CertificateSigningRequest: kind(
    'CertificateSigningRequest',
    'certificates.k8s.io/v1',
    'certificatesigningrequests',
    'cluster',
    ['csr'],
  ),
  Challenge: extension('Challenge', 'acme.cert-manager.io/v1', 'challenges', 'namespaced'),
  ClusterCatalog: extension('ClusterCatalog', 'olm.operatorframework.io/v1', 'clustercatalogs', 'cluster'),
  ClusterExtension: extension('ClusterExtension', 'olm.operatorframework.io/v1', 'clusterextensions', 'cluster'),
  ClusterIssuer: extension('ClusterIssuer', 'cert-manager.io/v1', 'clusterissuers', 'cluster'),
  ClusterPolicyReport: extension('ClusterPolicyReport', 'wgpolicyk8s.io/v1alpha2', 'clusterpolicyreports', 'cluster', [
    'cpolr',
  ]),
  ClusterRole: kind('ClusterRole', 'rbac.authorization.k8s.io/v1', 'clusterroles', 'cluster'),
  ClusterRoleBinding: kind('ClusterRoleBinding', 'rbac.authorization.k8s.io/v1', 'clusterrolebindings', 'cluster'),
  ClusterSecretStore: extension('ClusterSecretStore', 'external-secrets.io/v1', 'clustersecretstores', 'cluster', [
    'css',
  ]),
  ClusterServiceVersion: extension(
    'ClusterServiceVersion',
    'operators.coreos.com/v1alpha1',
    'clusterserviceversions',
    'namespaced',
    ['csv', 'csvs'],
  ),
  ConfigMap: kind('ConfigMap', 'v1', 'configmaps', 'namespaced', ['cm']),
  ContainerLog: { ...kind('ContainerLog', 'mekhanikube.io/v1', 'containerlogs', 'namespaced'), source: 'observed' },
  ControlPlane: { ...kind('ControlPlane', 'mekhanikube.io/v1', 'controlplanes', 'cluster'), source: 'observed' },
  ControllerRevision: kind('ControllerRevision', 'apps/v1', 'controllerrevisions', 'namespaced'),
  CronJob: kind('CronJob', 'batch/v1', 'cronjobs', 'namespaced', ['cj']),
  CustomResource: { ...kind('CustomResource', 'mekhanikube.io/v1', 'customresources', 'namespaced'), source: 'any' },
  CustomResourceDefinition: kind(
    'CustomResourceDefinition',
    'apiextensions.k8s.io/v1',
    'customresourcedefinitions',
    'cluster',
    ['crd', 'crds'],
  ),
  DaemonSet: kind('DaemonSet', 'apps/v1', 'daemonsets', 'namespaced', ['ds']),
  Deployment: kind('Deployment', 'apps/v1', 'deployments', 'namespaced', ['deploy']),
  EndpointSlice: kind('EndpointSlice', 'discovery.k8s.io/v1', 'endpointslices', 'namespaced'),
  Event: kind('Event', 'v1', 'events', 'namespaced', ['ev']),
  ExternalSecret: extension('ExternalSecret', 'external-secrets.io/v1', 'externalsecrets', 'namespaced', ['es']),
  GRPCRoute: extension('GRPCRoute', 'gateway.networking.k8s.io/v1', 'grpcroutes', 'namespaced'),
  Gateway: extension('Gateway', 'gateway.networking.k8s.io/v1', 'gateways', 'namespaced', ['gtw']),
  GatewayClass: extension('GatewayClass', 'gateway.networking.k8s.io/v1', 'gatewayclasses', 'cluster', ['gc']),
  GitRepository: extension('GitRepository', 'source.toolkit.fluxcd.io/v1', 'gitrepositories', 'namespaced', [
    'gitrepo',
  ]),
  HTTPRoute: extension('HTTPRoute', 'gateway.networking.k8s.io/v1', 'httproutes', 'namespaced'),
  HelmChart: extension('HelmChart', 'source.toolkit.fluxcd.io/v1', 'helmcharts', 'namespaced'),
  HelmRelease: extension('HelmRelease', 'helm.toolkit.fluxcd.io/v2', 'helmreleases', 'namespaced', ['hr']),
  HelmRepository: extension('HelmRepository', 'source.toolkit.fluxcd.io/v1', 'helmrepositories', 'namespaced', [
    'helmrepo',
  ]),
  HorizontalPodAutoscaler: kind('HorizontalPodAutoscaler', 'autoscaling/v2', 'horizontalpodautoscalers', 'namespaced', [
    'hpa',
  ]),
  Ingress: kind('Ingress', 'networking.k8s.io/v1', 'ingresses', 'namespaced', ['ing']),
  IngressClass: kind('IngressClass', 'networking.k8s.io/v1', 'ingressclasses', 'cluster'),
  InstallPlan: extension('InstallPlan', 'operators.coreos.com/v1alpha1', 'installplans', 'namespaced', ['ip']),
  Issuer: extension('Issuer', 'cert-manager.io/v1', 'issuers', 'namespaced'),
  Job: kind('Job', 'batch/v1', 'jobs', 'namespaced'),
  Kustomization: extension('Kustomization', 'kustomize.toolkit.fluxcd.io/v1', 'kustomizations', 'namespaced', ['ks']),
  Lease: kind('Lease', 'coordination.k8s.io/v1', 'leases', 'namespaced'),
  LimitRange: kind('LimitRange', 'v1', 'limitranges', 'namespaced', ['limits']),
  MutatingWebhookConfiguration: kind(
    'MutatingWebhookConfiguration',
    'admissionregistration.k8s.io/v1',
    'mutatingwebhookconfigurations',
    'cluster',
  ),
  Namespace: kind('Namespace', 'v1', 'namespaces', 'cluster', ['ns']),
  NetworkPolicy: kind('NetworkPolicy', 'networking.k8s.io/v1', 'networkpolicies', 'namespaced', ['netpol']),
  Node: kind('Node', 'v1', 'nodes', 'cluster', ['no']),
  NodeClaim: extension('NodeClaim', 'karpenter.sh/v1', 'nodeclaims', 'cluster'),
  NodeMetrics: extension('NodeMetrics', 'metrics.k8s.io/v1beta1', 'nodes', 'cluster'),
  NodePool: extension('NodePool', 'karpenter.sh/v1', 'nodepools', 'cluster'),
  OCIRepository: extension('OCIRepository', 'source.toolkit.fluxcd.io/v1', 'ocirepositories', 'namespaced', [
    'ocirepo',
  ]),
  OperatorGroup: extension('OperatorGroup', 'operators.coreos.com/v1', 'operatorgroups', 'namespaced', ['og']),
  Order: extension('Order', 'acme.cert-manager.io/v1', 'orders', 'namespaced'),
  PersistentVolume: kind('PersistentVolume', 'v1', 'persistentvolumes', 'cluster', ['pv']),
  PersistentVolumeClaim: kind('PersistentVolumeClaim', 'v1', 'persistentvolumeclaims', 'namespaced', ['pvc']),
  Pod: kind('Pod', 'v1', 'pods', 'namespaced', ['po']),
  PodDisruptionBudget: kind('PodDisruptionBudget', 'policy/v1', 'poddisruptionbudgets', 'namespaced', ['pdb']),
  PodMetrics: extension('PodMetrics', 'metrics.k8s.io/v1beta1', 'pods', 'namespaced'),
  PolicyReport: extension('PolicyReport', 'wgpolicyk8s.io/v1alpha2', 'policyreports', 'namespaced', ['polr']),
  PriorityClass: kind('PriorityClass', 'scheduling.k8s.io/v1', 'priorityclasses', 'cluster', ['pc']),
  ReferenceGrant: extension('ReferenceGrant', 'gateway.networking.k8s.io/v1beta1', 'referencegrants', 'namespaced', [
    'refgrant',
  ]),
  ReplicaSet: kind('ReplicaSet', 'apps/v1', 'replicasets', 'namespaced', ['rs']),
  ResourceClaim: extension('ResourceClaim', 'resource.k8s.io/v1', 'resourceclaims', 'namespaced'),
  ResourceQuota: kind('ResourceQuota', 'v1', 'resourcequotas', 'namespaced', ['quota']),
  Role: kind('Role', 'rbac.authorization.k8s.io/v1', 'roles', 'namespaced'),
  RoleBinding: kind('RoleBinding', 'rbac.authorization.k8s.io/v1', 'rolebindings', 'namespaced'),
  RuntimeClass: kind('RuntimeClass', 'node.k8s.io/v1', 'runtimeclasses', 'cluster'),
  ScaledObject: extension('ScaledObject', 'keda.sh/v1alpha1', 'scaledobjects', 'namespaced', ['so']),
  Secret: kind('Secret', 'v1', 'secrets', 'namespaced'),
  SecretStore: extension('SecretStore', 'external-secrets.io/v1', 'secretstores', 'namespaced', ['ss']),
  Service: kind('Service', 'v1', 'services', 'namespaced', ['svc']),
  ServiceAccount: kind('ServiceAccount', 'v1', 'serviceaccounts', 'namespaced', ['sa']),
  StatefulSet: kind('StatefulSet', 'apps/v1', 'statefulsets', 'namespaced', ['sts']),
  StorageClass: kind('StorageClass', 'storage.k8s.io/v1', 'storageclasses', 'cluster', ['sc']),
  Subscription: extension('Subscription', 'operators.coreos.com/v1alpha1', 'subscriptions', 'namespaced', [
    'sub',
    'subs',
  ]),
  TCPRoute: extension('TCPRoute', 'gateway.networking.k8s.io/v1alpha2', 'tcproutes', 'namespaced'),
  TLSRoute: extension('TLSRoute', 'gateway.networking.k8s.io/v1alpha2', 'tlsroutes', 'namespaced'),
  UDPRoute: extension('UDPRoute', 'gateway.networking.k8s.io/v1alpha2', 'udproutes', 'namespaced'),
  ValidatingAdmissionPolicy: kind(
    'ValidatingAdmissionPolicy',
    'admissionregistration.k8s.io/v1',
    'validatingadmissionpolicies',
    'cluster',
  ),
  ValidatingAdmissionPolicyBinding: kind(
    'ValidatingAdmissionPolicyBinding',
    'admissionregistration.k8s.io/v1',
    'validatingadmissionpolicybindings',
    'cluster',
  ),
  ValidatingWebhookConfiguration: kind(
    'ValidatingWebhookConfiguration',
    'admissionregistration.k8s.io/v1',
    'validatingwebhookconfigurations',
    'cluster',
  ),
  VerticalPodAutoscaler: extension(
    'VerticalPodAutoscaler',
    'autoscaling.k8s.io/v1',
    'verticalpodautoscalers',
    'namespaced',
    ['vpa'],
  ),
  VolumeAttachment: kind('VolumeAttachment', 'storage.k8s.io/v1', 'volumeattachments', 'cluster'),
  VolumeSnapshot: extension('VolumeSnapshot', 'snapshot.storage.k8s.io/v1', 'volumesnapshots', 'namespaced', ['vs']),
  VolumeSnapshotContent: extension(
    'VolumeSnapshotContent',
    'snapshot.storage.k8s.io/v1',
    'volumesnapshotcontents',
    'cluster',
    ['vsc'],
  ),
  // Called after the right that it takes to see it.
  VolumeUsage: { ...kind('VolumeUsage', 'mekhanikube.io/v1', 'nodes/proxy', 'namespaced'), source: 'observed' },
};

/** True for the name of a kind in this catalogue, spelt as the API spells it. */
export function isKind(name: string): name is Kind {
  return Object.hasOwn(KINDS, name);
}

/** All kinds, in alphabetical order. */
export const ALL_KINDS: readonly Kind[] = Object.keys(KINDS).filter(isKind);

/** What every server has comes last, and so wins: metrics are served under the names of pods and nodes. */
const BY_NAME: ReadonlyMap<string, KindInfo> = new Map(
  Object.values(KINDS)
    .filter(({ source }) => source !== 'observed' && source !== 'any')
    .sort((left, right) => Number(left.source === 'always') - Number(right.source === 'always'))
    .flatMap((info) => namesOf(info).map((name) => [name, info] as const)),
);

function namesOf({ kind: name, apiVersion, resource, shortNames }: KindInfo): readonly string[] {
  const singular = name.toLowerCase();
  const group = groupOf(apiVersion);
  const names = [singular, resource, ...shortNames];
  return group === '' ? names : [...names, `${resource}.${group}`, `${singular}.${group}`];
}

/** Every name by which a kind can be called, for "did you mean". */
export const KIND_NAMES: readonly string[] = [...BY_NAME.keys(), ...ALL_KINDS];

/** Finds a kind as kubectl does: kind, plural, singular or short name, in any case, with or without its group. */
export function kindByName(name: string): KindInfo | undefined {
  return BY_NAME.get(name.toLowerCase());
}

/** The API group of an `apiVersion`; empty for the core group. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** The catalogue's entry for an object, or undefined for a kind of another group or an unknown one. */
export function kindOf(apiVersion: string, name: string): KindInfo | undefined {
  if (!isKind(name)) return undefined;
  const info = KINDS[name];
  return groupOf(info.apiVersion) === groupOf(apiVersion) ? info : undefined;
}
