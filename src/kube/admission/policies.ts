import type { ObjectOf } from '../object.ts';

type Policy = ObjectOf<'ValidatingAdmissionPolicy'>;
type Binding = ObjectOf<'ValidatingAdmissionPolicyBinding'>;

const MOST_TEXT = 300;

/** True for a policy, false for a binding. */
export function isPolicy(object: Policy | Binding): object is Policy {
  return object.kind === 'ValidatingAdmissionPolicy';
}

/** What the API server says of a policy's expressions: its field, and what is wrong with it in one line. */
export function policyWarnings({
  metadata,
  status,
}: Policy): readonly { readonly field: string; readonly text: string }[] {
  // What was checked may be an older version.
  if (status?.observedGeneration !== undefined && status.observedGeneration !== metadata.generation) return [];
  return (status?.typeChecking?.expressionWarnings ?? []).map(({ fieldRef = '', warning = '' }) => ({
    field: fieldRef,
    text: warning.replace(/\s+/g, ' ').trim().slice(0, MOST_TEXT),
  }));
}

/** Why a binding does not do what it says. */
export type BindingProblem =
  | { readonly problem: 'policy-missing'; readonly name: string; readonly path: string }
  | { readonly problem: 'parameter-missing'; readonly namespace: string; readonly name: string; readonly path: string };

interface Source {
  get(kind: 'ConfigMap', namespace: string, name: string): { readonly state: string };
  get(
    kind: 'ValidatingAdmissionPolicy',
    namespace: null,
    name: string,
  ): { readonly state: string; readonly object?: Policy };
}

/** Why a binding does not do what it says; of parameters only ConfigMaps are judged, in the namespace that is named. */
export function bindingProblem({ spec }: Binding, view: Source): BindingProblem | undefined {
  const { policyName, paramRef, validationActions = [] } = spec ?? {};
  if (!policyName) return undefined;
  const policy = view.get('ValidatingAdmissionPolicy', null, policyName);
  if (policy.state === 'missing') return { problem: 'policy-missing', name: policyName, path: 'spec.policyName' };
  const { paramKind, failurePolicy } = policy.object?.spec ?? {};
  const { name, namespace, parameterNotFoundAction } = paramRef ?? {};
  if (paramKind?.apiVersion !== 'v1' || paramKind.kind !== 'ConfigMap' || !name || !namespace) return undefined;
  if (failurePolicy === 'Ignore' || parameterNotFoundAction === 'Allow') return undefined;
  if (!validationActions.includes('Deny')) return undefined;
  if (view.get('ConfigMap', namespace, name).state !== 'missing') return undefined;
  return { problem: 'parameter-missing', namespace, name, path: 'spec.paramRef.name' };
}
