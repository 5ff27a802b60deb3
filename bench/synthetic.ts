// A seeded synthetic cluster, as the pages of list answers that an API server would give.
import { KINDS } from '../src/kube/kinds.ts';
import type { Kind } from '../src/kube/object.ts';

export const PAGE = 500;

/** How large the cluster is. */
export interface Size {
  readonly nodes: number;
  readonly pods: number;
  readonly services: number;
}

export const LARGE: Size = { nodes: 5_000, pods: 100_000, services: 10_000 };

/** Two in a hundred. */
const BROKEN = 0.02;
const TAKEN_AT = '2026-01-10T12:00:00Z';
const LONG_AGO = '2025-11-02T08:15:00Z';
const JUST_NOW = '2026-01-10T11:52:00Z';

type Json = Record<string, unknown>;

/** The objects of each kind, one after another: nothing is kept. */
export function* objectsOf(kind: Kind, size: Size, seed = 42): Generator<Json> {
  const random = mulberry32(seed + kind.length * 7919);
  const plan = workloads(size, seed);
  switch (kind) {
    case 'Node':
      for (let index = 0; index < size.nodes; index++) yield node(index, random() < BROKEN / 10);
      return;
    case 'Namespace':
      for (const name of new Set(plan.map(({ namespace }) => namespace))) {
        yield {
          metadata: metadata(name, undefined),
          spec: { finalizers: ['kubernetes'] },
          status: { phase: 'Active' },
        };
      }
      return;
    case 'Deployment':
      for (const workload of plan) yield deployment(workload);
      return;
    case 'ReplicaSet':
      for (const workload of plan) yield replicaSet(workload);
      return;
    case 'Pod':
      for (const workload of plan) {
        for (let index = 0; index < workload.replicas; index++) yield pod(workload, index, size);
      }
      return;
    case 'Service':
      for (const workload of plan.slice(0, size.services)) yield service(workload);
      return;
    case 'EndpointSlice':
      for (const workload of plan.slice(0, size.services)) yield endpointSlice(workload);
      return;
    case 'ConfigMap':
    case 'Secret':
      for (const workload of plan) {
        const name = `${workload.name}-${kind === 'Secret' ? 'credentials' : 'settings'}`;
        if (kind === 'Secret' || workload.fault !== 'config') yield { metadata: metadata(name, workload.namespace) };
      }
      return;
    case 'Event':
      for (const workload of plan) if (workload.fault !== null) yield event(workload);
      return;
    case 'ServiceAccount':
      for (const name of new Set(plan.map(({ namespace }) => namespace))) yield { metadata: metadata('default', name) };
      return;
    default:
      return;
  }
}

interface Workload {
  readonly name: string;
  readonly namespace: string;
  readonly index: number;
  readonly replicas: number;
  readonly fault: 'crash' | 'image' | 'config' | 'probe' | 'pending' | null;
}

const FAULTS = ['crash', 'image', 'config', 'probe', 'pending'] as const;

/** As many workloads as Services, of 1 to 19 pods, until the pods are used up. */
function workloads(size: Size, seed: number): readonly Workload[] {
  const random = mulberry32(seed);
  const plan: Workload[] = [];
  for (let left = size.pods, index = 0; left > 0; index++) {
    const rest = size.services - index;
    const replicas = rest <= 1 ? left : Math.min(left, 1 + Math.floor(random() * ((2 * left) / rest - 1)));
    const fault = random() < BROKEN ? (FAULTS[Math.floor(random() * FAULTS.length)] ?? null) : null;
    plan.push({ name: `app-${index}`, namespace: `team-${index % 400}`, index, replicas, fault });
    left -= replicas;
  }
  return plan;
}

function metadata(name: string, namespace: string | undefined, more: Json = {}): Json {
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    uid: `${name}-${namespace ?? 'cluster'}-uid`,
    resourceVersion: '123456789',
    creationTimestamp: LONG_AGO,
    ...more,
  };
}

