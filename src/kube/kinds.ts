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
}

function kind(
  name: Kind,
  apiVersion: string,
  resource: string,
  scope: 'namespaced' | 'cluster',
  shortNames: readonly string[] = [],
): KindInfo {
  const metadataOnly = name === 'Secret' || name === 'ConfigMap';
  return { kind: name, apiVersion, resource, namespaced: scope === 'namespaced', shortNames, metadataOnly };
}

/** Every kind that a snapshot may hold, with the short names of `kubectl api-resources`. */
export const KINDS: Readonly<Record<Kind, KindInfo>> = {
  APIService: kind('APIService', 'apiregistration.k8s.io/v1', 'apiservices', 'cluster'),
  ConfigMap: kind('ConfigMap', 'v1', 'configmaps', 'namespaced', ['cm']),
  CronJob: kind('CronJob', 'batch/v1', 'cronjobs', 'namespaced', ['cj']),
  DaemonSet: kind('DaemonSet', 'apps/v1', 'daemonsets', 'namespaced', ['ds']),
  Deployment: kind('Deployment', 'apps/v1', 'deployments', 'namespaced', ['deploy']),
  EndpointSlice: kind('EndpointSlice', 'discovery.k8s.io/v1', 'endpointslices', 'namespaced'),
  Event: kind('Event', 'v1', 'events', 'namespaced', ['ev']),
  HorizontalPodAutoscaler: kind('HorizontalPodAutoscaler', 'autoscaling/v2', 'horizontalpodautoscalers', 'namespaced', [
    'hpa',
  ]),
  Ingress: kind('Ingress', 'networking.k8s.io/v1', 'ingresses', 'namespaced', ['ing']),
  IngressClass: kind('IngressClass', 'networking.k8s.io/v1', 'ingressclasses', 'cluster'),
  Job: kind('Job', 'batch/v1', 'jobs', 'namespaced'),
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
  PersistentVolume: kind('PersistentVolume', 'v1', 'persistentvolumes', 'cluster', ['pv']),
  PersistentVolumeClaim: kind('PersistentVolumeClaim', 'v1', 'persistentvolumeclaims', 'namespaced', ['pvc']),
  Pod: kind('Pod', 'v1', 'pods', 'namespaced', ['po']),
  PodDisruptionBudget: kind('PodDisruptionBudget', 'policy/v1', 'poddisruptionbudgets', 'namespaced', ['pdb']),
  PriorityClass: kind('PriorityClass', 'scheduling.k8s.io/v1', 'priorityclasses', 'cluster', ['pc']),
  ReplicaSet: kind('ReplicaSet', 'apps/v1', 'replicasets', 'namespaced', ['rs']),
  ResourceQuota: kind('ResourceQuota', 'v1', 'resourcequotas', 'namespaced', ['quota']),
  Secret: kind('Secret', 'v1', 'secrets', 'namespaced'),
  Service: kind('Service', 'v1', 'services', 'namespaced', ['svc']),
  ServiceAccount: kind('ServiceAccount', 'v1', 'serviceaccounts', 'namespaced', ['sa']),
  StatefulSet: kind('StatefulSet', 'apps/v1', 'statefulsets', 'namespaced', ['sts']),
  StorageClass: kind('StorageClass', 'storage.k8s.io/v1', 'storageclasses', 'cluster', ['sc']),
  ValidatingWebhookConfiguration: kind(
    'ValidatingWebhookConfiguration',
    'admissionregistration.k8s.io/v1',
    'validatingwebhookconfigurations',
    'cluster',
  ),
};

/** True for the name of a kind in this catalogue, spelt as the API spells it. */
export function isKind(name: string): name is Kind {
  return Object.hasOwn(KINDS, name);
}

/** All kinds, in alphabetical order. */
export const ALL_KINDS: readonly Kind[] = Object.keys(KINDS).filter(isKind);

const BY_NAME: ReadonlyMap<string, KindInfo> = new Map(
  Object.values(KINDS).flatMap((info) => {
    const singular = info.kind.toLowerCase();
    const group = info.apiVersion.includes('/') ? (info.apiVersion.split('/')[0] ?? '') : '';
    const names = [singular, info.resource, ...info.shortNames];
    if (group !== '') names.push(`${info.resource}.${group}`, `${singular}.${group}`);
    return names.map((name) => [name, info] as const);
  }),
);

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
