import type * as k8s from '@kubernetes/client-node';
import type { Json, JsonObject } from '../base/json.ts';

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

/**
 * What is wrong with the certificate and key of a TLS Secret.
 *
 * `chain-order`: the key belongs to a certificate of the chain, but not to the first, which is the one that is shown.
 */
export const TLS_PROBLEMS = [
  'no-certificate',
  'certificate-unreadable',
  'no-key',
  'key-unreadable',
  'key-encrypted',
  'key-mismatch',
  'chain-order',
] as const;

/** What a TLS Secret holds, as far as it may be told: neither key nor certificate. */
export type TlsContent =
  | (CertificateDates & {
      readonly state: 'ok';
      /** DNS names and addresses that it is for. */
      readonly hosts: readonly string[];
    })
  | { readonly state: 'malformed'; readonly problem: (typeof TLS_PROBLEMS)[number] };

/** What a bundle of trusted certificates holds; `notAfter` is that of the one that is valid longest. */
export type CaBundle =
  | (CertificateDates & { readonly state: 'ok' })
  | { readonly state: 'absent' }
  | { readonly state: 'unreadable' };

/** A ConfigMap or Secret without values: all but `changedAt` is absent where nobody looked or was allowed to. */
export interface Keyed extends KubeObject {
  readonly type?: string;
  readonly keys?: readonly string[];
  /** Of all values together, in bytes. */
  readonly sizeBytes?: number;
  readonly tls?: TlsContent;
  /** The hosts for which an image pull secret has an account. */
  readonly registries?: readonly string[];
  /** Of the manifest of a Helm release: its objects under versions of APIs that some release of Kubernetes removed. */
  readonly removedApis?: readonly {
    readonly apiVersion: string;
    readonly kind: string;
    /** Null where the manifest leaves it to the release. */
    readonly namespace: string | null;
    readonly name: string;
  }[];
  /** When what it holds was last written, as its managed fields tell. */
  readonly changedAt?: string;
}

interface WithCaBundles {
  /** By the webhook's name, whose `caBundle` itself is not kept. */
  readonly caBundles?: Readonly<Record<string, CaBundle>>;
}

/** A condition as an object carries it. */
export interface RawCondition {
  readonly type?: string | undefined;
  readonly status?: string | undefined;
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  readonly lastTransitionTime?: string | undefined;
  readonly observedGeneration?: number | undefined;
}

/** An object whose kind an extension of the API serves: all but its conditions is as its own schema says. */
export interface Custom extends KubeObject {
  readonly spec?: JsonObject | undefined;
  readonly status?:
    | { readonly conditions?: readonly RawCondition[] | undefined; readonly [field: string]: unknown }
    | undefined;
}

/** A policy report: its results stand beside spec and status. */
export interface PolicyReport extends KubeObject {
  readonly results?: readonly { readonly [field: string]: Json | undefined }[];
}

/** Validity of an X.509 certificate, as far as checks read it; times are RFC 3339. */
export interface CertificateDates {
  readonly notBefore: string;
  readonly notAfter: string;
}

/** What an API server says about itself, besides the objects that it stores; absent is what it did not say. */
export interface ControlPlane extends KubeObject {
  /** Of the API server that answered, like `v1.34.4`. */
  readonly version?: string;
  /** The checks of `/readyz?verbose`, by name. */
  readonly readyz?: readonly { readonly name: string; readonly isOk: boolean; readonly text: string }[];
  /** How far its clock is before the clock of this machine, in seconds; negative if it is behind. */
  readonly clockSkewSeconds?: number;
  /** The certificate it showed to us. */
  readonly servingCertificate?: CertificateDates;
  /** The certificate with which we log in. */
  readonly clientCertificate?: CertificateDates;
  /** Calls of deprecated API versions since it was started, as its metrics count them. */
  readonly deprecatedCalls?: readonly {
    readonly group: string;
    readonly version: string;
    readonly resource: string;
    /** Like `1.32`; empty where no release is known to remove it. */
    readonly removedIn: string;
  }[];
  /** What became of our own requests while the cluster was read. */
  readonly ourRequests?: {
    readonly count: number;
    /** The 95th percentile of the times until the head of an answer, but for 429. */
    readonly p95Ms: number;
    /** How many of them were answered with 429, at first or each time. */
    readonly throttled: number;
  };
  /** The minor version that it is to be upgraded to, where somebody asked: `1.35`. */
  readonly upgradeTo?: string;
  /** Objects last written under versions of APIs that are gone then; a few of each, and how many in all. */
  readonly removedWrites?: readonly {
    readonly apiVersion: string;
    readonly kind: string;
    readonly count: number;
    readonly objects: readonly {
      readonly namespace: string | null;
      readonly name: string;
      /** Who wrote it so, and when. */
      readonly manager: string;
      readonly time: string;
    }[];
  }[];
}

