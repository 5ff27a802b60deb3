import { listAt, textAt } from '../kube/custom/fields.ts';
import { hostsNamedIn } from '../kube/network/service-hosts.ts';
import type { Kind } from '../kube/object.ts';
import { literalSecretsIn } from '../kube/posture/environment.ts';
import { uncommonVolumeType } from '../kube/security/volumes.ts';
import { templateMarksIn } from '../kube/workloads/template-marks.ts';
import { caBundlesOf } from './keyed.ts';

/** Makes a field that the API does not have out of the object that is to hold it: what is needed of what must go. */
export type Derive = (object: Readonly<Record<string, unknown>>) => unknown;

/** `true` keeps a field whole; a map keeps only the named fields of it, or of each item of a list. */
export type Keep = true | Derive | { readonly [field: string]: Keep };

const CONDITIONS: Keep = { type: true, status: true, reason: true, message: true, lastTransitionTime: true };

const PROBE: Keep = {
  httpGet: { path: true, port: true, scheme: true },
  tcpSocket: { port: true },
  grpc: { port: true },
  exec: { command: true },
  initialDelaySeconds: true,
  periodSeconds: true,
  timeoutSeconds: true,
  failureThreshold: true,
  successThreshold: true,
};

/** What the Pod Security Standards look at, of a container and of a pod. */
const SECURITY_CONTEXT: Readonly<Record<string, Keep>> = {
  runAsNonRoot: true,
  runAsUser: true,
  seccompProfile: { type: true },
  appArmorProfile: { type: true },
  seLinuxOptions: { type: true, user: true, role: true },
  windowsOptions: { hostProcess: true },
};

/**
 * Literal values of variables and the arguments of the command stay out: they are where passwords hide. Of the hosts
 * that they name, the names are kept.
 */
const CONTAINERS: Keep = {
  name: true,
  image: true,
  imagePullPolicy: true,
  command: true,
  restartPolicy: true,
  ports: { name: true, containerPort: true, protocol: true, hostPort: true, hostIP: true },
  env: { name: true, valueFrom: { configMapKeyRef: true, secretKeyRef: true } },
  envFrom: { configMapRef: true, secretRef: true },
  serviceHosts: hostsNamedIn,
  literalSecrets: literalSecretsIn,
  resources: { requests: true, limits: true },
  volumeMounts: { name: true, mountPath: true, subPath: true },
  livenessProbe: PROBE,
  readinessProbe: PROBE,
  startupProbe: PROBE,
  // That there is one, not what it does.
  lifecycle: { postStart: {} },
  securityContext: {
    ...SECURITY_CONTEXT,
    privileged: true,
    allowPrivilegeEscalation: true,
    readOnlyRootFilesystem: true,
    capabilities: true,
    procMount: true,
  },
};

const ITEMS: Keep = { key: true, path: true, mode: true };

const VOLUMES: Keep = {
  name: true,
  configMap: { name: true, optional: true, items: ITEMS, defaultMode: true },
  secret: { secretName: true, optional: true, items: ITEMS, defaultMode: true },
  projected: {
    defaultMode: true,
    sources: {
      configMap: { name: true, optional: true, items: ITEMS },
      secret: { name: true, optional: true, items: ITEMS },
    },
  },
  persistentVolumeClaim: { claimName: true, readOnly: true },
  ephemeral: { volumeClaimTemplate: { spec: { storageClassName: true, accessModes: true } } },
  hostPath: true,
  nfs: { server: true, path: true },
  csi: { driver: true },
  uncommonType: uncommonVolumeType,
};

