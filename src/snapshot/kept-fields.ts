import type { Kind } from '../kube/object.ts';

/** `true` keeps a field whole; a map keeps only the named fields of it, or of each item of a list. */
export type Keep = true | { readonly [field: string]: Keep };

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

/** Literal values of variables and the arguments of the command stay out: they are where passwords hide. */
const CONTAINERS: Keep = {
  name: true,
  image: true,
  imagePullPolicy: true,
  command: true,
  restartPolicy: true,
  ports: { name: true, containerPort: true, protocol: true, hostPort: true },
  env: { name: true, valueFrom: { configMapKeyRef: true, secretKeyRef: true } },
  envFrom: { configMapRef: true, secretRef: true },
  resources: { requests: true, limits: true },
  volumeMounts: { name: true, mountPath: true, subPath: true },
  livenessProbe: PROBE,
  readinessProbe: PROBE,
  startupProbe: PROBE,
  securityContext: { runAsNonRoot: true, runAsUser: true, privileged: true },
};

const VOLUMES: Keep = {
  name: true,
  configMap: { name: true, optional: true, items: { key: true } },
  secret: { secretName: true, optional: true, items: { key: true } },
  projected: {
    sources: {
      configMap: { name: true, optional: true, items: { key: true } },
      secret: { name: true, optional: true, items: { key: true } },
    },
  },
  persistentVolumeClaim: { claimName: true },
  ephemeral: { volumeClaimTemplate: { spec: { storageClassName: true, accessModes: true } } },
  hostPath: true,
  nfs: { server: true, path: true },
  csi: { driver: true },
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
  imagePullSecrets: true,
  hostNetwork: true,
  overhead: true,
  resources: { requests: true },
  terminationGracePeriodSeconds: true,
  readinessGates: true,
  securityContext: { runAsNonRoot: true, runAsUser: true },
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

const POD_TEMPLATE: Keep = { metadata: { labels: true }, spec: POD_SPEC };

const WEBHOOKS: Keep = {
  webhooks: {
    name: true,
    clientConfig: { service: true, url: true },
    failurePolicy: true,
    rules: true,
    namespaceSelector: true,
    objectSelector: true,
    timeoutSeconds: true,
  },
};

/** What checks read of each kind, besides `metadata`. Adding a field here costs memory on every object of the kind. */
export const KEPT_FIELDS: Readonly<Record<Kind, Readonly<Record<string, Keep>>>> = {
  APIService: { spec: { service: true, group: true, version: true }, status: { conditions: CONDITIONS } },
  ConfigMap: {},
  CronJob: {
    spec: {
      schedule: true,
      timeZone: true,
      suspend: true,
      concurrencyPolicy: true,
      startingDeadlineSeconds: true,
      failedJobsHistoryLimit: true,
      successfulJobsHistoryLimit: true,
      jobTemplate: { spec: { template: { metadata: { labels: true } } } },
    },
    status: {
      active: { kind: true, name: true, namespace: true, uid: true },
      lastScheduleTime: true,
      lastSuccessfulTime: true,
    },
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
  HorizontalPodAutoscaler: { spec: true, status: true },
  Ingress: {
    spec: true,
    status: { loadBalancer: { ingress: { ip: true, hostname: true } } },
  },
  IngressClass: { spec: { controller: true } },
  Job: {
    spec: {
      parallelism: true,
      completions: true,
      backoffLimit: true,
      activeDeadlineSeconds: true,
      managedBy: true,
      suspend: true,
      selector: true,
      template: POD_TEMPLATE,
    },
    status: true,
  },
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
      qosClass: true,
      conditions: CONDITIONS,
      initContainerStatuses: CONTAINER_STATUSES,
      containerStatuses: CONTAINER_STATUSES,
    },
  },
  PodDisruptionBudget: { spec: true, status: true },
  PriorityClass: { value: true, globalDefault: true },
  ReplicaSet: {
    spec: { replicas: true, selector: true, template: { metadata: { labels: true } } },
    status: true,
  },
  ResourceQuota: { spec: true, status: true },
  Secret: {},
  Service: {
    spec: {
      type: true,
      selector: true,
      ports: true,
      clusterIP: true,
      externalName: true,
      publishNotReadyAddresses: true,
      loadBalancerClass: true,
    },
    status: { loadBalancer: true },
  },
  ServiceAccount: { imagePullSecrets: { name: true } },
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
  ValidatingWebhookConfiguration: WEBHOOKS,
};
