import type { Problem } from '../../../base/document/problem.ts';
import type { PolicyFacts } from '../facts.ts';
import type { PolicyDocument } from '../schema.ts';
import { conditionRules } from './condition-rules.ts';
import { safetyRules } from './safety-rules.ts';
import { stepRules } from './step-rules.ts';
import { targetRules } from './target-rules.ts';

/** Everything that the shape of a policy cannot say; all problems, not the first one. */
export function judgeRules(policy: PolicyDocument, facts: PolicyFacts): readonly Problem[] {
  return [
    ...targetRules(policy, facts),
    ...conditionRules(policy, facts),
    ...stepRules(policy, facts),
    ...safetyRules(policy, facts),
  ];
}