const POD_SPEC: Keep = {
  nodeName: true,
  nodeSelector: true,
  affinity: true,
  tolerations: true,
  topologySpreadConstraints: true,
  schedulerName: true,
  schedulingGates: true,
  priorityClassName: true,
  runtimeClassName: true,
  restartPolicy: true,
  serviceAccountName: true,
  automountServiceAccountToken: true,
  imagePullSecrets: true,
  hostNetwork: true,
  dnsPolicy: true,
  dnsConfig: { nameservers: true },
  hostAliases: { hostnames: true },
  enableServiceLinks: true,
  overhead: true,
  resources: { requests: true },
  terminationGracePeriodSeconds: true,
  readinessGates: true,
  securityContext: { ...SECURITY_CONTEXT, sysctls: { name: true } },
  hostPID: true,
  hostIPC: true,
  hostUsers: true,
  os: { name: true },
  initContainers: CONTAINERS,
  containers: CONTAINERS,
  volumes: VOLUMES,
};

const CONTAINER_STATE: Keep = {
  waiting: { reason: true, message: true },
  running: { startedAt: true },
  terminated: { exitCode: true, signal: true, reason: true, message: true, startedAt: true, finishedAt: true },
};

const CONTAINER_STATUSES: Keep = {
  name: true,
  ready: true,
  started: true,
  restartCount: true,
  state: CONTAINER_STATE,
  lastState: CONTAINER_STATE,
};

const POD_TEMPLATE: Keep = { metadata: { labels: true, annotations: templateMarksIn }, spec: POD_SPEC };

const WEBHOOKS: Readonly<Record<string, Keep>> = {
  caBundles: caBundlesOf,
  webhooks: {
    name: true,
    clientConfig: { service: true, url: true },
    failurePolicy: true,
    rules: true,
    namespaceSelector: true,
    objectSelector: true,
    matchConditions: { name: true },
    timeoutSeconds: true,
  },
};

/** Of an object that an extension of the API serves: all that it wishes for and all that became of it. */
const WHOLE: Readonly<Record<string, Keep>> = { spec: true, status: true };

/** Of all that an Application of Argo CD has applied, which may be thousands: the first few that are not well. */
function unhealthyResources(status: unknown): unknown {
  const ill = listAt(status, 'resources').filter((one) => /^(Degraded|Missing)$/.test(textAt(one, 'health', 'status')));
  return ill.length === 0 ? undefined : ill.slice(0, 20);
}

