import type { Coverage, Diagnosis } from '../../../src/diagnose/diagnose.ts';
import { pictureOf } from '../../../src/diagnose/picture/picture.ts';
import type { Evidence, Finding } from '../../../src/findings/finding.ts';
import { ALL_KINDS } from '../../../src/kube/kinds.ts';
import type { ObjectRef } from '../../../src/kube/object-ref.ts';
import { refTo } from '../../../src/kube/object-ref.ts';
import { buildReport, type FilterCriteria } from '../../../src/report/build-report.ts';
import type { FormatName } from '../../../src/report/formats.ts';
import { catalogueOf, type RenderOptions } from '../../../src/report/options.ts';
import { FORMATS } from '../../../src/report/render.ts';
import type { Report } from '../../../src/report/report.ts';
import type { Suppression } from '../../../src/report/suppressed.ts';
import { listed, unread } from '../../../src/snapshot/coverage.ts';
import type { Snapshot } from '../../../src/snapshot/snapshot.ts';
import { viewOf } from '../../../src/snapshot/snapshot-view.ts';
import { snapshotOf } from '../../support/fixture.ts';
import { symptom } from '../../support/symptom.ts';

const TAKEN_AT = '2026-01-10T12:00:00Z';

const NAMESPACES = ['billing', 'default', 'kube-system', 'shop'];

/** A small cluster: what counts here is how many objects of which kind there are. */
const snapshot: Snapshot = {
  ...snapshotOf({
    takenAt: TAKEN_AT,
    objects: [
      ...NAMESPACES.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
      ...['web-1', 'web-2', 'web-3'].map((name) => ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, namespace: 'shop' },
        spec: { containers: [{ name: 'web', image: 'registry.example.com/shop/web:2.7.1' }] },
      })),
    ],
  }),
  cluster: { name: 'kind-prod', context: 'kind-prod', version: 'v1.34.4' },
};

const CHECKS = [
  'config-map-missing',
  'container-oom-killed',
  'deployment-degraded',
  'image-not-found',
  'node-not-ready',
  'pdb-selects-nothing',
  'pod-insufficient-resources',
  'quota-exceeded',
];

/** Everything was read, every check ran. */
export const fullCoverage: Coverage = {
  kinds: ALL_KINDS.map(listed),
  checks: { run: CHECKS, skipped: [], crashed: [] },
};

/** Some kinds were not read, some checks did not run. */
export const partialCoverage: Coverage = {
  kinds: ALL_KINDS.map((kind) => {
    if (kind === 'Secret') return unread(kind, 'forbidden', 'secrets is forbidden: User "dev" cannot list resource');
    if (kind === 'ConfigMap') return { ...listed(kind), reason: 'forbidden', except: ['billing', 'kube-system'] };
    if (kind === 'StorageClass') return unread(kind, 'failed', 'no answer within 30s');
    if (kind === 'HorizontalPodAutoscaler') return unread(kind, 'absent', 'the server has no such resource');
    return listed(kind);
  }),
  checks: {
    run: CHECKS.filter((check) => check !== 'node-not-ready'),
    skipped: [
      { check: 'config-map-missing', reason: 'may not list configmaps in namespace billing' },
      { check: 'secret-missing', reason: 'may not list secrets' },
      { check: 'secret-key-missing', reason: 'may not list secrets' },
    ],
    crashed: [
      {
        check: 'node-not-ready',
        reason: "Cannot read properties of undefined (reading 'conditions')",
        object: refTo('Node', null, 'worker-2'),
      },
    ],
  },
};

const web = refTo('Deployment', 'shop', 'web');
const webPods = ['web-6d9f7c5b6d-2xk9p', 'web-6d9f7c5b6d-8hjqm', 'web-6d9f7c5b6d-tz4wl'].map((name) =>
  refTo('Pod', 'shop', name),
);
const quota = refTo('ResourceQuota', 'billing', 'team');
const exceeded = 'exceeded quota: team, requested: pods=1, used: pods=20, limited: pods=20';

function finding(
  parts: Partial<Finding> & Pick<Finding, 'id' | 'check' | 'severity' | 'title' | 'message' | 'subject'>,
): Finding {
  const { id, check, severity, title, message, subject, ...rest } = parts;
  return {
    ...{ id, check, severity, confidence: 'certain', since: null, title, message, subject },
    ...{
      members: [],
      facts: {},
      evidence: [],
      symptoms: [],
      causes: [],
      change: null,
      fixes: [],
      docs: 'https://kubernetes.io/docs/',
    },
    ...rest,
  };
}

function seen(object: ObjectRef, fields: Readonly<Record<string, Evidence['value']>>): readonly Evidence[] {
  return Object.entries(fields).map(([path, value]) => ({ object, path, value }));
}

