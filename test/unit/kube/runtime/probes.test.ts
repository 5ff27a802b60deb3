import { describe, expect, test } from 'vitest';
import { containersOf } from '../../../../src/kube/containers.ts';
import type { Container, ContainerStatus, KubeEvent } from '../../../../src/kube/object.ts';
import {
  killingProbeOf,
  portOf,
  probeBudgetMs,
  probeFailureOf,
  probeText,
  unresolvedPortOf,
} from '../../../../src/kube/runtime/probes.ts';

function container(spec: Container, status: ContainerStatus = {}) {
  const [view] = containersOf({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'api' },
    spec: { containers: [{ name: 'api', ...spec }] },
    status: { containerStatuses: [{ name: 'api', ...status }] },
  });
  if (view === undefined) throw new Error('no container');
  return view;
}

function unhealthy(message: string, parts: Partial<KubeEvent> = {}): KubeEvent {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'api.1' },
    involvedObject: { fieldPath: 'spec.containers{api}' },
    reason: 'Unhealthy',
    message,
    count: 3,
    firstTimestamp: '2026-01-10T11:40:00Z',
    lastTimestamp: '2026-01-10T11:59:00Z',
    ...parts,
  };
}

test('a probe in words names what it asks, but no arguments of a command', () => {
  expect(probeText({ httpGet: { path: '/ready', port: 'http' } })).toBe('HTTP GET /ready on port http');
  expect(probeText({ httpGet: { scheme: 'HTTPS', port: 8443 } })).toBe('HTTPS GET / on port 8443');
  expect(probeText({ tcpSocket: { port: 5432 } })).toBe('TCP connection to port 5432');
  expect(probeText({ grpc: { port: 9000 } })).toBe('gRPC health check on port 9000');
  expect(probeText({ exec: { command: ['mysqladmin', 'ping', '-psecret'] } })).toBe('command mysqladmin');
  expect(probeText({})).toBe('command ?');
});

test('the port of a probe', () => {
  expect([portOf({ httpGet: { port: 'http' } }), portOf({ grpc: { port: 9 } }), portOf({ exec: {} })]).toEqual([
    'http',
    9,
    undefined,
  ]);
  const spec = { ports: [{ name: 'http', containerPort: 8080 }] };
  expect(unresolvedPortOf({ httpGet: { port: 'http' } }, spec)).toBeUndefined();
  expect(unresolvedPortOf({ httpGet: { port: 8081 } }, spec)).toBeUndefined();
  expect(unresolvedPortOf({ tcpSocket: { port: 'health' } }, spec)).toBe('health');
  expect(unresolvedPortOf({ tcpSocket: { port: 'health' } }, {})).toBe('health');
});

test('the budget counts the delay and all permitted failures, with the defaults of the API', () => {
  expect(probeBudgetMs({})).toBe(30_000);
  expect(probeBudgetMs({ initialDelaySeconds: 5, periodSeconds: 2, failureThreshold: 4 })).toBe(13_000);
});

describe('probeFailureOf', () => {
  test.each([
    ['Readiness probe failed: HTTP probe failed with statuscode: 404', 'HTTP probe failed with statuscode: 404'],
    [
      'Readiness probe errored and resulted in unknown state: strconv.Atoi: parsing "health": invalid syntax',
      'strconv.Atoi: parsing "health": invalid syntax',
    ],
    ['Readiness probe errored: rpc error: code = Unknown', 'rpc error: code = Unknown'],
    ['Readiness probe failed: ', 'no answer'],
  ])('reads %s', (message, text) => {
    expect(probeFailureOf([unhealthy(message)], container({}), 'readiness')?.text).toBe(text);
  });

  test('tells a command that printed nothing', () => {
    const asked = container({ readinessProbe: { exec: { command: ['test', '-f', '/ready'] } } });
    const textOf = (message: string) => probeFailureOf([unhealthy(message)], asked, 'readiness')?.text;
    expect(textOf('Readiness probe failed: ')).toBe('its command failed and printed nothing');
    expect(textOf('Readiness probe failed:')).toBe('its command failed and printed nothing');
    expect(textOf('Readiness probe failed: not yet')).toBe('not yet');
  });

  test('counts all events of the probe, and takes the newest for its text', () => {
    const events = [
      unhealthy('Readiness probe failed: second'),
      unhealthy('Liveness probe failed: other'),
      unhealthy('Readiness probe failed: first', { firstTimestamp: '2026-01-10T11:20:00Z', count: 4 }),
    ];
    expect(probeFailureOf(events, container({}), 'readiness')).toMatchObject({
      text: 'second',
      count: 7,
      firstSeen: '2026-01-10T11:20:00Z',
      lastSeen: '2026-01-10T11:59:00Z',
    });
  });

  test('leaves out other containers and other reasons', () => {
    const other = { involvedObject: { fieldPath: 'spec.containers{proxy}' } };
    expect(probeFailureOf([unhealthy('Readiness probe failed: x', other)], container({}), 'readiness')).toBeUndefined();
    const warning = { reason: 'ProbeWarning' };
    expect(
      probeFailureOf([unhealthy('Readiness probe warning: x', warning)], container({}), 'readiness'),
    ).toBeUndefined();
  });
});

describe('killingProbeOf', () => {
  const livenessProbe = { periodSeconds: 2, failureThreshold: 2 };
  const startupProbe = { periodSeconds: 1, failureThreshold: 4 };
  const status = (exitCode: number, seconds: number, reason = 'Error') => ({
    lastState: {
      terminated: { exitCode, reason, startedAt: '2026-01-10T11:50:00Z', finishedAt: `2026-01-10T11:50:0${seconds}Z` },
    },
  });
  const liveness = unhealthy('Liveness probe failed: 500');

  test('names the probe for which the container was killed', () => {
    const killing = killingProbeOf(container({ livenessProbe }, status(137, 4)), [liveness]);
    expect(killing).toMatchObject({ kind: 'liveness', failure: { text: '500' } });
  });

  test('prefers the probe that failed last', () => {
    const startup = unhealthy('Startup probe failed: 503', { lastTimestamp: '2026-01-10T11:59:30Z' });
    const both = container({ livenessProbe, startupProbe }, status(143, 4));
    expect(killingProbeOf(both, [startup, liveness])?.kind).toBe('startup');
    expect(killingProbeOf(both, [liveness, { ...startup, lastTimestamp: '2026-01-10T11:58:00Z' }])?.kind).toBe(
      'liveness',
    );
  });

  test('is silent where the end has another reason', () => {
    const events = [liveness];
    expect(killingProbeOf(container({ livenessProbe }, status(1, 4)), events), 'its own error').toBeUndefined();
    expect(killingProbeOf(container({ livenessProbe }, status(137, 4, 'OOMKilled')), events), 'memory').toBeUndefined();
    expect(killingProbeOf(container({ livenessProbe }, status(137, 1)), events), 'too soon').toBeUndefined();
    expect(killingProbeOf(container({ livenessProbe }), events), 'never ended').toBeUndefined();
    expect(killingProbeOf(container({}, status(137, 4)), events), 'no probe').toBeUndefined();
    const later = [unhealthy('Liveness probe failed: 500', { firstTimestamp: '2026-01-10T11:55:00Z' })];
    expect(killingProbeOf(container({ livenessProbe }, status(137, 4)), later), 'failed since').toBeUndefined();
  });
});
