import { expect, test } from 'vitest';
import { escalationsIn, secretReadsIn, wildcardIn } from '../../../../src/kube/posture/rights.ts';

test.each([
  [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }, 'any verb on any resource'],
  [{ apiGroups: [''], resources: ['pods', 'services'], verbs: ['*'] }, 'any verb on pods, services'],
  [{ apiGroups: ['apps'], resources: ['*'], verbs: ['get', 'delete'] }, 'get, delete on any resource of apps'],
  [{ apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list', 'watch'] }, null],
  [{ apiGroups: ['shop.example.com'], resources: ['*'], verbs: ['*'] }, null],
  [
    { apiGroups: ['networking.k8s.io'], resources: ['*'], verbs: ['*'] },
    'any verb on any resource of networking.k8s.io',
  ],
  [{ nonResourceURLs: ['*'], verbs: ['*'] }, null],
  [{}, null],
])('%j gives %s', (rule, expected) => {
  expect(wildcardIn(rule)[0] ?? null).toBe(expected);
});

test('rights by which one gains more count where no names limit them', () => {
  const rule = { resources: ['clusterroles'], verbs: ['get', 'bind'] };
  expect(escalationsIn(rule)).toEqual(['bind clusterroles']);
  expect(escalationsIn({ ...rule, resourceNames: ['view'] })).toEqual([]);
  expect(escalationsIn({ resources: ['serviceaccounts/token'], verbs: ['create', 'get'] })).toEqual([
    'create serviceaccounts/token',
  ]);
});

test.each([
  [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'create'] }, ['get']],
  [{ apiGroups: ['*'], resources: ['*'], verbs: ['list'] }, ['list']],
  [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }, []],
  [{ apiGroups: ['shop.example.com'], resources: ['secrets'], verbs: ['get'] }, []],
  [{ apiGroups: [''], resources: ['secrets'], resourceNames: ['db'], verbs: ['get'] }, []],
])('of %j, %j read every Secret', (rule, expected) => {
  expect(secretReadsIn(rule)).toEqual(expected);
});
