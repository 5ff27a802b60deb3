import type { ObjectOf } from '../object.ts';
import { refKey, refOf } from '../object-ref.ts';
import { BINDING_KINDS, type Binding, isBootstrap, roleOf } from '../rbac/bindings.ts';
import { selectorMatches } from '../selectors.ts';
import { isSystemNamespace } from './templates.ts';

export const ROLE_KINDS = ['ClusterRole', 'Role'] as const;
export type AnyRole = ObjectOf<(typeof ROLE_KINDS)[number]>;
export type Rule = NonNullable<AnyRole['rules']>[number];

interface BindingSource {
  all<K extends (typeof BINDING_KINDS)[number]>(kind: K): readonly ObjectOf<K>[];
}

/** The bindings that give each role, by the role's key. For `view.shared`. */
export function bindingsByRole(view: BindingSource): ReadonlyMap<string, readonly Binding[]> {
  const byRole = new Map<string, Binding[]>();
  for (const kind of BINDING_KINDS) {
    for (const binding of view.all(kind)) {
      const role = roleOf(binding);
      if (role === null) continue;
      const bindings = byRole.get(refKey(role));
      if (bindings === undefined) byRole.set(refKey(role), [binding]);
      else bindings.push(binding);
    }
  }
  return byRole;
}

/** True for a role that somebody wrote for this cluster, and that somebody has. */
export function isOwnRole(role: AnyRole): boolean {
  const { metadata } = role;
  return metadata.deletionTimestamp === undefined && !isBootstrap(role) && !isSystemNamespace(metadata.namespace);
}

/** Who has a role: `ServiceAccount ci/deployer`, by the bindings that give it. */
export function holdersOf(bindings: readonly Binding[]): readonly string[] {
  const names = bindings.flatMap((binding) =>
    (binding.subjects ?? []).map(({ kind, name, namespace }) => {
      const where = kind === 'ServiceAccount' ? `${namespace ?? binding.metadata.namespace ?? ''}/` : '';
      return `${kind ?? ''} ${where}${name ?? ''}`;
    }),
  );
  return [...new Set(names)].sort();
}

/** Rights that a role gives and should not. */
export interface GivenRights {
  readonly facts: { readonly rights: string[]; readonly holders: string[] };
  /** The first rule that gives one of them. */
  readonly evidence: readonly [{ readonly path: string; readonly value: string[] }];
}

/** The rights of a kind that a role of somebody's own gives to anybody; undefined where there are none, or nobody has it. */
export function rightsGiven(
  role: AnyRole,
  view: { shared<T>(derive: (view: BindingSource) => T): T },
  rightsIn: (rule: Rule) => readonly string[],
): GivenRights | undefined {
  const bindings = isOwnRole(role) ? (view.shared(bindingsByRole).get(refKey(refOf(role))) ?? []) : [];
  if (bindings.length === 0) return undefined;
  const rules = (role.rules ?? []).map((rule, index) => ({ rule, index, rights: rightsIn(rule) }));
  const first = rules.find(({ rights }) => rights.length > 0);
  if (first === undefined) return undefined;
  return {
    facts: {
      rights: [...new Set(rules.flatMap(({ rights }) => rights))].sort(),
      holders: [...holdersOf(bindings)],
    },
    evidence: [{ path: `rules[${first.index}].verbs`, value: [...(first.rule.verbs ?? [])] }],
  };
}

const READING: ReadonlySet<string> = new Set(['get', 'list', 'watch']);

/** What a wildcard of a rule gives: `any verb on pods`, `create on any resource`; empty where it has none that counts. */
export function wildcardIn({ apiGroups = [], resources = [], verbs = [] }: Rule): readonly string[] {
  const own = apiGroups.length > 0 && apiGroups.every((group) => group.includes('.') && !group.endsWith('.k8s.io'));
  if (resources.length === 0 || own) return [];
  const [anyVerb, anyResource] = [verbs.includes('*'), resources.includes('*')];
  if (!anyVerb && (!anyResource || verbs.every((verb) => READING.has(verb)))) return [];
  const verbText = anyVerb ? 'any verb' : verbs.join(', ');
  const groups =
    anyResource && !apiGroups.includes('*') ? ` of ${apiGroups.map((group) => group || 'core').join(', ')}` : '';
  return [`${verbText} on ${anyResource ? `any resource${groups}` : resources.join(', ')}`];
}

/** True for a rule that allows everything there is. */
export function allowsAll({ apiGroups = [], resources = [], verbs = [] }: Rule): boolean {
  return [apiGroups, resources, verbs].every((list) => list.includes('*'));
}

/** Rights by which one comes to have more of them; verb, resources. */
const STEPS: readonly { readonly verb: string; readonly resources: readonly string[] }[] = [
  { verb: 'escalate', resources: ['clusterroles', 'roles'] },
  { verb: 'bind', resources: ['clusterroles', 'roles'] },
  { verb: 'impersonate', resources: ['groups', 'serviceaccounts', 'users'] },
  { verb: 'create', resources: ['serviceaccounts/token'] },
  { verb: 'approve', resources: ['signers'] },
];

/** The rights of a rule by which its holder can take more: `escalate clusterroles`. Named ones only, no wildcards. */
export function escalationsIn({ resources = [], verbs = [], resourceNames = [] }: Rule): readonly string[] {
  if (resourceNames.length > 0) return [];
  return STEPS.filter(({ verb }) => verbs.includes(verb)).flatMap((step) =>
    step.resources.filter((resource) => resources.includes(resource)).map((resource) => `${step.verb} ${resource}`),
  );
}

/** The verbs with which a rule reads every Secret; empty where it does not, or names those that it is for. */
export function secretReadsIn({
  apiGroups = [],
  resources = [],
  verbs = [],
  resourceNames = [],
}: Rule): readonly string[] {
  const core = apiGroups.includes('') || apiGroups.includes('*');
  // A wildcard that may write as well is told by a check of its own.
  const isWide = verbs.includes('*') || (resources.includes('*') && verbs.some((verb) => !READING.has(verb)));
  if (!core || resourceNames.length > 0 || (isWide && !resources.includes('secrets'))) return [];
  if (!resources.includes('secrets') && !resources.includes('*')) return [];
  return verbs.filter((verb) => verb === '*' || READING.has(verb));
}

/** True for a role whose rules another one takes in, as its labels say. */
export function isAggregated(role: AnyRole, clusterRoles: readonly ObjectOf<'ClusterRole'>[]): boolean {
  return (
    role.kind === 'ClusterRole' &&
    clusterRoles.some(({ aggregationRule }) =>
      (aggregationRule?.clusterRoleSelectors ?? []).some((selector) => selectorMatches(selector, role.metadata.labels)),
    )
  );
}
