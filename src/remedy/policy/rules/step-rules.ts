import type { Path, Problem } from '../../../base/document/problem.ts';
import { nearMisses } from '../../../base/near-miss.ts';
import { leavesOf } from '../conditions/leaves.ts';
import type { PolicyFacts } from '../facts.ts';
import type { Step } from '../schema/steps.ts';
import type { PolicyDocument } from '../schema.ts';

/** Nodes concern everybody. */
const CLUSTER_ONLY: ReadonlySet<string> = new Set(['node.drain']);

interface Placed {
  readonly step: Step;
  readonly path: Path;
}

export function stepRules(policy: PolicyDocument, facts: PolicyFacts): readonly Problem[] {
  const { steps, fallback, when } = policy.spec;
  const all: readonly Placed[] = [
    ...steps.map((step, index) => ({ step, path: ['spec', 'steps', index] })),
    ...fallback.map((step, index) => ({ step, path: ['spec', 'fallback', index] })),
  ];
  const leafIds = leavesOf(when).map(({ leaf }) => leaf.id);
  return [
    ...all.flatMap((placed) => [...actionRules(placed, policy, facts), ...clearedRules(placed, leafIds)]),
    ...doubleIds(all),
  ];
}

function actionRules({ step, path }: Placed, policy: PolicyDocument, facts: PolicyFacts): readonly Problem[] {
  const { action, params } = step;
  const at = [...path, 'action'];
  const known = facts.actions.find(({ id }) => id === action);
  if (known === undefined) return [unknownAction(action, at, facts)];
  const problems: Problem[] = [];
  const wrong = facts.checkParams(action, params);
  if (wrong !== null) {
    problems.push({
      path: [...path, 'params'],
      message: wrong,
      hint: `see what it takes: mekhanikube remediate actions ${action}`,
    });
  }
  if (CLUSTER_ONLY.has(action) && policy.kind !== 'ClusterRemediationPolicy') {
    problems.push({
      path: at,
      message: `${action} is for a ClusterRemediationPolicy only`,
      hint: 'write kind: ClusterRemediationPolicy',
    });
  }
  const { mode, safeguards } = policy.spec;
  if (known.risk === 'R4' && !(safeguards.allowIrreversible && mode === 'Approve')) {
    problems.push({
      path: at,
      message: `${action} cannot be taken back`,
      hint: 'it needs mode: Approve and safeguards.allowIrreversible: true',
    });
  }
  return problems;
}

function unknownAction(action: string, path: Path, { actions }: PolicyFacts): Problem {
  const near = nearMisses(
    action,
    actions.map(({ id }) => id),
  );
  const hint =
    near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'mekhanikube remediate actions lists all of them';
  return { path, message: `there is no action "${action}"`, hint };
}

function clearedRules({ step, path }: Placed, leafIds: readonly string[]): readonly Problem[] {
  return (step.verify?.conditionCleared ?? []).flatMap((id, index) => {
    if (leafIds.includes(id)) return [];
    return [
      {
        path: [...path, 'verify', 'conditionCleared', index],
        message: `there is no condition "${id}" in when`,
        hint: `its conditions are ${leafIds.join(', ')}`,
      },
    ];
  });
}

function doubleIds(all: readonly Placed[]): readonly Problem[] {
  const seen = new Set<string>();
  return all.flatMap(({ step: { id }, path }) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [{ path: [...path, 'id'], message: `there are two steps "${id}"`, hint: 'give each its own id' }];
  });
}