export const configMapMissing = finding({
  id: '8f3a0c11d2e4b5a6',
  check: 'config-map-missing',
  severity: 'critical',
  since: '2026-01-10T11:46:00Z',
  title: 'ConfigMap does not exist',
  message:
    'ConfigMap web-setings does not exist in namespace shop, and container web needs it; did you mean web-settings?',
  subject: web,
  members: webPods,
  facts: {
    configMap: 'web-setings',
    namespace: 'shop',
    usedBy: 'container web',
    similar: ['web-settings'],
    running: false,
  },
  evidence: seen(webPods[0] ?? web, {
    'spec.containers[name=web].envFrom[0].configMapRef.name': 'web-setings',
    'status.containerStatuses[name=web].state.waiting.reason': 'CreateContainerConfigError',
    'status.containerStatuses[name=web].state.waiting.message': 'configmap "web-setings" not found',
  }),
  symptoms: [
    symptom({
      check: 'ingress-backend-down',
      subject: refTo('Ingress', 'shop', 'shop'),
      message: 'Backend web:80 of shop.example.com/ has no ready endpoint',
    }),
    symptom({ check: 'deployment-unavailable', subject: web, message: '0 of 3 pods are available' }),
    symptom({
      check: 'service-no-endpoints',
      subject: refTo('Service', 'shop', 'web'),
      message: 'No endpoint is ready',
    }),
  ],
  fixes: [
    { text: 'Correct the name in the workload', command: 'kubectl edit -n shop deployment/web' },
    { text: 'See what the pod waits for', command: 'kubectl describe -n shop pod/web-6d9f7c5b6d-2xk9p' },
  ],
  docs: 'https://kubernetes.io/docs/concepts/configuration/configmap/#using-configmaps',
});

const quotaExceeded = finding({
  id: '1b0e77aa90cc3d42',
  check: 'quota-exceeded',
  severity: 'critical',
  since: '2026-01-08T09:10:11Z',
  title: 'Quota is used up',
  message: 'ResourceQuota team allows 20 pods and all are used; 6 workloads cannot create pods',
  subject: quota,
  members: ['api', 'invoices', 'mailer', 'pdf', 'sync', 'worker'].map((name) => refTo('Deployment', 'billing', name)),
  facts: { quota: 'team', resource: 'pods', hard: '20', used: '20' },
  evidence: [
    ...seen(quota, { 'status.hard.pods': '20', 'status.used.pods': '20' }),
    ...seen(refTo('Deployment', 'billing', 'api'), {
      'status.conditions[type=ReplicaFailure].reason': 'FailedCreate',
      'status.conditions[type=ReplicaFailure].message': `pods "api-7c9d8b6f5-x2x7k" is forbidden: ${exceeded}`,
      'status.unavailableReplicas': 2,
    }),
  ],
  symptoms: [
    ...['api', 'invoices', 'mailer', 'pdf', 'sync'].map((name) =>
      symptom({
        check: 'deployment-unavailable',
        subject: refTo('Deployment', 'billing', name),
        message: '0 of 2 pods are available',
      }),
    ),
    ...['api', 'invoices', 'mailer', 'pdf', 'sync'].map((name) =>
      symptom({
        check: 'hpa-metrics-missing',
        subject: refTo('HorizontalPodAutoscaler', 'billing', name),
        message: `No metrics for the pods of Deployment ${name}`,
      }),
    ),
    symptom({
      check: 'service-no-endpoints',
      subject: refTo('Service', 'billing', 'api'),
      message: 'No endpoint is ready',
    }),
  ],
  fixes: [
    { text: 'See what uses the quota', command: 'kubectl describe -n billing resourcequota/team' },
    { text: 'Ask whoever owns the namespace for a larger quota', command: null },
  ],
  docs: 'https://kubernetes.io/docs/concepts/policy/resource-quotas/',
});

const insufficient = finding({
  id: 'c40d19e5b7730a28',
  check: 'pod-insufficient-resources',
  severity: 'high',
  since: '2026-01-10T11:59:15Z',
  title: 'No node has room',
  message:
    'Needs 1200m cpu, and the node with most room, worker-1, has 830m; 3 nodes are too full and worker-2 is cordoned',
  subject: refTo('Deployment', 'shop', 'report'),
  members: [refTo('Pod', 'shop', 'report-5f6b8d9c7-q8w2e')],
  evidence: seen(refTo('Pod', 'shop', 'report-5f6b8d9c7-q8w2e'), {
    'status.conditions[type=PodScheduled].message':
      '0/4 nodes are available: 1 node(s) were unschedulable, 3 Insufficient cpu. no new claims to deallocate, preemption: 0/4 nodes are available: 1 Preemption is not helpful for scheduling, 3 No preemption victims found for incoming pod.',
  }),
  symptoms: [
    symptom({
      check: 'deployment-degraded',
      subject: refTo('Deployment', 'shop', 'report'),
      message: '1 of 2 pods is available',
    }),
  ],
  fixes: [
    {
      text: 'Compare what the nodes have with what is asked of them',
      command:
        "kubectl get nodes -o 'custom-columns=NAME:.metadata.name,CPU:.status.allocatable.cpu,MEMORY:.status.allocatable.memory'",
    },
  ],
  docs: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
});

