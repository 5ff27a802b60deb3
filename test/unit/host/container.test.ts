import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { networkOf, readContainer } from '../../../src/host/container.ts';
import { temporaryFolder } from '../../support/fake-api/kubeconfig.ts';

const LO = { name: 'lo', index: 1, link: 1 };

test.each([
  [[], null],
  [[LO], 'none'],
  [[LO, { name: 'eth0', index: 2, link: 17 }], 'own'],
  [[LO, { name: 'ens3', index: 2, link: 2 }, { name: 'veth1', index: 9, link: 2 }], 'host'],
] as const)('interfaces %j are a network %s', (interfaces, network) => {
  expect(networkOf(interfaces)).toBe(network);
});

function root(marker: string | null): string {
  const folder = temporaryFolder();
  for (const [name, index, link] of [
    ['lo', 1, 1],
    ['eth0', 2, 17],
  ] as const) {
    mkdirSync(join(folder, 'sys/class/net', name), { recursive: true });
    writeFileSync(join(folder, 'sys/class/net', name, 'ifindex'), `${index}\n`);
    writeFileSync(join(folder, 'sys/class/net', name, 'iflink'), `${link}\n`);
  }
  // A file of the kernel beside the interfaces.
  writeFileSync(join(folder, 'sys/class/net/bonding_masters'), '\n');
  mkdirSync(join(folder, 'run'));
  if (marker !== null) writeFileSync(join(folder, marker), '');
  return folder;
}

test('knows a container by the files that its runtime puts there', () => {
  expect(readContainer({}, root('.dockerenv'))).toEqual({ runtime: 'Docker', network: 'own' });
  expect(readContainer({}, root('run/.containerenv'))).toEqual({ runtime: 'Podman', network: 'own' });
  expect(readContainer({ KUBERNETES_SERVICE_HOST: '10.0.0.1' }, root(null))).toEqual({
    runtime: 'Kubernetes',
    network: 'own',
  });
  expect(readContainer({}, root(null))).toEqual({ runtime: null, network: null });
});

test('does not know the network where the system does not tell', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, '.dockerenv'), '');
  expect(readContainer({}, folder)).toEqual({ runtime: 'Docker', network: null });
});