/** The end of what one instance of a container wrote, secrets masked; its name is made of the pod's and the container's. */
export interface ContainerLog extends KubeObject {
  readonly pod?: string;
  readonly container?: string;
  /** True for the instance before the present one. */
  readonly previous?: boolean;
  /** Oldest first. */
  readonly lines?: readonly string[];
}

/** How full the volume of a claim is, by the kubelet of a node that mounts it; named like the claim. */
export interface VolumeUsage extends KubeObject {
  readonly node?: string | undefined;
  /** A pod on that node that mounts it. */
  readonly pod?: string | undefined;
  /** When the kubelet looked. */
  readonly time?: string | undefined;
  /** Of the file system. What a driver does not know is 0. */
  readonly capacityBytes?: number | undefined;
  readonly usedBytes?: number | undefined;
  readonly availableBytes?: number | undefined;
  readonly inodes?: number | undefined;
  readonly inodesUsed?: number | undefined;
  readonly inodesFree?: number | undefined;
}

/** Shape of every kind that a snapshot may hold. */
export interface KindShapes {
  APIService: Stored<k8s.V1APIService>;
  Application: Custom;
  Bucket: Custom;
  CSIDriver: Stored<k8s.V1CSIDriver>;
  CSINode: Stored<k8s.V1CSINode>;
  CatalogSource: Custom;
  Certificate: Custom;
  CertificateRequest: Custom;
  CertificateSigningRequest: Stored<k8s.V1CertificateSigningRequest>;
  Challenge: Custom;
  ClusterCatalog: Custom;
  ClusterExtension: Custom;
  ClusterIssuer: Custom;
  ClusterPolicyReport: PolicyReport;
  ClusterRole: Stored<k8s.V1ClusterRole>;
  ClusterRoleBinding: Stored<k8s.V1ClusterRoleBinding>;
  ClusterSecretStore: Custom;
  ClusterServiceVersion: Custom;
  ConfigMap: Keyed;
  ContainerLog: ContainerLog;
  ControlPlane: ControlPlane;
  ControllerRevision: Stored<k8s.V1ControllerRevision>;
  CronJob: Stored<k8s.V1CronJob>;
  CustomResource: Custom;
  CustomResourceDefinition: Stored<k8s.V1CustomResourceDefinition>;
  DaemonSet: Stored<k8s.V1DaemonSet>;
  Deployment: Stored<k8s.V1Deployment>;
  EndpointSlice: Stored<k8s.V1EndpointSlice>;
  Event: Stored<k8s.CoreV1Event>;
  ExternalSecret: Custom;
  GRPCRoute: Custom;
  Gateway: Custom;
  GatewayClass: Custom;
  GitRepository: Custom;
  HTTPRoute: Custom;
  HelmChart: Custom;
  HelmRelease: Custom;
  HelmRepository: Custom;
  HorizontalPodAutoscaler: Stored<k8s.V2HorizontalPodAutoscaler>;
  Ingress: Stored<k8s.V1Ingress>;
  IngressClass: Stored<k8s.V1IngressClass>;
  InstallPlan: Custom;
  Issuer: Custom;
  Job: Stored<k8s.V1Job>;
  Kustomization: Custom;
  Lease: Stored<k8s.V1Lease>;
  LimitRange: Stored<k8s.V1LimitRange>;
  MutatingWebhookConfiguration: Stored<k8s.V1MutatingWebhookConfiguration> & WithCaBundles;
  Namespace: Stored<k8s.V1Namespace>;
  NetworkPolicy: Stored<k8s.V1NetworkPolicy>;
  Node: Stored<k8s.V1Node>;
  NodeClaim: Custom;
  NodeMetrics: Stored<k8s.NodeMetric>;
  NodePool: Custom;
  OCIRepository: Custom;
  OperatorGroup: Custom;
  Order: Custom;
  PersistentVolume: Stored<k8s.V1PersistentVolume>;
  PersistentVolumeClaim: Stored<k8s.V1PersistentVolumeClaim>;
  Pod: Stored<k8s.V1Pod>;
  PodDisruptionBudget: Stored<k8s.V1PodDisruptionBudget>;
  PodMetrics: Stored<k8s.PodMetric>;
  PolicyReport: PolicyReport;
  PriorityClass: Stored<k8s.V1PriorityClass>;
  ReferenceGrant: Custom;
  ReplicaSet: Stored<k8s.V1ReplicaSet>;
  ResourceClaim: Stored<k8s.ResourceV1ResourceClaim>;
  ResourceQuota: Stored<k8s.V1ResourceQuota>;
  Role: Stored<k8s.V1Role>;
  RoleBinding: Stored<k8s.V1RoleBinding>;
  RuntimeClass: Stored<k8s.V1RuntimeClass>;
  ScaledObject: Custom;
  Secret: Keyed;
  SecretStore: Custom;
  Service: Stored<k8s.V1Service>;
  ServiceAccount: Stored<k8s.V1ServiceAccount>;
  StatefulSet: Stored<k8s.V1StatefulSet>;
  StorageClass: Stored<k8s.V1StorageClass>;
  Subscription: Custom;
  TCPRoute: Custom;
  TLSRoute: Custom;
  UDPRoute: Custom;
  ValidatingAdmissionPolicy: Stored<k8s.V1ValidatingAdmissionPolicy>;
  ValidatingAdmissionPolicyBinding: Stored<k8s.V1ValidatingAdmissionPolicyBinding>;
  ValidatingWebhookConfiguration: Stored<k8s.V1ValidatingWebhookConfiguration> & WithCaBundles;
  VerticalPodAutoscaler: Custom;
  VolumeAttachment: Stored<k8s.V1VolumeAttachment>;
  VolumeSnapshot: Custom;
  VolumeSnapshotContent: Custom;
  VolumeUsage: VolumeUsage;
}

