import { describe, expect, test } from 'vitest';
import type { KubeObject, ObjectOf } from '../../../../src/kube/object.ts';
import { serviceFix } from '../../../../src/remedy/actions/service-fix.ts';
import {
  consider,
  deployment,
  editsOf,
  editTexts,
  pod,
  proposed,
  refusals,
  template,
  verified,
} from '../../../support/rollout-stage.ts';

type Spec = NonNullable<ObjectOf<'Service'>['spec']>;
const service = (
  selector: Record<string, string>,
  ports: Spec['ports'] = [{ port: 80, targetPort: 'http' }],
): ObjectOf<'Service'> => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'shop', uid: 'uid-svc' },
  spec: { selector, ports },
});
const slice = (ready: boolean, ports: readonly { name?: string }[] = [{ name: '' }]): KubeObject => {
  const object = {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'web-1', namespace: 'shop', labels: { 'kubernetes.io/service-name': 'web' } },
    endpoints: [{ conditions: { ready } }],
    ports,
  };
  return object;
};
const named = (name: string, labels: Record<string, string>, replicas = 1): KubeObject => {
  const of = deployment({ replicas, template: template({}, labels) });
  return { ...of, metadata: { ...of.metadata, name, uid: name } };
};
const shop = named('web', { tier: 'front' });
const nearest = { selector: 'nearest' };

describe('service.fix of a selector', () => {
  test('takes that of the only workload it can mean', async () => {
    const proposal = await proposed(serviceFix, service({ app: 'wbe', tier: 'front' }), nearest, { objects: [shop] });
    expect(editTexts(proposal)).toEqual(['spec.selector.app = "web"']);
    expect(proposal).toMatchObject({
      risk: 'R2',
      effects: { podsDisrupted: 0 },
      summary:
        'set the selector of Service shop/web from app=wbe,tier=front to app=web,tier=front, as Deployment shop/web has it',
    });
  });

  test('exchanges a key that is misspelt', async () => {
    const proposal = await proposed(serviceFix, service({ application: 'web' }), nearest, { objects: [shop] });
    expect(editsOf(proposal)).toEqual([
      { path: ['spec', 'selector', 'application'], value: undefined },
      { path: ['spec', 'selector', 'app'], value: 'web' },
    ]);
  });

  test('labels that are given must be those of one workload', async () => {
    const target = service({ app: 'shop' });
    expect(editTexts(await proposed(serviceFix, target, { selector: { app: 'web' } }, { objects: [shop] }))).toEqual([
      'spec.selector.app = "web"',
    ]);
    expect(await refusals(serviceFix, target, { selector: { app: 'db' } }, { objects: [shop] })).toEqual([
      'no-candidate',
    ]);
  });

  test('is refused without a candidate, or for one that wants no pods', async () => {
    expect(await refusals(serviceFix, service({ app: 'database' }), nearest, { objects: [shop] })).toEqual([
      'no-candidate',
    ]);
    expect(await refusals(serviceFix, service({ app: 'wbe' }), nearest, { objects: [named('web', {}, 0)] })).toEqual([
      'no-candidate',
    ]);
  });

  test('is refused for several candidates', async () => {
    const objects = [shop, named('canary', { tier: 'canary' })];
    expect(await refusals(serviceFix, service({ app: 'wbe' }), nearest, { objects })).toEqual(['several-candidates']);
    const hint = `say which labels, for example --param 'selector={"app":"web"}'`;
    expect(await consider(serviceFix, service({ app: 'wbe' }), nearest, { objects })).toMatchObject({
      refusals: [{ hint }],
    });
  });

  test('is refused where it has endpoints', async () => {
    const target = service({ app: 'wbe' });
    expect(await refusals(serviceFix, target, nearest, { objects: [shop, slice(true)] })).toEqual(['has-endpoints']);
    expect(await refusals(serviceFix, target, nearest, { objects: [shop, slice(false)] })).toEqual([]);
  });

  test('is refused where it matches a workload whose pods are not ready', async () => {
    const found = await refusals(
      serviceFix,
      service({ app: 'web' }),
      { selector: { tier: 'front' } },
      { objects: [shop] },
    );
    expect(found).toEqual(['selector-matches']);
  });

  test('is refused where what it matches is scaled to zero, or is a pod of nobody', async () => {
    const objects = [named('web', {}, 0), named('wab', { app: 'wab' })];
    expect(await refusals(serviceFix, service({ app: 'web' }), nearest, { objects })).toEqual(['selector-matches']);
    const lone = pod(0, 'x', { labels: { app: 'wbe' }, ready: false });
    expect(await refusals(serviceFix, service({ app: 'wbe' }), nearest, { objects: [shop, lone] })).toEqual([
      'selector-matches',
    ]);
  });

  test('is refused for a Service that selects nothing by itself', async () => {
    expect(await refusals(serviceFix, service({}), nearest, { objects: [shop] })).toEqual(['no-selector']);
  });

  test.each([
    ['EndpointSlice', 'endpointslices-unreadable'],
    ['Deployment', 'workloads-unreadable'],
    ['Pod', 'pods-unreadable'],
  ])('is refused where %s cannot be read', async (kind, id) => {
    expect(
      await refusals(serviceFix, service({ app: 'wbe' }), nearest, { objects: [shop], unreadable: [kind] }),
    ).toEqual([id]);
  });
});