/** About what a server sends along for a pod: the larger half of it is of no use to a check. */
function managedFields(writers: number): readonly Json[] {
  return Array.from({ length: writers }, (_, index) => ({
    manager: index === 0 ? 'kube-controller-manager' : 'kubelet',
    operation: 'Update',
    apiVersion: 'v1',
    time: LONG_AGO,
    fieldsType: 'FieldsV1',
    fieldsV1: {
      'f:metadata': {
        'f:generateName': {},
        'f:labels': { '.': {}, 'f:app': {}, 'f:pod-template-hash': {}, 'f:team': {} },
        'f:ownerReferences': { '.': {} },
      },
      'f:spec': {
        'f:containers': {
          'k:{"name":"app"}': {
            '.': {},
            'f:env': { '.': {}, 'k:{"name":"DATABASE_URL"}': { '.': {}, 'f:name': {}, 'f:valueFrom': {} } },
            'f:image': {},
            'f:imagePullPolicy': {},
            'f:livenessProbe': {
              '.': {},
              'f:failureThreshold': {},
              'f:httpGet': { '.': {}, 'f:path': {}, 'f:port': {}, 'f:scheme': {} },
              'f:periodSeconds': {},
            },
            'f:name': {},
            'f:ports': { '.': {} },
            'f:readinessProbe': { '.': {}, 'f:httpGet': {} },
            'f:resources': { '.': {}, 'f:limits': {}, 'f:requests': {} },
            'f:terminationMessagePath': {},
            'f:terminationMessagePolicy': {},
            'f:volumeMounts': { '.': {} },
          },
        },
        'f:dnsPolicy': {},
        'f:enableServiceLinks': {},
        'f:restartPolicy': {},
        'f:schedulerName': {},
        'f:securityContext': {},
        'f:terminationGracePeriodSeconds': {},
        'f:volumes': {},
      },
    },
  }));
}

