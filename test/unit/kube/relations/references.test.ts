import { expect, test } from 'vitest';
import type { Kind, ObjectOf } from '../../../../src/kube/object.ts';
import { refText } from '../../../../src/kube/object-ref.ts';
import { referencesOf } from '../../../../src/kube/relations/references.ts';
import { selectionOf } from '../../../../src/kube/relations/selections.ts';
import { viewOf } from '../../../../src/snapshot/snapshot-view.ts';
import { snapshotOf } from '../../../support/fixture.ts';

/** The object as a snapshot keeps it: a field that is cut away there relates nothing. */
function kept<K extends Kind>(kind: K, apiVersion: string, spec: object, more: object = {}): ObjectOf<K> {
  const raw = { apiVersion, kind, metadata: { name: 'web', namespace: 'shop' }, spec, ...more };
  const [object] = viewOf(snapshotOf({ takenAt: '2026-01-10T12:00:00Z', objects: [raw] })).all(kind);
  if (object === undefined) throw new Error(`no ${kind} was kept`);
  return object;
}

function said<K extends Kind>(kind: K, apiVersion: string, spec: object, more: object = {}): readonly string[] {
  return referencesOf(kind, kept(kind, apiVersion, spec, more)).map(
    ({ word, to, optional }) => `${word} ${refText(to)}${optional ? ' (optional)' : ''}`,
  );
}

test('a pod names configuration, volumes, accounts, its class and its node', () => {
  const spec = {
    nodeName: 'worker-1',
    serviceAccountName: 'robot',
    priorityClassName: 'urgent',
    imagePullSecrets: [{ name: 'registry' }],
    containers: [
      {
        name: 'web',
        image: 'web',
        envFrom: [{ configMapRef: { name: 'settings', optional: true } }],
        env: [{ name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }],
      },
    ],
    volumes: [
      { name: 'files', configMap: { name: 'files' } },
      { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
      { name: 'cache', ephemeral: { volumeClaimTemplate: { spec: {} } } },
    ],
  };
  expect(said('Pod', 'v1', spec)).toEqual([
    'reads ConfigMap shop/settings (optional)',
    'reads Secret shop/db',
    'mounts ConfigMap shop/files',
    'mounts PersistentVolumeClaim shop/data',
    'mounts PersistentVolumeClaim shop/web-cache',
    'pulls with Secret shop/registry',
    'runs as ServiceAccount shop/robot',
    'of class PriorityClass urgent',
    'runs on Node worker-1',
  ]);
});

test.each<[Kind, string, object, object, readonly string[]]>([
  [
    'Ingress',
    'networking.k8s.io/v1',
    {
      ingressClassName: 'nginx',
      tls: [{ secretName: 'cert' }],
      rules: [{ http: { paths: [{ path: '/', backend: { service: { name: 'api', port: { number: 80 } } } }] } }],
    },
    {},
    ['routes to Service shop/api', 'reads Secret shop/cert', 'of class IngressClass nginx'],
  ],
  [
    'HorizontalPodAutoscaler',
    'autoscaling/v2',
    { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'api' } },
    {},
    ['scales Deployment shop/api'],
  ],
  [
    'PersistentVolumeClaim',
    'v1',
    { volumeName: 'pv-1', storageClassName: 'fast' },
    {},
    ['bound to PersistentVolume pv-1', 'of class StorageClass fast'],
  ],
  ['PersistentVolume', 'v1', { storageClassName: 'fast' }, {}, ['of class StorageClass fast']],
  ['StatefulSet', 'apps/v1', { serviceName: 'db' }, {}, ['governed by Service shop/db']],
  [
    'APIService',
    'apiregistration.k8s.io/v1',
    { service: { namespace: 'metrics', name: 'server' } },
    {},
    ['served by Service metrics/server'],
  ],
  [
    'ValidatingWebhookConfiguration',
    'admissionregistration.k8s.io/v1',
    {},
    { webhooks: [{ name: 'a.b.c', clientConfig: { service: { namespace: 'policy', name: 'hook' } } }] },
    ['calls Service policy/hook'],
  ],
  [
    'RoleBinding',
    'rbac.authorization.k8s.io/v1',
    {},
    {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'ServiceAccount', namespace: 'shop', name: 'robot' }],
    },
    ['grants ClusterRole view', 'granted to ServiceAccount shop/robot'],
  ],
  [
    'HTTPRoute',
    'gateway.networking.k8s.io/v1',
    { parentRefs: [{ name: 'edge', namespace: 'infra' }], rules: [{ backendRefs: [{ name: 'api', port: 80 }] }] },
    {},
    ['attached to Gateway infra/edge', 'routes to Service shop/api'],
  ],
  [
    'Certificate',
    'cert-manager.io/v1',
    { secretName: 'cert', issuerRef: { kind: 'ClusterIssuer', name: 'acme' } },
    {},
    ['issued by ClusterIssuer acme', 'fills Secret shop/cert'],
  ],
  ['Namespace', 'v1', {}, {}, []],
])('%s names what it depends on', (kind, apiVersion, spec, more, expected) => {
  expect(said(kind, apiVersion, spec, more)).toEqual(expected);
});

test('what is empty names nothing', () => {
  for (const kind of ['Pod', 'Ingress', 'PersistentVolumeClaim', 'HTTPRoute', 'Certificate', 'StatefulSet'] as const) {
    expect(referencesOf(kind, { apiVersion: 'v1', kind, metadata: { name: 'web' } })).toEqual([]);
  }
});

test('a Service without selector selects nothing, a budget with an empty one everything', () => {
  const service = (selector: object) => selectionOf('Service', kept('Service', 'v1', { selector }));
  expect(service({})).toBeUndefined();
  expect(service({ app: 'web' })?.takes({ app: 'web', tier: 'front' })).toBe(true);
  expect(service({ app: 'web' })?.takes({ app: 'api' })).toBe(false);
  const budget = selectionOf('PodDisruptionBudget', kept('PodDisruptionBudget', 'policy/v1', { selector: {} }));
  expect([budget?.word, budget?.takes({ app: 'api' })]).toEqual(['protects', true]);
  expect(selectionOf('Pod', kept('Pod', 'v1', { containers: [] }))).toBeUndefined();
});
