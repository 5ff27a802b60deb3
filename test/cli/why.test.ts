import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { snapshotLines } from '../../src/snapshot/recording/own-format.ts';
import { run } from '../support/cli.ts';
import { startFakeApi } from '../support/fake-api/fake-api.ts';
import { writeKubeconfig } from '../support/fake-api/kubeconfig.ts';
import { namespaces } from '../support/fake-api/objects.ts';
import { snapshotOf } from '../support/fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'mekhanikube-why-'));
const recording = join(folder, 'shop.json');
afterAll(() => rmSync(folder, { recursive: true }));

const labels = { app: 'web' };
const old = '2026-01-01T00:00:00Z';
const condition = (type: string) => ({ type, status: 'False', lastTransitionTime: old });
const object = (apiVersion: string, kind: string, name: string, rest: object, metadata: object = {}) => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'shop', uid: `${kind}-${name}`, creationTimestamp: old, ...metadata },
  ...rest,
});
const owned = (kind: string, name: string) => ({
  ownerReferences: [{ apiVersion: 'apps/v1', kind, name, uid: `${kind}-${name}`, controller: true }],
});
const container = { name: 'web', image: 'web', envFrom: [{ configMapRef: { name: 'settings' } }] };
const template = { metadata: { labels }, spec: { containers: [container] } };

const snapshot = snapshotOf({
  takenAt: '2026-01-10T12:00:00Z',
  objects: [
    object(
      'apps/v1',
      'Deployment',
      'web',
      {
        spec: { replicas: 1, selector: { matchLabels: labels }, template },
        status: { replicas: 1, observedGeneration: 1, conditions: [condition('Available')] },
      },
      { generation: 1 },
    ),
    object(
      'apps/v1',
      'ReplicaSet',
      'web-1',
      { spec: { replicas: 1, selector: { matchLabels: labels }, template } },
      owned('Deployment', 'web'),
    ),
    object(
      'v1',
      'Pod',
      'web-1-a',
      {
        spec: { nodeName: 'worker', containers: [container] },
        status: {
          phase: 'Pending',
          conditions: [condition('Ready')],
          containerStatuses: [
            {
              name: 'web',
              ready: false,
              restartCount: 0,
              state: { waiting: { reason: 'CreateContainerConfigError', message: 'configmap "settings" not found' } },
            },
          ],
        },
      },
      { labels, ...owned('ReplicaSet', 'web-1') },
    ),
    object('v1', 'Service', 'web', { spec: { selector: labels, ports: [{ port: 80 }] } }),
    object('v1', 'Service', 'other', { spec: { type: 'ExternalName', externalName: 'example.com' } }),
    object('v1', 'ConfigMap', 'unrelated', {}),
  ],
});
writeFileSync(recording, [...snapshotLines(snapshot)].join('\n'));

const why = (...args: string[]) => run(['why', ...args, '--from', recording]);

test('the way from a Service leads to the ConfigMap that its pods wait for', async () => {
  const { code, stdout } = await why('svc/web');
  expect(code).toBe(0);
  expect(stdout.split('\n')[0]).toBe('Service shop/web: one cause');
  expect(stdout.replace(/\s+/g, ' ')).toMatch(
    /symptom Service shop\/web: .*\(service-pods-not-ready\).*ConfigMap settings does not exist in namespace shop/,
  );
});

test('as JSON, with each step and its rule', async () => {
  const { code, stdout } = await why('svc/web', '-o', 'json');
  expect(code).toBe(0);
  const [item] = JSON.parse(stdout).items;
  expect(item.object).toMatchObject({ kind: 'Service', name: 'web' });
  const [chain] = item.chains;
  expect(chain.steps[0]).toMatchObject({ check: 'service-pods-not-ready', rule: 'consequence' });
  expect(chain.steps.at(-1)).toMatchObject({ check: 'config-map-missing', rule: null });
  expect(chain.finding.check).toBe('config-map-missing');
});

describe('a check of the house', () => {
  const check = join(folder, 'fqdn.yaml');
  const config = join(folder, 'config.yaml');
  writeFileSync(
    check,
    JSON.stringify({
      apiVersion: 'mekhanikube.io/v1alpha1',
      kind: 'Check',
      metadata: { name: 'fqdn-undecided' },
      spec: {
        title: 'Its host name is not decided',
        severity: 'high',
        for: { kind: 'Deployment' },
        jsonPath: { path: '.spec.template.spec.setHostnameAsFQDN', exists: false },
        message: 'setHostnameAsFQDN is not set',
        prose: { means: 'Nobody decided.' },
      },
    }),
  );
  writeFileSync(config, JSON.stringify({ apiVersion: 'mekhanikube.io/v1alpha1', kind: 'Config', checks: [check] }));

  test('does not judge a field that the recording does not hold', async () => {
    const { code, stdout, stderr } = await why('deploy/web', '--config', config);
    expect(code).toBe(0);
    expect(stdout).not.toContain('fqdn-undecided');
    expect(stderr).toContain('note: fqdn-undecided looks at spec.template.spec.setHostnameAsFQDN');
  });

  test('has its fields read from the cluster', async () => {
    const deployment = (name: string, spec: object) =>
      object('apps/v1', 'Deployment', name, { spec: { replicas: 0, template: { spec: { ...spec, containers: [] } } } });
    const api = await startFakeApi({
      objects: [
        ...namespaces('shop'),
        deployment('decided', { setHostnameAsFQDN: false }),
        deployment('undecided', {}),
      ],
    });
    const cluster = ['-n', 'shop', '--kubeconfig', writeKubeconfig({ server: api.url }), '--config', config];
    const decided = await run(['why', 'deploy/decided', ...cluster]);
    const undecided = await run(['why', 'deploy/undecided', ...cluster]);
    expect(decided).toMatchObject({ code: 0, stderr: '' });
    expect(decided.stdout).toContain('Nothing is wrong with Deployment shop/decided');
    expect(undecided.stdout).toContain('fqdn-undecided');
  });
});

test('of what is well, it says so', async () => {
  expect(await why('svc', 'other')).toMatchObject({
    code: 0,
    stdout: 'Nothing is wrong with Service shop/other, as far as was read.\n',
  });
});

test.each([
  [['svc/webb'], 'there is no Service webb', 'did you mean web?'],
  [['svc/web', '-n', 'nowhere'], 'there is no Service web in namespace nowhere', ''],
  [['nonsense/web'], 'nonsense', ''],
])('%j is refused in one clear error', async (args, message, hint) => {
  const { code, stdout, stderr } = await why(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(message);
  expect(stderr).toContain(hint);
});
