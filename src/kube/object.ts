import type * as k8s from '@kubernetes/client-node';

/**
 * A client type as the API really sends it: plain JSON, timestamps as RFC 3339 strings, nothing changed after
 * reading, and every field optional, since a recorded file may lack any of them.
 *
 * The client renames fields that are words of the language (`_from`); the API does not.
 */
export type Plain<T> = T extends Date
  ? string
  : T extends ReadonlyArray<infer Item>
    ? readonly Plain<Item>[]
    : T extends object
      ? { readonly [Key in keyof T as Key extends `_${infer Name}` ? Name : Key]?: Plain<T[Key]> | undefined }
      : T;

/** `metadata` as the snapshot keeps it: a name is certain, a namespace on namespaced objects too. */
export type Metadata = Omit<Plain<k8s.V1ObjectMeta>, 'name'> & { readonly name: string };

type Stored<T> = Omit<Plain<T>, 'apiVersion' | 'kind' | 'metadata'> & {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
};

/** Any object of the API, as far as all objects agree. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
}

/** A ConfigMap or Secret without values: `keys` is absent where nobody looked or was allowed to. */
export interface Keyed extends KubeObject {
  readonly type?: string;
  readonly keys?: readonly string[];
}

/** Shape of every kind that a snapshot may hold. */
export interface KindShapes {
  APIService: Stored<k8s.V1APIService>;
  ConfigMap: Keyed;
  CronJob: Stored<k8s.V1CronJob>;
  DaemonSet: Stored<k8s.V1DaemonSet>;
  Deployment: Stored<k8s.V1Deployment>;
  EndpointSlice: Stored<k8s.V1EndpointSlice>;
  Event: Stored<k8s.CoreV1Event>;
  HorizontalPodAutoscaler: Stored<k8s.V2HorizontalPodAutoscaler>;
  Ingress: Stored<k8s.V1Ingress>;
  IngressClass: Stored<k8s.V1IngressClass>;
  Job: Stored<k8s.V1Job>;
  LimitRange: Stored<k8s.V1LimitRange>;
  MutatingWebhookConfiguration: Stored<k8s.V1MutatingWebhookConfiguration>;
  Namespace: Stored<k8s.V1Namespace>;
  NetworkPolicy: Stored<k8s.V1NetworkPolicy>;
  Node: Stored<k8s.V1Node>;
  PersistentVolume: Stored<k8s.V1PersistentVolume>;
  PersistentVolumeClaim: Stored<k8s.V1PersistentVolumeClaim>;
  Pod: Stored<k8s.V1Pod>;
  PodDisruptionBudget: Stored<k8s.V1PodDisruptionBudget>;
  PriorityClass: Stored<k8s.V1PriorityClass>;
  ReplicaSet: Stored<k8s.V1ReplicaSet>;
  ResourceQuota: Stored<k8s.V1ResourceQuota>;
  Secret: Keyed;
  Service: Stored<k8s.V1Service>;
  ServiceAccount: Stored<k8s.V1ServiceAccount>;
  StatefulSet: Stored<k8s.V1StatefulSet>;
  StorageClass: Stored<k8s.V1StorageClass>;
  ValidatingWebhookConfiguration: Stored<k8s.V1ValidatingWebhookConfiguration>;
}

/** A kind that a snapshot may hold. */
export type Kind = keyof KindShapes;

export type ObjectOf<K extends Kind> = KindShapes[K];

export type Pod = KindShapes['Pod'];
export type Node = KindShapes['Node'];
export type KubeEvent = KindShapes['Event'];
export type PodSpec = NonNullable<Pod['spec']>;
export type Container = NonNullable<PodSpec['containers']>[number];
export type ContainerStatus = NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number];
export type LabelSelector = Plain<k8s.V1LabelSelector>;
export type Toleration = Plain<k8s.V1Toleration>;
export type Taint = Plain<k8s.V1Taint>;
export type NodeSelectorTerm = Plain<k8s.V1NodeSelectorTerm>;
