import { describe, expect, test } from 'vitest';
import type { Pod } from '../../../../src/kube/object.ts';
import { domainWord, type PodTerm, podsOfTerm } from '../../../../src/kube/scheduling/pod-affinity.ts';
import { repulsionOf } from '../../../../src/kube/scheduling/pod-repulsion.ts';
import { schedulingOf } from '../../../../src/kube/scheduling/scheduling.ts';
import { viewOf } from '../../../../src/snapshot/snapshot-view.ts';
import { snapshotOf } from '../../../support/fixture.ts';

const HOST = 'kubernetes.io/hostname';
const ZONE = 'topology.kubernetes.io/zone';

function pod(name: string, namespace: string, app: string, nodeName?: string, anti?: PodTerm): Pod {
  const affinity = anti && { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [anti] } };
  const spec = { ...(nodeName && { nodeName }), ...(affinity && { affinity }) };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { app } },
    spec,
    status: { phase: 'Running' },
  };
}

const namespace = (name: string, tier: string) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: { tier } },
});
const node = (name: string, zone?: string) => {
  const labels = { [HOST]: name, ...(zone && { [ZONE]: zone }) };
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, labels } };
};
const term = (more: Partial<PodTerm> = {}): PodTerm => {
  return { labelSelector: { matchLabels: { app: 'redis' } }, topologyKey: HOST, ...more };
};

function world(objects: readonly unknown[], forbidden: Parameters<typeof snapshotOf>[0]['forbidden'] = []) {
  const view = viewOf(snapshotOf({ takenAt: '2026-01-10T12:00:00Z', objects, forbidden }));
  const find = (name: string): Pod => {
    const found = view.all('Pod').find(({ metadata }) => metadata.name === name);
    if (found === undefined) throw new Error(`no pod ${name}`);
    return found;
  };
  return { view, find };
}

describe('podsOfTerm', () => {
  const objects = [
    pod('own', 'shop', 'redis'),
    pod('here', 'shop', 'redis', 'n1'),
    { ...pod('ended', 'shop', 'redis', 'n1'), status: { phase: 'Succeeded' } },
    pod('there', 'cache', 'redis', 'n1'),
    pod('far', 'other', 'redis', 'n1'),
    namespace('shop', 'front'),
    namespace('cache', 'back'),
    namespace('other', 'front'),
  ];
  const names = (wanted: PodTerm) => {
    const { view, find } = world(objects);
    const { pods, complete } = podsOfTerm(wanted, find('own'), view);
    expect(complete).toBe(true);
    return pods.map(({ metadata }) => metadata.name);
  };

  test('looks into the own namespace, without the pod itself and ended ones', () => {
    expect(names(term())).toEqual(['here']);
  });

  test('looks into the namespaces that it names and selects', () => {
    expect(names(term({ namespaces: ['cache'] }))).toEqual(['there']);
    expect(names(term({ namespaceSelector: { matchLabels: { tier: 'back' } } }))).toEqual(['there']);
    expect(
      names(term({ namespaces: ['cache'], namespaceSelector: { matchLabels: { tier: 'front' } } })).sort(),
    ).toEqual(['far', 'here', 'there']);
    expect(names(term({ namespaceSelector: {} })).sort()).toEqual(['far', 'here', 'there']);
  });

  test('no selector selects nothing', () => {
    expect(names({ topologyKey: HOST })).toEqual([]);
  });

  test('is not complete where namespaces could not be read', () => {
    const { view, find } = world(objects, ['Namespace']);
    expect(podsOfTerm(term({ namespaceSelector: {} }), find('own'), view).complete).toBe(false);
    expect(podsOfTerm(term(), find('own'), view).complete).toBe(true);
  });
});

describe('repulsionOf', () => {
  const zones = [node('n1', 'a'), node('n2', 'a'), node('n3', 'b'), node('n4')];
  const strongest = (...objects: unknown[]) => {
    const { view, find } = world([...zones, ...objects]);
    return repulsionOf(find('web'), schedulingOf(view).nodes, view);
  };

  test('counts what the key divides the nodes into', () => {
    const perZone = term({ topologyKey: ZONE });
    expect(strongest(pod('web', 'shop', 'web', undefined, perZone), pod('r', 'shop', 'redis', 'n1'))).toMatchObject({
      of: 'own',
      domains: 2,
      taken: 1,
    });
    expect(strongest(pod('web', 'shop', 'web', undefined, term()), pod('r', 'shop', 'redis', 'n1'))).toMatchObject({
      of: 'own',
      domains: 4,
      taken: 1,
    });
  });

  test('works the other way round too', () => {
    const keep = term({ labelSelector: { matchLabels: { app: 'web' } } });
    expect(strongest(pod('web', 'shop', 'web'), pod('r', 'shop', 'redis', 'n3', keep))).toMatchObject({
      of: 'others',
      domains: 4,
      taken: 1,
    });
    expect(strongest(pod('web', 'shop', 'web'), pod('r', 'cache', 'redis', 'n3', keep))).toBeUndefined();
    const everywhere = { ...keep, namespaces: ['shop'] };
    expect(strongest(pod('web', 'shop', 'web'), pod('r', 'cache', 'redis', 'n3', everywhere))).toMatchObject({
      of: 'others',
    });
  });

  test('the term that takes most counts', () => {
    const keep = term({ labelSelector: { matchLabels: { app: 'web' } } });
    const own = pod('web', 'shop', 'web', undefined, term());
    expect(strongest(own, pod('r1', 'shop', 'redis', 'n1'), pod('x', 'shop', 'x', 'n2', keep))).toMatchObject({
      of: 'own',
      taken: 1,
    });
    expect(strongest(own, pod('x', 'shop', 'x', 'n2', keep))).toMatchObject({ of: 'others', taken: 1 });
  });
});

test('words for domains', () => {
  expect([HOST, ZONE, 'rack'].map(domainWord)).toEqual(['node', 'zone', 'rack domain']);
});
