import type { Problem } from '../../../base/document/problem.ts';
import { nearMisses } from '../../../base/near-miss.ts';
import { isKind, KIND_NAMES, KINDS, kindOf } from '../../../kube/kinds.ts';
import type { PolicyFacts } from '../facts.ts';
import type { Target } from '../schema/targets.ts';
import type { PolicyDocument } from '../schema.ts';

/** Who tells nobody's object about anything needs no target. */
const NEEDS_NO_TARGET: ReadonlySet<string> = new Set(['notify', 'webhook.call']);

export function targetRules(policy: PolicyDocument, facts: PolicyFacts): readonly Problem[] {
  const { targets, steps } = policy.spec;
  const path = ['spec', 'targets'];
  const problems = targets.flatMap((target, index) => [
    ...kindRules(target, policy, [...path, index]),
    ...stepRules(target, policy, facts, [...path, index]),
  ]);
  if (targets.length === 0 && steps.some(({ action }) => !NEEDS_NO_TARGET.has(action))) {
    return [
      { path, message: 'is empty, but a step changes something', hint: 'name the kinds of objects that it may change' },
    ];
  }
  return problems;
}

function kindRules(target: Target, policy: PolicyDocument, path: Problem['path']): readonly Problem[] {
  const { apiVersion, kind, namespaces } = target;
  const isCluster = policy.kind === 'ClusterRemediationPolicy';
  const problems: Problem[] = [];
  const info = kindOf(apiVersion, kind);
  if (info === undefined) problems.push(unknownKind(target, path));
  else if (!info.namespaced && !isCluster) {
    problems.push({
      path: [...path, 'kind'],
      message: `${kind} belongs to no namespace`,
      hint: 'only a ClusterRemediationPolicy may have it as a target',
    });
  }
  if (namespaces !== undefined && !isCluster) {
    problems.push({
      path: [...path, 'namespaces'],
      message: 'belongs to a ClusterRemediationPolicy',
      hint: 'a RemediationPolicy has one namespace: metadata.namespace',
    });
  }
  return problems;
}

function unknownKind({ apiVersion, kind }: Target, path: Problem['path']): Problem {
  if (isKind(kind)) {
    return {
      path: [...path, 'apiVersion'],
      message: `${kind} is not of ${apiVersion}`,
      hint: `write ${KINDS[kind].apiVersion}`,
    };
  }
  const near = nearMisses(kind, KIND_NAMES).filter(isKind);
  const hint =
    near.length > 0 ? `did you mean ${near.join(' or ')}?` : `known are ${KIND_NAMES.filter(isKind).join(', ')}`;
  return { path: [...path, 'kind'], message: `${kind} is no kind that is read`, hint };
}

function stepRules(
  { kind }: Target,
  { spec }: PolicyDocument,
  facts: PolicyFacts,
  path: Problem['path'],
): readonly Problem[] {
  return spec.steps.flatMap(({ id, action }) => {
    const on = facts.actions.find((known) => known.id === action)?.on ?? 'any';
    if (on === 'any' || on.some((known) => known === kind)) return [];
    return [
      {
        path: [...path, 'kind'],
        message: `${action} of step ${id} does not go with ${kind}`,
        hint: `it goes with ${on.join(', ')}`,
      },
    ];
  });
}
