import type { ObjectOf } from '../object.ts';
import { accountsOf, BINDING_KINDS, type Binding } from '../rbac/bindings.ts';
import { type TemplateOwner, templateOf } from './templates.ts';

/** An account whose token the pods of a template carry. */
export interface MountedAccount {
  readonly name: string;
  /** The field that says that the token is to be mounted, or that could have said the contrary. */
  readonly path: string;
}

interface Accounts {
  get(
    kind: 'ServiceAccount',
    namespace: string,
    name: string,
  ): { readonly state: string; readonly object?: ObjectOf<'ServiceAccount'> };
}

/** The account whose token is mounted into the pods of a workload; undefined for none, or where nobody can tell. */
export function mountedAccount(owner: TemplateOwner, view: Accounts): MountedAccount | undefined {
  const template = templateOf(owner);
  if (template === undefined || template.spec.automountServiceAccountToken === false) return undefined;
  const name = template.spec.serviceAccountName || 'default';
  const found = view.get('ServiceAccount', owner.metadata.namespace ?? '', name);
  if (found.object === undefined) return undefined;
  const isAsked = template.spec.automountServiceAccountToken === true;
  if (!isAsked && found.object.automountServiceAccountToken === false) return undefined;
  return { name, path: `${template.path}.automountServiceAccountToken` };
}

interface BindingSource {
  all<K extends (typeof BINDING_KINDS)[number]>(kind: K): readonly ObjectOf<K>[];
}

/** The accounts that a binding names, as `namespace/name`; of those that name all of a namespace, `namespace/*`. */
export function boundAccounts(view: BindingSource): ReadonlySet<string> {
  const bindings: readonly Binding[] = BINDING_KINDS.flatMap((kind): readonly Binding[] => view.all(kind));
  return new Set(
    bindings.flatMap((binding) => [
      ...accountsOf(binding).map(({ namespace, name }) => `${namespace}/${name}`),
      ...(binding.subjects ?? []).flatMap(({ kind, name = '' }) => {
        const group = kind === 'Group' ? /^system:serviceaccounts(?::(.+))?$/.exec(name) : null;
        return group === null ? [] : [group[1] === undefined ? '*' : `${group[1]}/*`];
      }),
    ]),
  );
}