/** A kind that a snapshot may hold. */
export type Kind = keyof KindShapes;

export type ObjectOf<K extends Kind> = KindShapes[K];

export type Pod = KindShapes['Pod'];
export type Node = KindShapes['Node'];
export type KubeEvent = KindShapes['Event'];
export type PodSpec = NonNullable<Pod['spec']>;
/** A host that a container is told to talk to and that may be a Service. */
export interface NamedHost {
  /** `db`, `db.shop` or `db.shop.svc.cluster.local`; never with user, password or path. */
  readonly host: string;
  readonly port?: number | undefined;
  /** Where the container says so: `env[name=DB_URL].value`. */
  readonly from: string;
}

export type Container = NonNullable<PodSpec['containers']>[number] & {
  /** The hosts in its variables, command and arguments, of which nothing else is kept. */
  readonly serviceHosts?: readonly NamedHost[] | undefined;
  /** The names of variables that are called like a secret and have a literal value. */
  readonly literalSecrets?: readonly string[] | undefined;
};
export type ContainerStatus = NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number];
export type LabelSelector = Plain<k8s.V1LabelSelector>;
export type Toleration = Plain<k8s.V1Toleration>;
export type Taint = Plain<k8s.V1Taint>;
export type NodeSelectorTerm = Plain<k8s.V1NodeSelectorTerm>;
