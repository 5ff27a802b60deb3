import { expect, test } from 'vitest';
import { configReferencesOf, isHeldBackAt, referencePath } from '../../../../src/kube/config/references.ts';
import type { Pod } from '../../../../src/kube/object.ts';

const pod: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'shop' },
  spec: {
    nodeName: 'worker-1',
    initContainers: [{ name: 'migrate', envFrom: [{ secretRef: { name: 'db' } }] }],
    containers: [
      {
        name: 'web',
        envFrom: [{ configMapRef: { name: 'settings', optional: true } }],
        env: [
          { name: 'PLAIN' },
          { name: 'COLOUR', valueFrom: { configMapKeyRef: { name: 'theme', key: 'colour' } } },
          { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'api', key: 'token' } } },
        ],
      },
    ],
    volumes: [
      { name: 'files', configMap: { name: 'files', items: [{ key: 'a.conf', path: 'a' }] } },
      { name: 'tls', secret: { secretName: 'cert' } },
      { name: 'all', projected: { sources: [{ configMap: { name: 'ca' } }, { secret: { name: 'client' } }, {}] } },
    ],
  },
  status: {
    containerStatuses: [{ name: 'web', state: { waiting: { reason: 'CreateContainerConfigError' } } }],
    initContainerStatuses: [{ name: 'migrate', state: { terminated: { exitCode: 0 } } }],
  },
};

test('finds every reference, with where it stands', () => {
  const found = configReferencesOf(pod).map((reference) => [
    referencePath(reference),
    `${reference.kind} ${reference.name}${reference.key === null ? '' : `/${reference.key}`}`,
  ]);
  expect(found).toEqual([
    ['spec.initContainers[name=migrate].envFrom', 'Secret db'],
    ['spec.containers[name=web].envFrom', 'ConfigMap settings'],
    ['spec.containers[name=web].env[name=COLOUR]', 'ConfigMap theme/colour'],
    ['spec.containers[name=web].env[name=TOKEN]', 'Secret api/token'],
    ['spec.volumes[name=files]', 'ConfigMap files'],
    ['spec.volumes[name=files]', 'ConfigMap files/a.conf'],
    ['spec.volumes[name=tls]', 'Secret cert'],
    ['spec.volumes[name=all]', 'ConfigMap ca'],
    ['spec.volumes[name=all]', 'Secret client'],
  ]);
  expect(configReferencesOf(pod).filter(({ optional }) => optional)).toHaveLength(1);
});

test('finds those of one kind only, if asked so', () => {
  const all = configReferencesOf(pod);
  for (const kind of ['ConfigMap', 'Secret'] as const) {
    expect(configReferencesOf(pod, kind)).toEqual(all.filter((reference) => reference.kind === kind));
  }
});

test('a container is held back while it cannot be configured, volumes while nothing has started', () => {
  expect(
    configReferencesOf(pod)
      .filter((reference) => isHeldBackAt(pod, reference))
      .map(({ name }) => name),
  ).toEqual(['settings', 'theme', 'api']);
});
