import { expect, test } from 'vitest';
import { allowList } from '../../../../src/remedy/guards/allow-list.ts';
import { judge, reasonOf } from './known-facts.ts';

const list = (namespaces: 'all' | string[], actions: 'all' | string[] = 'all') => [
  { of: 'the installation', allow: { namespaces, actions } },
];

test('lets listed namespaces and actions pass', () => {
  expect(judge(allowList, 'allowList').allows).toBe(true);
  expect(judge(allowList, 'allowList', { lists: list(['sh*'], ['scale', 'rollout.*']) }).allows).toBe(true);
});

test('denies what is not listed, with the list', () => {
  expect(reasonOf(judge(allowList, 'allowList', { lists: list('all', ['rollout.*']) }))).toBe(
    'the installation does not allow scale: its list has only rollout.*',
  );
  expect(reasonOf(judge(allowList, 'allowList', { lists: list([]) }))).toBe(
    'the installation does not allow Deployment shop/web: its list is empty',
  );
});

test('every list has to allow it', () => {
  const lists = [...list('all'), { of: 'policy p', allow: { namespaces: ['blog'], actions: 'all' as const } }];
  expect(judge(allowList, 'allowList', { lists })).toMatchObject({ id: 'NamespaceNotAllowed' });
});

test('an object without a namespace is not in a listed one', () => {
  const objects = [{ apiVersion: 'v1', kind: 'Node', namespace: null, name: 'n1' }];
  expect(judge(allowList, 'allowList', { objects, lists: list(['*']) }).allows).toBe(false);
  expect(judge(allowList, 'allowList', { objects, lists: list('all') }).allows).toBe(true);
});

test('no list at all allows nothing', () => {
  expect(judge(allowList, 'allowList', { lists: [] }).allows).toBe(false);
});
