import { describe, expect, it } from 'vitest';
import { OTHER_AUTHORITY } from '../../../../src/cluster/reach/dial-failure.ts';
import { unreachable } from '../../../../src/cluster/reach/unreachable.ts';
import { targetAt } from '../../../support/tls/target.ts';

function hintFor(name: string, reason = 'connection refused'): string {
  const target = targetAt('https://127.0.0.1:6443', {}, {}, name);
  return unreachable(target, [{ address: '127.0.0.1:6443', reason }]).hint ?? '';
}

describe('what to do', () => {
  it.each([
    ['kind-dev', /deploy\/compose\/kind\.yaml/],
    ['k3d-dev', /deploy\/compose\/k3d\.yaml/],
    ['minikube', /deploy\/compose\/minikube\.yaml/],
    ['docker-desktop', /Docker Desktop must be running/],
    ['rancher-desktop', /Rancher Desktop must be running/],
    ['orbstack', /OrbStack must be running/],
    ['dev', /kind\.yaml, k3d\.yaml, minikube\.yaml/],
  ])('on %s', (name, hint) => {
    expect(hintFor(name)).toMatch(hint);
  });

  it.each(['kind-dev', 'k3d-dev', 'minikube', 'dev'])('on %s of Linux, with the network of the host', (name) => {
    expect(hintFor(name)).toContain('-f deploy/compose/linux-host.yaml');
  });

  it.each([
    ['connection refused', /^is the cluster running\?/],
    [OTHER_AUTHORITY, /^was the cluster made anew\?/],
    ['its certificate is for a, not for b', /^use an address or a tls-server-name/],
    ['its certificate has expired', /^renew it on the control plane/],
  ])('where the reason is: %s', (reason, hint) => {
    expect(hintFor('kind-dev', reason)).toMatch(hint);
  });
});
