import { describe, expect, test } from 'vitest';
import { refText } from '../../../../src/kube/object-ref.ts';
import { resolveTargets } from '../../../../src/remedy/signals/resolve-targets.ts';
import { finding, policy, ref } from '../policy/sample.ts';
import { deployment, pod, view, WEB } from './sample.ts';

const elsewhere = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'test', uid: 'x' } };
const VIEW = view([
  ...WEB,
  deployment('api', {}, { tier: 'back' }),
  deployment('api-canary', {}, { tier: 'back' }),
  elsewhere,
  pod('web-a'),
]);

function resolved(target: Record<string, unknown>, parts: Record<string, unknown> = {}) {
  const targets = [{ apiVersion: 'apps/v1', kind: 'Deployment', ...target }];
  return resolveTargets(policy({ targets }, parts), VIEW, []).targets.map((one) => refText(one.ref));
}

const cluster = { kind: 'ClusterRemediationPolicy' };

describe('all that is said must fit', () => {
  test.each<[Record<string, unknown>, Record<string, unknown>, readonly string[]]>([
    [{}, {}, ['Deployment shop/api', 'Deployment shop/api-canary', 'Deployment shop/web', 'Deployment test/web']],
    [{}, { metadata: { name: 'p', namespace: 'test' } }, ['Deployment test/web']],
    [{ names: ['api*'] }, {}, ['Deployment shop/api', 'Deployment shop/api-canary']],
    [{ names: ['api*'], exclude: { names: ['*-canary'] } }, {}, ['Deployment shop/api']],
    [{ selector: { matchLabels: { tier: 'back' } } }, {}, ['Deployment shop/api', 'Deployment shop/api-canary']],
    [{ exclude: { selector: { matchLabels: { tier: 'back' } }, namespaces: ['te?t'] } }, {}, ['Deployment shop/web']],
    [{ namespaces: ['t*'] }, cluster, ['Deployment test/web']],
  ])('%o %o', (target, parts, expected) => {
    expect(resolved(target, parts)).toEqual(expected);
  });
});

test('a target has the pods that it owns over its ReplicaSets', () => {
  const { targets } = resolveTargets(
    policy({ targets: [{ apiVersion: 'apps/v1', kind: 'Deployment', names: ['web'] }] }),
    VIEW,
    [],
  );
  expect(targets.map(({ pods }) => pods.map(({ metadata }) => metadata.name))).toEqual([['web-a'], []]);
});

test('a kind that could not be read is told, not taken for none', () => {
  const blind = view(WEB, { forbidden: ['Deployment'] });
  expect(resolveTargets(policy(), blind, [])).toEqual({ targets: [], unread: ['deployments could not all be read'] });
});

test('a policy that only tells is for what it finds', () => {
  const told = policy({ targets: [], steps: [{ id: 'tell', action: 'notify' }] });
  const found = [
    finding('pod-crash-loop', ref('Deployment', 'web')),
    finding('container-oom-killed', ref('Deployment', 'api')),
    finding('pod-crash-loop', ref('Deployment', 'gone')),
  ];
  expect(resolveTargets(told, VIEW, found).targets.map((one) => refText(one.ref))).toEqual(['Deployment shop/web']);
});
