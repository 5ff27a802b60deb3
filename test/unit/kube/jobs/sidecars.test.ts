import { describe, expect, test } from 'vitest';
import { heldOpen } from '../../../../src/kube/jobs/sidecars.ts';
import type { Pod } from '../../../../src/kube/object.ts';

const NOW = Date.parse('2026-01-10T12:00:00Z');

function pod(companion: object, doneAt: string, code = 0): Pod {
  const name = Reflect.get(companion, 'name');
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'import-x' },
    spec: { containers: [{ name: 'main', image: 'registry.example/import:1' }, companion] },
    status: {
      phase: 'Running',
      containerStatuses: [
        { name: 'main', state: { terminated: { exitCode: code, finishedAt: doneAt } } },
        { name, state: { running: { startedAt: '2026-01-10T08:00:00Z' } } },
      ],
    },
  };
}

describe('a pod whose work is done', () => {
  test.each([
    { name: 'istio-proxy' },
    { name: 'second', image: 'registry.example/library/envoy:1.30' },
    { name: 'second', ports: [{ containerPort: 8080 }] },
    { name: 'second', readinessProbe: { tcpSocket: { port: 80 } } },
  ])('is held open by a companion: %j', (companion) => {
    const held = heldOpen(pod(companion, '2026-01-10T11:49:00Z'), NOW);
    expect(held).toMatchObject({ known: true, since: '2026-01-10T11:49:00Z' });
    expect(held?.running.map(({ name }) => name)).toEqual([companion.name]);
  });

  test('may still end by itself, an equal within an hour', () => {
    expect(heldOpen(pod({ name: 'istio-proxy' }, '2026-01-10T11:51:00Z'), NOW)).toBeUndefined();
    expect(heldOpen(pod({ name: 'second' }, '2026-01-10T11:10:00Z'), NOW)).toBeUndefined();
    expect(heldOpen(pod({ name: 'second' }, '2026-01-10T10:50:00Z'), NOW)).toMatchObject({ known: false });
  });

  test('may have another of its kind beside it, whose name only looks like a companion', () => {
    for (const name of ['export-orders', 'shipping', 'membership', 'eigenvectors']) {
      expect(heldOpen(pod({ name }, '2026-01-10T11:30:00Z'), NOW), name).toBeUndefined();
    }
    for (const name of ['log-shipper', 'vector', 'postgres-exporter', 'cloud-sql-proxy']) {
      expect(heldOpen(pod({ name }, '2026-01-10T11:30:00Z'), NOW), name).toMatchObject({ known: true });
    }
  });

  test('is not held open by what began after its end', () => {
    expect(heldOpen(pod({ name: 'istio-proxy' }, '2026-01-10T07:59:00Z'), NOW)).toBeUndefined();
  });

  test('is another matter where the work failed', () => {
    expect(heldOpen(pod({ name: 'istio-proxy' }, '2026-01-10T11:00:00Z', 1), NOW)).toBeUndefined();
  });
});
