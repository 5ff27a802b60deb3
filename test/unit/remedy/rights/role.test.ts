import { load, loadAll } from 'js-yaml';
import { expect, test } from 'vitest';
import { ACTIONS } from '../../../../src/remedy/actions/index.ts';
import { needsKinds, type RoleRequest, roleRights, roleYaml } from '../../../../src/remedy/rights/role.ts';

const UNDO: RoleRequest['actions'][number] = {
  id: 'rollout.undo',
  on: ['Deployment', 'StatefulSet'],
  risk: 'R3',
  rights: [
    { group: 'apps', resource: 'deployments', verb: 'patch' },
    { group: 'apps', resource: 'statefulsets', verb: 'patch' },
    { group: 'apps', resource: 'replicasets', verb: 'list' },
  ],
};
const DRAIN: RoleRequest['actions'][number] = {
  id: 'node.drain',
  on: ['Node'],
  risk: 'R3',
  rights: [
    { group: '', resource: 'nodes', verb: 'patch' },
    { group: '', resource: 'pods', subresource: 'eviction', verb: 'create' },
  ],
};
const PULL: RoleRequest['actions'][number] = {
  id: 'pullsecret.attach',
  on: ['ServiceAccount'],
  risk: 'R2',
  rights: [{ group: '', resource: 'secrets', verb: 'get' }],
};
const PATCH: RoleRequest['actions'][number] = { id: 'patch', on: 'any', risk: 'R3', rights: [] };
const APPLY: RoleRequest['actions'][number] = {
  id: 'manifest.apply',
  on: 'any',
  risk: 'R3',
  rights: [
    { group: '', resource: 'services', verb: 'create' },
    { group: '', resource: 'services', verb: 'patch' },
  ],
};

function role(actions: RoleRequest['actions'], more: Partial<RoleRequest> = {}): string {
  return roleYaml({ actions, kinds: [], namespace: null, name: 'repair', ...more });
}

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

function granted(manifest: unknown): ReadonlySet<string> {
  const { rules } = manifest as { readonly rules: readonly Rule[] };
  const all = rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.map((verb) => `${verb} ${resource}.${group}`))),
  );
  return new Set(all);
}

test('one ClusterRole with what the actions, their targets and the guards take, and no more to write', () => {
  const manifest = load(role([UNDO]));
  expect(manifest).toMatchObject({ kind: 'ClusterRole', metadata: { name: 'repair' } });
  const all = granted(manifest);
  for (const right of [
    'patch deployments.apps',
    'list replicasets.apps',
    'get statefulsets.apps',
    'list resourcequotas.',
    'get namespaces.',
  ]) {
    expect(all).toContain(right);
  }
  const writes = [...all].filter((right) => !/^(get|list) /.test(right));
  expect(writes.sort()).toEqual(['patch deployments.apps', 'patch statefulsets.apps']);
});

test('a Role in a namespace, and a ClusterRole for what no Role can give, which only reads', () => {
  const [own, cluster] = loadAll(role([UNDO], { namespace: 'shop' }));
  expect(own).toMatchObject({ kind: 'Role', metadata: { name: 'repair', namespace: 'shop' } });
  expect(cluster).toMatchObject({ kind: 'ClusterRole', metadata: { name: 'repair-cluster' } });
  expect(granted(own)).toContain('patch deployments.apps');
  expect(granted(own)).not.toContain('get namespaces.');
  expect([...granted(cluster)].sort()).toEqual(['get namespaces.', 'list nodes.', 'list pods.']);
});

test('subresources', () => {
  expect(granted(load(role([DRAIN])))).toContain('create pods/eviction.');
});

test('no Secrets, and a word about it', () => {
  const yaml = role([PULL]);
  expect([...granted(load(yaml))].filter((right) => right.includes('secrets'))).toEqual([]);
  expect(yaml).toContain('# Not given: get secrets, which pullsecret.attach looks at');
});

function on(resource: string, yaml: string): readonly string[] {
  return [...granted(load(yaml))].filter((right) => right.endsWith(` ${resource}.`)).sort();
}

test('an action on any kind gets the kinds that were named', () => {
  expect(on('configmaps', role([PATCH], { kinds: ['ConfigMap'] }))).toEqual(['get configmaps.', 'patch configmaps.']);
});

test('what is created can be deleted on the way back, of the kinds that were named too', () => {
  const yaml = role([APPLY], { kinds: ['ConfigMap'] });
  expect(on('services', yaml)).toEqual(['create services.', 'delete services.', 'patch services.']);
  const all = ['create configmaps.', 'delete configmaps.', 'get configmaps.', 'patch configmaps.'];
  expect(on('configmaps', yaml)).toEqual(all);
  expect(on('pods', role([DRAIN]))).toEqual(['list pods.']);
});

test('kinds must be named only for what writes to any', () => {
  expect([PATCH, APPLY, UNDO].map(needsKinds)).toEqual([true, false, false]);
  expect(needsKinds({ ...PATCH, risk: 'R0' })).toBe(false);
  expect(needsKinds({ ...PATCH, proposeOnly: true })).toBe(false);
});

test('every action that there is has a role, without wildcards and Secrets', () => {
  const actions = [...ACTIONS.values()];
  const yaml = role(actions, { kinds: ['ConfigMap'] });
  expect(yaml).not.toContain('*');
  expect([...granted(load(yaml))].filter((right) => right.includes('secrets'))).toEqual([]);
});

test('no wildcards', () => {
  const rights = [{ group: '*', resource: '*', verb: 'get' as const }];
  expect(() => roleRights({ actions: [{ id: 'all', on: ['Pod'], risk: 'R2', rights }], kinds: [] })).toThrow(
    'all asks for a right to everything',
  );
  expect(role([UNDO, DRAIN, PULL])).not.toContain('*');
});