function container(workload: Workload, mounts: readonly Json[]): Json {
  return {
    name: 'app',
    image: `registry.example/team/${workload.name}:1.${workload.index % 40}.3`,
    args: ['--listen=:8080', '--log-format=json', '--shutdown-timeout=20s'],
    ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
    env: [
      { name: 'LOG_LEVEL', value: 'info' },
      { name: 'POD_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
      { name: 'DATABASE_URL', valueFrom: { secretKeyRef: { name: `${workload.name}-credentials`, key: 'url' } } },
      { name: 'REGION', value: 'eu-central-1' },
      { name: 'FEATURES', value: 'search,checkout,recommendations' },
    ],
    envFrom: [{ configMapRef: { name: `${workload.name}-settings` } }],
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
    volumeMounts: mounts,
    livenessProbe: {
      httpGet: { path: '/live', port: 'http', scheme: 'HTTP' },
      timeoutSeconds: 1,
      periodSeconds: 10,
      successThreshold: 1,
      failureThreshold: 3,
    },
    readinessProbe: {
      httpGet: { path: '/ready', port: 'http', scheme: 'HTTP' },
      timeoutSeconds: 1,
      periodSeconds: 10,
      successThreshold: 1,
      failureThreshold: 3,
    },
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent',
    securityContext: { runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  };
}

function labels(workload: Workload): Json {
  return {
    app: workload.name,
    team: workload.namespace,
    'app.kubernetes.io/name': workload.name,
    'app.kubernetes.io/part-of': 'shop',
  };
}

function template(workload: Workload): Json {
  return {
    metadata: { labels: labels(workload) },
    spec: { containers: [container(workload, [])], restartPolicy: 'Always', dnsPolicy: 'ClusterFirst' },
  };
}

function deployment(workload: Workload): Json {
  const available = workload.fault === null ? workload.replicas : 0;
  return {
    metadata: metadata(workload.name, workload.namespace, {
      generation: 3,
      labels: labels(workload),
      annotations: {
        'deployment.kubernetes.io/revision': '3',
        'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(template(workload)),
      },
      managedFields: managedFields(2),
    }),
    spec: {
      replicas: workload.replicas,
      selector: { matchLabels: { app: workload.name } },
      template: template(workload),
      progressDeadlineSeconds: 600,
    },
    status: {
      observedGeneration: 3,
      replicas: workload.replicas,
      updatedReplicas: workload.replicas,
      readyReplicas: available,
      availableReplicas: available,
      ...(available === workload.replicas ? {} : { unavailableReplicas: workload.replicas - available }),
      conditions: [
        {
          type: 'Available',
          status: available > 0 ? 'True' : 'False',
          reason: available > 0 ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
          message: '',
          lastUpdateTime: JUST_NOW,
          lastTransitionTime: available > 0 ? LONG_AGO : JUST_NOW,
        },
        {
          type: 'Progressing',
          status: 'True',
          reason: 'NewReplicaSetAvailable',
          message: '',
          lastUpdateTime: LONG_AGO,
          lastTransitionTime: LONG_AGO,
        },
      ],
    },
  };
}

function replicaSet(workload: Workload): Json {
  const ready = workload.fault === null ? workload.replicas : 0;
  return {
    metadata: metadata(`${workload.name}-6c7b8d9f`, workload.namespace, {
      generation: 1,
      labels: { ...labels(workload), 'pod-template-hash': '6c7b8d9f' },
      ownerReferences: [owner('apps/v1', 'Deployment', workload.name, workload.namespace)],
      managedFields: managedFields(2),
    }),
    spec: {
      replicas: workload.replicas,
      selector: { matchLabels: { app: workload.name, 'pod-template-hash': '6c7b8d9f' } },
      template: template(workload),
    },
    status: { replicas: workload.replicas, readyReplicas: ready, availableReplicas: ready, observedGeneration: 1 },
  };
}

function owner(apiVersion: string, kind: string, name: string, namespace: string): Json {
  return { apiVersion, kind, name, uid: `${name}-${namespace}-uid`, controller: true, blockOwnerDeletion: true };
}

function pod(workload: Workload, index: number, size: Size): Json {
  const suffix = (workload.index * 31 + index * 7).toString(36).padStart(5, 'x');
  const name = `${workload.name}-6c7b8d9f-${suffix}`;
  const token = `kube-api-access-${suffix}`;
  const placed = workload.fault !== 'pending';
  return {
    metadata: metadata(name, workload.namespace, {
      generateName: `${workload.name}-6c7b8d9f-`,
      labels: { ...labels(workload), 'pod-template-hash': '6c7b8d9f' },
      annotations: {
        'prometheus.io/scrape': 'true',
        'prometheus.io/port': '8080',
        'checksum/config': 'd41d8cd98f00b204e9800998ecf8427e',
      },
      ownerReferences: [owner('apps/v1', 'ReplicaSet', `${workload.name}-6c7b8d9f`, workload.namespace)],
      managedFields: managedFields(2),
    }),
    spec: {
      volumes: [
        {
          name: token,
          projected: {
            defaultMode: 420,
            sources: [
              { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
              { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }], optional: true } },
              {
                downwardAPI: {
                  items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
                },
              },
            ],
          },
        },
      ],
      containers: [
        container(workload, [
          { name: token, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' },
        ]),
      ],
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      serviceAccountName: 'default',
      ...(placed ? { nodeName: `node-${(workload.index * 13 + index) % size.nodes}` } : {}),
      securityContext: {},
      schedulerName: 'default-scheduler',
      tolerations: [
        { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
        { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
      ],
      priority: 0,
      enableServiceLinks: true,
      preemptionPolicy: 'PreemptLowerPriority',
      ...(placed ? {} : { nodeSelector: { disktype: 'ssd' } }),
    },
    status: podStatus(workload, suffix, size),
  };
}

function podStatus(workload: Workload, suffix: string, size: Size): Json {
  if (workload.fault === 'pending') {
    const message = `0/${size.nodes} nodes are available: ${size.nodes} node(s) didn't match Pod's node affinity/selector. preemption: 0/${size.nodes} nodes are available: ${size.nodes} Preemption is not helpful for scheduling.`;
    return {
      phase: 'Pending',
      conditions: [
        {
          type: 'PodScheduled',
          status: 'False',
          reason: 'Unschedulable',
          message,
          lastProbeTime: null,
          lastTransitionTime: JUST_NOW,
        },
      ],
      qosClass: 'Burstable',
    };
  }
  const ready = workload.fault === null;
  const status = ready ? 'True' : 'False';
  const since = ready ? LONG_AGO : JUST_NOW;
  const reason = ready ? {} : { reason: 'ContainersNotReady', message: 'containers with unready status: [app]' };
  return {
    phase: workload.fault === 'image' || workload.fault === 'config' ? 'Pending' : 'Running',
    conditions: [
      { type: 'PodReadyToStartContainers', status: 'True', lastProbeTime: null, lastTransitionTime: LONG_AGO },
      { type: 'Initialized', status: 'True', lastProbeTime: null, lastTransitionTime: LONG_AGO },
      { type: 'Ready', status, ...reason, lastProbeTime: null, lastTransitionTime: since },
      { type: 'ContainersReady', status, ...reason, lastProbeTime: null, lastTransitionTime: since },
      { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: LONG_AGO },
    ],
    hostIP: '10.0.12.7',
    hostIPs: [{ ip: '10.0.12.7' }],
    podIP: '10.1.33.9',
    podIPs: [{ ip: '10.1.33.9' }],
    startTime: LONG_AGO,
    containerStatuses: [containerStatus(workload, suffix)],
    qosClass: 'Burstable',
  };
}

function containerStatus(workload: Workload, suffix: string): Json {
  const image = `registry.example/team/${workload.name}:1.${workload.index % 40}.3`;
  const base = {
    name: 'app',
    image,
    imageID: `${image}@sha256:4be429a5fbb2e71ae7958bfa558bc637cf3a61baf40a708cb8fff532b39e52d0`,
    containerID: `containerd://8f0c6f25a0d7bd5c3e5d0d1d61b1a1${suffix}`,
  };
  const running = {
    state: { running: { startedAt: LONG_AGO } },
    lastState: {},
    ready: workload.fault === null,
    started: true,
    restartCount: 0,
  };
  switch (workload.fault) {
    case 'crash':
      return {
        ...base,
        ready: false,
        started: false,
        restartCount: 7,
        lastState: { terminated: { exitCode: 1, reason: 'Error', startedAt: JUST_NOW, finishedAt: JUST_NOW } },
        state: {
          waiting: {
            reason: 'CrashLoopBackOff',
            message: `back-off 5m0s restarting failed container=app pod=${workload.name}`,
          },
        },
      };
    case 'image':
      return {
        ...base,
        imageID: '',
        ready: false,
        restartCount: 0,
        lastState: {},
        state: {
          waiting: {
            reason: 'ImagePullBackOff',
            message: `Back-off pulling image "${image}": ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`,
          },
        },
      };
    case 'config':
      return {
        ...base,
        imageID: '',
        ready: false,
        restartCount: 0,
        lastState: {},
        state: {
          waiting: { reason: 'CreateContainerConfigError', message: `configmap "${workload.name}-settings" not found` },
        },
      };
    default:
      return { ...base, ...running };
  }
}

function service(workload: Workload): Json {
  return {
    metadata: metadata(workload.name, workload.namespace, {
      labels: labels(workload),
      managedFields: managedFields(1),
    }),
    spec: {
      type: 'ClusterIP',
      clusterIP: '10.96.4.7',
      clusterIPs: ['10.96.4.7'],
      selector: { app: workload.name },
      ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 'http' }],
      sessionAffinity: 'None',
    },
    status: { loadBalancer: {} },
  };
}

function endpointSlice(workload: Workload): Json {
  const ready = workload.fault === null;
  const endpoints =
    workload.fault === 'pending'
      ? []
      : Array.from({ length: workload.replicas }, () => ({
          addresses: ['10.1.33.9'],
          conditions: { ready, serving: ready, terminating: false },
          nodeName: 'node-1',
        }));
  return {
    metadata: metadata(`${workload.name}-x7k2p`, workload.namespace, {
      labels: {
        'kubernetes.io/service-name': workload.name,
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      },
      ownerReferences: [owner('v1', 'Service', workload.name, workload.namespace)],
      managedFields: managedFields(1),
    }),
    addressType: 'IPv4',
    endpoints,
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
  };
}

function event(workload: Workload): Json {
  const name = `${workload.name}-6c7b8d9f-${(workload.index * 31).toString(36).padStart(5, 'x')}`;
  return {
    metadata: metadata(`${name}.17f1`, workload.namespace),
    involvedObject: {
      apiVersion: 'v1',
      kind: 'Pod',
      namespace: workload.namespace,
      name,
      uid: `${name}-${workload.namespace}-uid`,
    },
    reason: workload.fault === 'pending' ? 'FailedScheduling' : workload.fault === 'probe' ? 'Unhealthy' : 'BackOff',
    message:
      workload.fault === 'probe'
        ? 'Readiness probe failed: HTTP probe failed with statuscode: 503'
        : 'Back-off restarting failed container app',
    type: 'Warning',
    count: 40,
    firstTimestamp: JUST_NOW,
    lastTimestamp: TAKEN_AT,
    source: { component: 'kubelet' },
  };
}

function node(index: number, broken: boolean): Json {
  const name = `node-${index}`;
  const condition = (type: string, status: string) => ({
    type,
    status,
    lastHeartbeatTime: TAKEN_AT,
    lastTransitionTime: status === 'False' && type === 'Ready' ? JUST_NOW : LONG_AGO,
    reason: `Kubelet${type}`,
    message: `kubelet says ${type} ${status}`,
  });
  return {
    metadata: metadata(name, undefined, {
      labels: {
        'kubernetes.io/hostname': name,
        'topology.kubernetes.io/zone': `zone-${index % 3}`,
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/os': 'linux',
        disktype: 'hdd',
      },
      managedFields: managedFields(2),
    }),
    spec: { podCIDR: `10.${index % 250}.0.0/24`, providerID: `cloud://zone/${name}` },
    status: {
      capacity: { cpu: '16', memory: '65536Mi', pods: '110', 'ephemeral-storage': '100Gi' },
      allocatable: { cpu: '15500m', memory: '63000Mi', pods: '110', 'ephemeral-storage': '90Gi' },
      conditions: [
        condition('MemoryPressure', 'False'),
        condition('DiskPressure', 'False'),
        condition('PIDPressure', 'False'),
        condition('Ready', broken ? 'False' : 'True'),
      ],
      addresses: [{ type: 'InternalIP', address: '10.0.12.7' }],
      nodeInfo: {
        kubeletVersion: 'v1.34.4',
        architecture: 'amd64',
        operatingSystem: 'linux',
        containerRuntimeVersion: 'containerd://2.0.0',
      },
      images: Array.from({ length: 40 }, (_, image) => ({
        names: [
          `registry.example/team/app-${image}@sha256:4be429a5fbb2e71ae7958bfa558bc637cf3a61baf40a708cb8fff532b39e52d0`,
          `registry.example/team/app-${image}:1.0`,
        ],
        sizeBytes: 123456789,
      })),
    },
  };
}

/** The kinds that have a list path, with it. */
export function pathOf(kind: Kind): string {
  const { apiVersion, resource } = KINDS[kind];
  return `${apiVersion.includes('/') ? '/apis/' : '/api/'}${apiVersion}/${resource}`;
}

/** A small, fast, seeded generator of numbers in [0, 1). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
