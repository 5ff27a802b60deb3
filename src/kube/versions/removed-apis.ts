/** A version of an API that a release of Kubernetes no longer serves. */
export interface RemovedApi {
  readonly apiVersion: string;
  readonly kind: string;
  /** The plural name in the REST path. */
  readonly resource: string;
  /** The minor version without it: 37 for 1.37. */
  readonly removedIn: number;
  /** What to write instead. */
  readonly replacement: string;
}

function removed(
  removedIn: number,
  from: string,
  to: string,
  kinds: Readonly<Record<string, string>>,
): readonly RemovedApi[] {
  return Object.entries(kinds).map(([kind, resource]) => ({
    apiVersion: from,
    kind,
    resource,
    removedIn,
    replacement: to,
  }));
}

const FLOW = { FlowSchema: 'flowschemas', PriorityLevelConfiguration: 'prioritylevelconfigurations' };
const DEVICES = {
  DeviceClass: 'deviceclasses',
  ResourceClaim: 'resourceclaims',
  ResourceClaimTemplate: 'resourceclaimtemplates',
  ResourceSlice: 'resourceslices',
};

/**
 * Versions of stored kinds that releases from 1.22 on no longer serve, as known in November 2026 (up to 1.42).
 *
 * @see https://kubernetes.io/docs/reference/using-api/deprecation-guide/
 */
const REMOVED_APIS: readonly RemovedApi[] = [
  ...removed(22, 'admissionregistration.k8s.io/v1beta1', 'admissionregistration.k8s.io/v1', {
    MutatingWebhookConfiguration: 'mutatingwebhookconfigurations',
    ValidatingWebhookConfiguration: 'validatingwebhookconfigurations',
  }),
  ...removed(22, 'apiextensions.k8s.io/v1beta1', 'apiextensions.k8s.io/v1', {
    CustomResourceDefinition: 'customresourcedefinitions',
  }),
  ...removed(22, 'apiregistration.k8s.io/v1beta1', 'apiregistration.k8s.io/v1', { APIService: 'apiservices' }),
  ...removed(22, 'extensions/v1beta1', 'networking.k8s.io/v1', { Ingress: 'ingresses' }),
  ...removed(22, 'networking.k8s.io/v1beta1', 'networking.k8s.io/v1', {
    Ingress: 'ingresses',
    IngressClass: 'ingressclasses',
  }),
  ...removed(22, 'rbac.authorization.k8s.io/v1beta1', 'rbac.authorization.k8s.io/v1', {
    ClusterRole: 'clusterroles',
    ClusterRoleBinding: 'clusterrolebindings',
    Role: 'roles',
    RoleBinding: 'rolebindings',
  }),
  ...removed(22, 'scheduling.k8s.io/v1beta1', 'scheduling.k8s.io/v1', { PriorityClass: 'priorityclasses' }),
  ...removed(22, 'storage.k8s.io/v1beta1', 'storage.k8s.io/v1', {
    CSIDriver: 'csidrivers',
    StorageClass: 'storageclasses',
  }),
  ...removed(25, 'autoscaling/v2beta1', 'autoscaling/v2', { HorizontalPodAutoscaler: 'horizontalpodautoscalers' }),
  ...removed(25, 'batch/v1beta1', 'batch/v1', { CronJob: 'cronjobs' }),
  ...removed(25, 'discovery.k8s.io/v1beta1', 'discovery.k8s.io/v1', { EndpointSlice: 'endpointslices' }),
  ...removed(25, 'node.k8s.io/v1beta1', 'node.k8s.io/v1', { RuntimeClass: 'runtimeclasses' }),
  ...removed(25, 'policy/v1beta1', 'policy/v1', { PodDisruptionBudget: 'poddisruptionbudgets' }),
  ...removed(26, 'autoscaling/v2beta2', 'autoscaling/v2', { HorizontalPodAutoscaler: 'horizontalpodautoscalers' }),
  ...removed(26, 'flowcontrol.apiserver.k8s.io/v1beta1', 'flowcontrol.apiserver.k8s.io/v1', FLOW),
  ...removed(27, 'storage.k8s.io/v1beta1', 'storage.k8s.io/v1', { CSIStorageCapacity: 'csistoragecapacities' }),
  ...removed(29, 'flowcontrol.apiserver.k8s.io/v1beta2', 'flowcontrol.apiserver.k8s.io/v1', FLOW),
  ...removed(32, 'flowcontrol.apiserver.k8s.io/v1beta3', 'flowcontrol.apiserver.k8s.io/v1', FLOW),
  ...removed(34, 'admissionregistration.k8s.io/v1beta1', 'admissionregistration.k8s.io/v1', {
    ValidatingAdmissionPolicy: 'validatingadmissionpolicies',
    ValidatingAdmissionPolicyBinding: 'validatingadmissionpolicybindings',
  }),
  ...removed(37, 'networking.k8s.io/v1beta1', 'networking.k8s.io/v1', {
    IPAddress: 'ipaddresses',
    ServiceCIDR: 'servicecidrs',
  }),
  ...removed(37, 'storage.k8s.io/v1beta1', 'storage.k8s.io/v1', { VolumeAttributesClass: 'volumeattributesclasses' }),
  ...removed(38, 'resource.k8s.io/v1beta1', 'resource.k8s.io/v1', DEVICES),
  ...removed(39, 'resource.k8s.io/v1beta2', 'resource.k8s.io/v1', DEVICES),
  ...removed(40, 'admissionregistration.k8s.io/v1beta1', 'admissionregistration.k8s.io/v1', {
    MutatingAdmissionPolicy: 'mutatingadmissionpolicies',
    MutatingAdmissionPolicyBinding: 'mutatingadmissionpolicybindings',
  }),
];

/** The minor version in `1.35`, `v1.35.2` or `1.35+`; undefined where it is none of major version 1. */
export function minorOf(version: string | null | undefined): number | undefined {
  const minor = /^v?1\.(\d{1,3})(?:[.+-]|$)/.exec(version ?? '')?.[1];
  return minor === undefined ? undefined : Number(minor);
}

/** What an upgrade takes away: served now, gone then. */
export function removedBetween(from: number, to: number): readonly RemovedApi[] {
  return REMOVED_APIS.filter(({ removedIn }) => removedIn > from && removedIn <= to);
}

/** What to write instead of a version that is removed. */
export function replacementOf(apiVersion: string, kind: string): RemovedApi | undefined {
  return REMOVED_APIS.find((one) => one.apiVersion === apiVersion && one.kind === kind);
}
