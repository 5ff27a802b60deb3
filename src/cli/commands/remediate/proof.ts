import type { Proof } from '../../../remedy/plan/plan.ts';
import type { Step } from '../../../remedy/policy/schema/steps.ts';

/** How long a finding must stay gone: a container that starts again and again looks well for some seconds each time. */
export const STAYS_GONE_MS = 10_000;

/**
 * What a policy's step must prove. Where it does not say for how long, the same holds as by hand, but half of its
 * time is left for the change to work at all.
 */
export function proofOf({ verify, timeout }: Pick<Step, 'verify' | 'timeout'>, cleared: readonly string[]): Proof {
  if (verify === undefined) return { cleared: [], forMs: 0, noNewFindings: null };
  return {
    cleared: [...cleared],
    forMs: verify.for ?? Math.min(STAYS_GONE_MS, timeout / 2),
    noNewFindings: verify.noNewFindings ?? null,
  };
}