const imageNotFound = finding({
  id: '77d2f08a4be1c935',
  check: 'image-not-found',
  severity: 'high',
  since: '2026-01-10T03:20:00Z',
  title: 'Image does not exist',
  message:
    'registry.example.com:5000/platform/recommendation-service/inference-worker@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 is not in the registry',
  subject: refTo('CronJob', 'shop', 'recommend'),
  members: [refTo('Job', 'shop', 'recommend-29468880'), refTo('Pod', 'shop', 'recommend-29468880-mx4tp')],
  evidence: seen(refTo('Pod', 'shop', 'recommend-29468880-mx4tp'), {
    'status.containerStatuses[name=main].state.waiting.reason': 'ImagePullBackOff',
    'status.containerStatuses[name=main].lastState.terminated': null,
  }),
  fixes: [{ text: 'Correct the image', command: 'kubectl edit -n shop cronjob/recommend' }],
  docs: 'https://kubernetes.io/docs/concepts/containers/images/',
});

const degraded = finding({
  id: 'e2c6b5a4938f7d01',
  check: 'deployment-degraded',
  severity: 'medium',
  confidence: 'possible',
  title: 'Deployment has too few pods',
  message: '2 of 5 pods are available; 1 of 3 not explained by another finding',
  subject: refTo('Deployment', 'shop', 'cart'),
  causes: [
    {
      id: imageNotFound.id,
      check: imageNotFound.check,
      subject: imageNotFound.subject,
      message: 'registry.example.com/shop/cart:3.0 is not in the registry',
    },
  ],
  fixes: [{ text: 'Look at its pods', command: 'kubectl get -n shop pods -l app=cart' }],
});

const selectsNothing = finding({
  id: '05aa16bb27cc38dd',
  check: 'pdb-selects-nothing',
  severity: 'low',
  title: 'PodDisruptionBudget selects no pod',
  message: 'Its selector app=wbe matches no pod, so it protects nothing; did you mean app=web?',
  subject: refTo('PodDisruptionBudget', 'shop', 'web'),
  evidence: seen(refTo('PodDisruptionBudget', 'shop', 'web'), { 'spec.selector.matchLabels': { app: 'wbe' } }),
  fixes: [{ text: 'Correct the selector', command: 'kubectl edit -n shop poddisruptionbudget/web' }],
});

/** Findings of every severity but info, sorted as a diagnosis has them. */
export const findings: readonly Finding[] = [
  quotaExceeded,
  configMapMissing,
  imageNotFound,
  insufficient,
  degraded,
  selectsNothing,
];

/** What pictures are derived from: only of ConfigMaps is it known that there are no others. */
const pictured: Snapshot = {
  ...snapshotOf({
    takenAt: TAKEN_AT,
    objects: [
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'shop', uid: 'web' } },
      ...webPods.map(({ name }) => ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          name,
          namespace: 'shop',
          labels: { app: 'web' },
          ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'web', controller: true }],
        },
        spec: {
          nodeName: 'worker-1',
          containers: [{ name: 'web', image: 'web', envFrom: [{ configMapRef: { name: 'web-setings' } }] }],
        },
      })),
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'web', namespace: 'shop' },
        spec: { selector: { app: 'web' } },
      },
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { name: 'shop', namespace: 'shop' },
        spec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } },
      },
    ],
  }),
  coverage: ALL_KINDS.map((kind) => (kind === 'ConfigMap' ? listed(kind) : unread(kind, 'failed', 'no answer'))),
};
const view = viewOf(pictured);

export const options: RenderOptions = {
  pictureOf: (finding) => pictureOf(finding, view),
  width: 80,
  color: false,
  ascii: false,
  verbose: false,
  toolVersion: '0.1.0',
  catalogue: catalogueOf(
    findings.map(({ check, title, severity, docs }) => ({ id: check, title, severity, source: docs })),
    {
      'config-map-missing': {
        means: 'A pod names a ConfigMap that is not there.\nThe kubelet does not start the container.',
        look: '`kubectl get -n NAMESPACE configmaps`',
        repair: 'Create it, or correct the name.',
        fine: 'While it is being created.',
      },
    },
  ),
};

export function reportOf(
  parts: Partial<Diagnosis> & { filter?: FilterCriteria; shown?: readonly Finding[]; suppression?: Suppression },
): Report {
  const diagnosis: Diagnosis = { findings: parts.findings ?? [], coverage: parts.coverage ?? fullCoverage };
  const { shown = diagnosis.findings, filter = {}, suppression } = parts;
  const more = suppression === undefined ? {} : { suppression };
  return buildReport({ snapshot, diagnosis, findings: shown, filter, ...more });
}

export const broken = reportOf({ findings, coverage: partialCoverage });
export const healthy = reportOf({});

/** Renders with the options of the goldens, but for those given. */
export function render(format: FormatName, report: Report, changes: Partial<RenderOptions> = {}): string {
  return FORMATS[format](report, { ...options, ...changes });
}
