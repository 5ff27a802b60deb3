import { expect, test } from 'vitest';
import { roleFor } from '../../../../src/cli/commands/rbac.ts';
import type { RoleAction } from '../../../../src/remedy/rights/role.ts';

const KNOWN: readonly RoleAction[] = [
  {
    id: 'rollout.undo',
    on: ['Deployment'],
    risk: 'R3',
    rights: [{ group: 'apps', resource: 'deployments', verb: 'patch' }],
  },
  { id: 'scale', on: ['Deployment'], risk: 'R3', rights: [] },
  { id: 'patch', on: 'any', risk: 'R3', rights: [] },
];

function failure(options: Partial<Parameters<typeof roleFor>[0]>): string {
  try {
    return roleFor({ actions: 'scale', name: 'repair', ...options }, KNOWN);
  } catch (error) {
    const { code, message, hint } = error as { code: string; message: string; hint?: string };
    return `${code}: ${message} (${hint ?? ''})`;
  }
}

test('takes a list of actions', () => {
  const yaml = roleFor({ actions: 'rollout.undo, scale', namespace: 'shop', name: 'repair' }, KNOWN);
  expect(yaml).toContain('# What mekhanikube needs for rollout.undo, scale in namespace shop.');
  expect(yaml).toContain('namespace: shop');
});

test('knows what may have been meant', () => {
  expect(failure({ actions: 'rollout.undoo' })).toBe(
    'usage: there is no action "rollout.undoo" (did you mean rollout.undo?)',
  );
  expect(failure({ actions: ' , ' })).toBe('usage: --actions names no action ()');
});

test('an action on any kind needs to be told the kinds', () => {
  expect(failure({ actions: 'patch' })).toContain('usage: patch is for objects of any kind');
  expect(failure({ actions: 'patch', on: 'deployment' })).toContain('resources: [deployments]');
  expect(failure({ actions: 'patch', on: 'deploymnt' })).toContain('did you mean Deployment?');
  expect(failure({ actions: 'patch', on: 'secrets' })).toContain('no role of this tool gives rights to Secrets');
});

test('names cannot carry YAML', () => {
  expect(failure({ name: 'x\nrules: []' })).toContain('usage: --name');
  expect(failure({ namespace: 'a b' })).toContain('usage: --namespace');
});
