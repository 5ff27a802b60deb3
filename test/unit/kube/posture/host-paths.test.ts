import { expect, test } from 'vitest';
import { runtimeSockets, sensitivePaths } from '../../../../src/kube/posture/host-paths.ts';

const volume = (path: string) => ({ volumes: [{ name: 'v', hostPath: { path } }] });

test.each([
  '/',
  '//',
  '/etc',
  '/etc/',
  '/etc/kubernetes/pki',
  '/root/.ssh',
  '/proc',
  '/dev',
  '/var',
  '/var/lib/kubelet/pods',
  '/run/containerd',
])('%s decides about the node', (path) => {
  expect(sensitivePaths(volume(path)).map(({ value }) => value)).toEqual([path]);
});

test.each(['', '/etcetera', '/var/log', '/var/lib/shop', '/data', '/dev/shm', '/run/docker.sock', '/opt/cni/bin'])(
  '%s does not',
  (path) => {
    expect(sensitivePaths(volume(path))).toEqual([]);
  },
);

test.each([
  ['/var/run/docker.sock', true],
  ['/run/k3s/containerd/containerd.sock', true],
  ['/run/crio/crio.sock', true],
  ['/run/shop/web.sock', false],
])('%s is a socket of a container runtime: %s', (path, isSocket) => {
  expect(runtimeSockets(volume(path))).toHaveLength(isSocket ? 1 : 0);
});
