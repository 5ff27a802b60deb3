import { expect, test } from 'vitest';
import { recreated } from '../../../../src/remedy/run/recreated.ts';
import { made, ownedBy } from '../../../support/consider.ts';

const owner = made('ReplicaSet', 'web-1', { apiVersion: 'apps/v1' });

test('what the server gave it stays behind, and all else comes again', () => {
  const before = made('ConfigMap', 'web', {
    metadata: {
      ...ownedBy(owner),
      creationTimestamp: '2026-01-01T00:00:00Z',
      managedFields: [{ manager: 'kubectl' }],
      labels: { app: 'web' },
      annotations: { note: 'kept' },
      finalizers: ['example.com/kept'],
    },
    data: { key: 'value' },
    status: { phase: 'gone' },
  });
  expect(recreated(before)).toEqual({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'web',
      namespace: 'shop',
      labels: { app: 'web' },
      annotations: { note: 'kept' },
      finalizers: ['example.com/kept'],
    },
    data: { key: 'value' },
  });
});

test('a Job gets a selector and labels of its own again, unless it has its own way', () => {
  const labels = { 'controller-uid': 'u', 'batch.kubernetes.io/controller-uid': 'u', 'job-name': 'import' };
  const spec = {
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { restartPolicy: 'Never' } },
  };
  const job = (more: object) =>
    made('Job', 'import', { apiVersion: 'batch/v1', metadata: { labels }, spec: { ...spec, ...more } });
  expect(recreated(job({}))).toMatchObject({ metadata: { labels: { 'job-name': 'import' } } });
  expect(JSON.stringify(recreated(job({})))).not.toContain('controller-uid');
  expect(recreated(job({}))).not.toHaveProperty('spec.selector');
  expect(recreated(job({ manualSelector: true }))).toMatchObject({ spec });
});

test('a Service gets a new address, and a Pod is scheduled anew', () => {
  const service = made('Service', 'web', {
    spec: { clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1'], healthCheckNodePort: 3, ports: [] },
  });
  expect(recreated(service)).toMatchObject({ spec: { ports: [] } });
  expect(Object.keys((recreated(service) as unknown as { spec: object }).spec)).toEqual(['ports']);
  const pod = made('Pod', 'web', { spec: { nodeName: 'worker-1', containers: [] } });
  expect((recreated(pod) as unknown as { spec: object }).spec).toEqual({ containers: [] });
});
