import { expect, test } from 'vitest';
import { missingHandler, sandboxProblem } from '../../../../src/kube/startup/sandbox-errors.ts';

test.each([
  ['failed to get sandbox runtime: no runtime for "kata" is configured', 'handler', 'kata'],
  ['failed to find runtime handler kata from runtime list map[runc:0xc]', 'handler', 'kata'],
  ['failed to allocate for range 0: no IP addresses available in range set: 10.0.0.1-10.0.0.254', 'addresses', null],
  ['add cmd: failed to assign an IP address to container', 'addresses', null],
  ['unable to allocate IP via local cilium agent: [POST /ipam][502] postIpamFailure range is full', 'addresses', null],
  [
    'failed to setup network for sandbox: plugin type="calico" failed (add): connection is unauthorized',
    'network',
    null,
  ],
  ['network is not ready: container runtime network not ready: cni plugin not initialized', 'network', null],
  ['failed to get sandbox image "registry.k8s.io/pause:3.9": failed to pull image: dial tcp', 'image', null],
  ['context deadline exceeded', 'other', null],
])('%s is %s', (text, problem, handler) => {
  expect(sandboxProblem(text)).toBe(problem);
  expect(missingHandler(text)).toBe(handler);
});
