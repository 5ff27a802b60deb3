import { MekhanikubeError } from '../../../base/errors.ts';
import { CHECKS, SCAN_CHECKS } from '../../../checks/index.ts';
import { ACTIONS } from '../../../remedy/actions/index.ts';
import { policyFacts } from '../../../remedy/policy/action-facts.ts';
import type { PolicyFacts } from '../../../remedy/policy/facts.ts';
import { loadPolicies } from '../../../remedy/policy/load/load-policies.ts';
import type { PlacedProblem, Policy } from '../../../remedy/policy/load/parse-policies.ts';

/** Where policies are looked for. */
export const POLICY_DIR = './policies';

/** What policies may name here. */
export function factsHere(): PolicyFacts {
  return policyFacts(
    [...ACTIONS.values()],
    [...CHECKS, ...SCAN_CHECKS].map(({ id }) => id),
  );
}

/**
 * The policies of a file or a folder, all of them in order.
 *
 * @throws MekhanikubeError `usage` where one of them has a problem: what is not understood is not tried
 */
export async function requirePolicies(path: string): Promise<readonly Policy[]> {
  const { policies, problems } = await loadPolicies(path, factsHere());
  const [first] = problems;
  if (first === undefined) return policies;
  const more = problems.length === 1 ? '' : ` (and ${problems.length - 1} more)`;
  throw new MekhanikubeError('usage', `${problemText(first)}${more}`, {
    hint: `see all of them: mekhanikube policy validate ${path}`,
  });
}

/** `policies/a.yaml:7: spec.mode: ...`, with what to do about it. */
export function problemText({ where, field, message, hint }: PlacedProblem): string {
  return `${where}: ${field === '' ? '' : `${field}: `}${message}${hint === undefined ? '' : ` (${hint})`}`;
}
