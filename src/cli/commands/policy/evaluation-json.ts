import type { ShownEvaluation } from './evaluation-text.ts';

/** The same as JSON, without the objects and the findings themselves. */
export function evaluationJson({ evaluation, plans }: ShownEvaluation) {
  const { policy, name, inactive, opening, targets, unread, storm } = evaluation;
  return {
    name,
    kind: policy.kind,
    source: policy.source,
    hash: policy.hash,
    mode: policy.spec.mode,
    priority: policy.spec.priority,
    inactive,
    opening,
    storm,
    unread,
    targets: targets.map((target) => ({
      target: target.target,
      outcome: target.outcome,
      truth: target.truth,
      busyWith: target.busyWith,
      conditions: target.leaves,
      findings: target.findings.map(({ id, check }) => ({ id, check })),
      plan: plans.get(target) ?? [],
    })),
  };
}
