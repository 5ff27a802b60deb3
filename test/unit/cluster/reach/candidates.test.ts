import { describe, expect, it } from 'vitest';
import { addressText } from '../../../../src/cluster/reach/address.ts';
import { candidatesFor } from '../../../../src/cluster/reach/candidates.ts';
import { targetAt } from '../../../support/tls/target.ts';

const SERVER = 'https://127.0.0.1:6443';

function addresses(name: string, cluster = {}, gateway: string | null = '172.17.0.1', server = SERVER) {
  return candidatesFor(targetAt(server, cluster, {}, name), gateway).map(addressText);
}

const NAMED = ['127.0.0.1:6443', 'host.docker.internal:6443', 'gateway.docker.internal:6443'];

describe('candidatesFor', () => {
  it.each([
    ['kind-dev', 'dev-control-plane:6443'],
    ['k3d-dev', 'k3d-dev-serverlb:6443'],
    ['minikube', 'minikube:8443'],
  ])('knows the own network of %s', (name, inside) => {
    expect(addresses(name)).toEqual([...NAMED, '172.17.0.1:6443', inside]);
  });

  it('knows a profile of minikube by its extension', () => {
    const extensions = [{ name: 'cluster_info', extension: { provider: 'minikube.sigs.k8s.io' } }];
    expect(addresses('team', { extensions }).at(-1)).toBe('team:8443');
  });

  it('has the server first, then the host, then the gateway if there is one', () => {
    expect(addresses('dev')).toEqual([...NAMED, '172.17.0.1:6443']);
    expect(addresses('dev', {}, null)).toEqual(NAMED);
  });

  it('says nothing of a guessed name that does not resolve, and of no other', () => {
    const quiet = candidatesFor(targetAt(SERVER, {}, {}, 'kind-dev'), '172.17.0.1').filter((one) => one.onlyIfKnown);
    expect(quiet.map(addressText)).toEqual(['dev-control-plane:6443']);
  });

  it('guesses nothing where a server need not prove what it is', () => {
    expect(addresses('kind-dev', { 'insecure-skip-tls-verify': true })).toEqual(NAMED);
    expect(addresses('kind-dev', {}, '172.17.0.1', 'http://127.0.0.1:6443')).toEqual(NAMED);
  });
});