/** What checks read of each kind, besides `metadata`. Adding a field here costs memory on every object of the kind. */
export const KEPT_FIELDS: Readonly<Record<Kind, Readonly<Record<string, Keep>>>> = {
  APIService: { spec: { service: true, group: true, version: true }, status: { conditions: CONDITIONS } },
  Application: {
    spec: {
      source: { repoURL: true, path: true, targetRevision: true, chart: true },
      destination: true,
      syncPolicy: true,
    },
    status: {
      sync: { status: true, revision: true },
      health: true,
      operationState: { phase: true, message: true, startedAt: true, finishedAt: true },
      conditions: CONDITIONS,
      resources: unhealthyResources,
    },
  },
  Bucket: WHOLE,
  CSIDriver: { spec: { attachRequired: true } },
  CSINode: { spec: { drivers: { name: true, allocatable: true } } },
  CatalogSource: WHOLE,
  Certificate: { spec: { secretName: true, issuerRef: true, dnsNames: true }, status: true },
  CertificateRequest: WHOLE,
  CertificateSigningRequest: {
    spec: { signerName: true, username: true, expirationSeconds: true },
    status: { conditions: CONDITIONS },
  },
  Challenge: WHOLE,
  ClusterCatalog: { spec: { availabilityMode: true }, status: { conditions: CONDITIONS } },
  ClusterExtension: WHOLE,
  ClusterIssuer: WHOLE,
  ClusterPolicyReport: {
    scope: { kind: true, namespace: true, name: true },
    results: { policy: true, rule: true, result: true, severity: true, category: true, resources: true },
  },
  ClusterRole: { rules: true, aggregationRule: true },
  ClusterRoleBinding: { roleRef: true, subjects: true },
  ClusterSecretStore: WHOLE,
  ClusterServiceVersion: {
    spec: { version: true },
    status: { phase: true, reason: true, message: true, conditions: CONDITIONS, lastTransitionTime: true },
  },
  ConfigMap: {},
  ContainerLog: { pod: true, container: true, previous: true, lines: true },
  ControlPlane: {
    version: true,
    readyz: true,
    clockSkewSeconds: true,
    servingCertificate: true,
    clientCertificate: true,
    deprecatedCalls: true,
    ourRequests: true,
    upgradeTo: true,
    removedWrites: true,
  },
  ControllerRevision: { revision: true, data: { spec: { template: POD_TEMPLATE } } },
  CronJob: {
    spec: {
      schedule: true,
      timeZone: true,
      suspend: true,
      concurrencyPolicy: true,
      startingDeadlineSeconds: true,
      failedJobsHistoryLimit: true,
      successfulJobsHistoryLimit: true,
      jobTemplate: { spec: { activeDeadlineSeconds: true, template: POD_TEMPLATE } },
    },
    status: {
      active: { kind: true, name: true, namespace: true, uid: true },
      lastScheduleTime: true,
      lastSuccessfulTime: true,
    },
  },
  CustomResource: {
    spec: { suspend: true, suspended: true, paused: true, pause: true },
    status: {
      observedGeneration: true,
      phase: true,
      message: true,
      conditions: { ...CONDITIONS, observedGeneration: true, severity: true },
    },
  },
  CustomResourceDefinition: {
    spec: {
      group: true,
      names: { kind: true, plural: true },
      scope: true,
      conversion: true,
      versions: { name: true, served: true, storage: true, deprecated: true },
    },
    status: { conditions: CONDITIONS, storedVersions: true },
  },
  DaemonSet: {
    spec: { selector: true, template: POD_TEMPLATE, updateStrategy: true },
    status: true,
  },
  Deployment: {
    spec: {
      replicas: true,
      selector: true,
      template: POD_TEMPLATE,
      paused: true,
      progressDeadlineSeconds: true,
      strategy: true,
      minReadySeconds: true,
    },
    status: true,
  },
  EndpointSlice: {
    endpoints: { conditions: true, nodeName: true, targetRef: { kind: true, name: true, namespace: true, uid: true } },
    ports: true,
  },
  Event: {
    involvedObject: { apiVersion: true, kind: true, namespace: true, name: true, uid: true, fieldPath: true },
    reason: true,
    message: true,
    type: true,
    count: true,
    firstTimestamp: true,
    lastTimestamp: true,
    eventTime: true,
    series: true,
    source: { component: true },
    reportingComponent: true,
  },
  ExternalSecret: WHOLE,
  GRPCRoute: WHOLE,
  Gateway: WHOLE,
  GatewayClass: WHOLE,
  GitRepository: WHOLE,
  HTTPRoute: WHOLE,
  HelmChart: WHOLE,
  HelmRelease: WHOLE,
  HelmRepository: WHOLE,
  HorizontalPodAutoscaler: { spec: true, status: true },
  Ingress: {
    spec: true,
    status: { loadBalancer: { ingress: { ip: true, hostname: true } } },
  },
  IngressClass: { spec: { controller: true } },
  InstallPlan: WHOLE,
  Issuer: WHOLE,
  Job: {
    spec: {
      parallelism: true,
      completions: true,
      backoffLimit: true,
      backoffLimitPerIndex: true,
      activeDeadlineSeconds: true,
      managedBy: true,
      suspend: true,
      ttlSecondsAfterFinished: true,
      selector: true,
      template: POD_TEMPLATE,
    },
    status: true,
  },
  Kustomization: WHOLE,
  Lease: { spec: true },
  LimitRange: { spec: true },
  MutatingWebhookConfiguration: WEBHOOKS,
  Namespace: { spec: { finalizers: true }, status: { phase: true, conditions: CONDITIONS } },
  NetworkPolicy: { spec: true },
  Node: {
    spec: { unschedulable: true, taints: true, podCIDR: true, providerID: true },
    status: {
      allocatable: true,
      capacity: true,
      conditions: { ...CONDITIONS, lastHeartbeatTime: true },
      nodeInfo: { kubeletVersion: true, architecture: true, operatingSystem: true },
    },
  },
  NodeClaim: WHOLE,
  NodeMetrics: { timestamp: true, window: true, usage: true },
  NodePool: WHOLE,
  OCIRepository: WHOLE,
  OperatorGroup: WHOLE,
  Order: WHOLE,
  PersistentVolume: {
    spec: {
      accessModes: true,
      capacity: true,
      claimRef: { kind: true, namespace: true, name: true, uid: true },
      storageClassName: true,
      volumeMode: true,
      persistentVolumeReclaimPolicy: true,
      nodeAffinity: true,
      csi: { driver: true },
    },
    status: true,
  },
  PersistentVolumeClaim: { spec: true, status: true },
  Pod: {
    spec: POD_SPEC,
    status: {
      phase: true,
      reason: true,
      message: true,
      startTime: true,
      podIP: true,
      qosClass: true,
      conditions: CONDITIONS,
      initContainerStatuses: CONTAINER_STATUSES,
      containerStatuses: CONTAINER_STATUSES,
    },
  },
  PodDisruptionBudget: { spec: true, status: true },
  PodMetrics: { timestamp: true, window: true, containers: true },
  PolicyReport: {
    scope: { kind: true, namespace: true, name: true },
    results: { policy: true, rule: true, result: true, severity: true, category: true, resources: true },
  },
  PriorityClass: { value: true, globalDefault: true },
  ReferenceGrant: WHOLE,
  ReplicaSet: { spec: { replicas: true, selector: true, template: POD_TEMPLATE }, status: true },
  ResourceClaim: WHOLE,
  ResourceQuota: { spec: true, status: true },
  Role: { rules: true },
  RoleBinding: { roleRef: true, subjects: true },
  RuntimeClass: { handler: true },
  ScaledObject: WHOLE,
  Secret: {},
  SecretStore: WHOLE,
  Service: {
    spec: {
      type: true,
      selector: true,
      ports: true,
      clusterIP: true,
      externalName: true,
      publishNotReadyAddresses: true,
      loadBalancerClass: true,
      clusterIPs: true,
      externalIPs: true,
      loadBalancerSourceRanges: true,
      externalTrafficPolicy: true,
      internalTrafficPolicy: true,
    },
    status: { loadBalancer: true },
  },
  ServiceAccount: { imagePullSecrets: { name: true }, automountServiceAccountToken: true },
  StatefulSet: {
    spec: {
      replicas: true,
      ordinals: true,
      selector: true,
      serviceName: true,
      podManagementPolicy: true,
      updateStrategy: true,
      template: POD_TEMPLATE,
      volumeClaimTemplates: { metadata: { name: true }, spec: { storageClassName: true, accessModes: true } },
    },
    status: true,
  },
  StorageClass: {
    provisioner: true,
    volumeBindingMode: true,
    reclaimPolicy: true,
    allowVolumeExpansion: true,
  },
  Subscription: WHOLE,
  TCPRoute: WHOLE,
  TLSRoute: WHOLE,
  UDPRoute: WHOLE,
  ValidatingAdmissionPolicy: { spec: { failurePolicy: true, paramKind: true, matchConstraints: true }, status: true },
  ValidatingAdmissionPolicyBinding: { spec: true },
  ValidatingWebhookConfiguration: WEBHOOKS,
  VerticalPodAutoscaler: {
    spec: { targetRef: true, updatePolicy: true, resourcePolicy: true },
    status: { conditions: CONDITIONS },
  },
  VolumeAttachment: { spec: { attacher: true, nodeName: true, source: { persistentVolumeName: true } }, status: true },
  VolumeSnapshot: WHOLE,
  VolumeSnapshotContent: WHOLE,
  VolumeUsage: {
    node: true,
    pod: true,
    time: true,
    capacityBytes: true,
    usedBytes: true,
    availableBytes: true,
    inodes: true,
    inodesUsed: true,
    inodesFree: true,
  },
};
