import { describe, expect, test } from 'vitest';
import { hasReadyEndpoint, outageSince, selectsPods } from '../../../../src/kube/network/service-outage.ts';

const slice = (...ready: (boolean | undefined)[]) => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { name: 'x' },
  endpoints: ready.map((value) => ({ conditions: { ready: value } })),
});
const pod = (name: string, at?: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  status: { conditions: at === undefined ? [] : [{ type: 'Ready', status: 'False', lastTransitionTime: at }] },
});

describe('hasReadyEndpoint', () => {
  test('an unknown readiness counts as ready', () => {
    expect(hasReadyEndpoint(slice(false, undefined))).toBe(true);
    expect(hasReadyEndpoint(slice(false))).toBe(false);
    expect(hasReadyEndpoint(slice())).toBe(false);
  });

  test('a slice without endpoints, as the API sends it', () => {
    expect(hasReadyEndpoint(JSON.parse('{"metadata":{"name":"x"},"endpoints":null,"ports":null}'))).toBe(false);
  });
});

test('selectsPods', () => {
  const service = (spec: object) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' }, spec });
  expect(selectsPods(service({ selector: { app: 'web' } }))).toBe(true);
  expect(selectsPods(service({ selector: {} }))).toBe(false);
  expect(selectsPods(service({}))).toBe(false);
  expect(selectsPods(service({ type: 'ExternalName', selector: { app: 'web' } }))).toBe(false);
});

test('an outage began when the last pod stopped being ready', () => {
  const pods = [pod('a', '2026-01-10T11:00:00Z'), pod('b', '2026-01-10T11:30:00Z'), pod('c')];
  expect(outageSince({ state: 'not-ready', pods })).toBe('2026-01-10T11:30:00Z');
  expect(outageSince({ state: 'not-ready', pods: [pod('c')] })).toBeNull();
  expect(outageSince({ state: 'no-match' })).toBeNull();
});