describe('service.fix of a port', () => {
  const only = { targetPort: 'only' };
  const withPorts = (...ports: { name?: string; containerPort: number; protocol?: string }[]) =>
    pod(0, 'uid-rs-2', { spec: { containers: [{ name: 'web', ports }] } });
  const web = withPorts({ name: 'web', containerPort: 8080 });

  test('leads to the only port that the pods declare', async () => {
    const proposal = await proposed(serviceFix, service({ app: 'web' }), only, { objects: [web, slice(true, [])] });
    expect(editsOf(proposal)).toEqual([
      { path: ['spec', 'ports', { key: 'port', value: 80 }, 'targetPort'], value: 'web' },
    ]);
    expect(proposal.summary).toBe('lead port 80 of Service shop/web to web in place of http');
  });

  test('a port with a name is found by it, and one without leads to a number', async () => {
    const target = service({ app: 'web' }, [
      { name: 'a', port: 80, targetPort: 'http' },
      { name: 'b', port: 81, targetPort: 'x' },
    ]);
    const objects = [withPorts({ containerPort: 8080 }, { containerPort: 53, protocol: 'UDP' })];
    const proposal = await proposed(serviceFix, target, { ...only, port: 81 }, { objects });
    expect(editsOf(proposal)).toEqual([
      { path: ['spec', 'ports', { key: 'name', value: 'b' }, 'targetPort'], value: 8080 },
    ]);
    expect(await refusals(serviceFix, target, only, { objects })).toEqual(['port-unclear']);
    expect(await refusals(serviceFix, target, { ...only, port: 99 }, { objects })).toEqual(['port-missing']);
  });

  test('is refused where none or several are declared', async () => {
    const two = withPorts({ name: 'a', containerPort: 1 }, { name: 'b', containerPort: 2 });
    const target = service({ app: 'web' });
    expect(await refusals(serviceFix, target, only, { objects: [pod(0)] })).toEqual(['no-candidate']);
    expect(await refusals(serviceFix, target, only, { objects: [two] })).toEqual(['several-candidates']);
    expect(await refusals(serviceFix, target, { targetPort: 'b' }, { objects: [two] })).toEqual([]);
    expect(await refusals(serviceFix, target, { targetPort: 'c' }, { objects: [two] })).toEqual(['several-candidates']);
  });

  test('is refused where the port leads somewhere, or there already', async () => {
    expect(await refusals(serviceFix, service({ app: 'web' }), only, { objects: [web, slice(true)] })).toEqual([
      'has-endpoints',
    ]);
    const there = service({ app: 'web' }, [{ port: 80, targetPort: 'web' }]);
    expect(await refusals(serviceFix, there, only, { objects: [web] })).toEqual(['same-port']);
  });

  test.each([{}, { selector: 'nearest', targetPort: 'only' }, { targetPort: 0 }])(
    'does not take %o',
    async (params) => {
      await expect(refusals(serviceFix, service({ app: 'web' }), params)).rejects.toThrow('params of service.fix');
    },
  );
});

describe('service.fix, verified', () => {
  const target = service({ app: 'web' });

  test('is done once the port has a ready endpoint', async () => {
    const progress = (...objects: KubeObject[]) => verified(serviceFix, target, nearest, target, { objects });
    expect((await progress(slice(true))).state).toBe('done');
    expect((await progress(slice(true, []))).state).toBe('waiting');
    expect((await progress(slice(false))).state).toBe('waiting');
    expect((await progress()).state).toBe('waiting');
  });

  test('cannot be said while the slices cannot be read; a Service that is gone has failed', async () => {
    expect((await verified(serviceFix, target, nearest, target, { unreadable: ['EndpointSlice'] })).state).toBe(
      'waiting',
    );
    expect((await verified(serviceFix, target, nearest, null)).state).toBe('failed');
  });
});
