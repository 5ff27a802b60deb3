import type { Judged } from '../findings/finding.ts';
import { refText } from '../kube/object-ref.ts';

/**
 * Why an earlier finding is not among the later ones.
 *
 * - `gone`: its check looked there again, and found nothing.
 * - `folded`: it is still seen, and follows from another finding now.
 * - `not-judged`: its check did not run, not everywhere, or not in that namespace.
 */
export type Absence = 'gone' | 'folded' | 'not-judged';

/** What a later run looked at. */
export interface Looked {
  readonly findings: readonly { readonly symptoms: readonly Judged[] }[];
  readonly checks: {
    readonly run: readonly string[];
    readonly skipped: readonly { readonly check: string }[];
    readonly crashed: readonly { readonly check: string }[];
  };
  /** The namespaces that were asked for; null for all. */
  readonly namespaces: readonly string[] | null;
}

/** An earlier finding; `subject` like `Deployment shop/web`. */
export interface Earlier {
  readonly check: string;
  readonly subject: string;
}

/** Tells what became of earlier findings that are not there any more. Nobody's silence is taken for a repair. */
export function absenceIn({ findings, checks, namespaces }: Looked): (earlier: Earlier) => Absence {
  const ran = new Set(checks.run);
  for (const { check } of [...checks.skipped, ...checks.crashed]) ran.delete(check);
  const folded = new Set(
    findings.flatMap(({ symptoms }) => symptoms.map(({ check, subject }) => `${check} ${refText(subject)}`)),
  );
  return ({ check, subject }) => {
    if (folded.has(`${check} ${subject}`)) return 'folded';
    const namespace = namespaceOf(subject);
    const inScope = namespaces === null || (namespace !== null && namespaces.includes(namespace));
    return ran.has(check) && inScope ? 'gone' : 'not-judged';
  };
}

/** `shop` of `Deployment shop/web`. */
function namespaceOf(subject: string): string | null {
  return /^\S+ ([a-z0-9][-a-z0-9]*)\//.exec(subject)?.[1] ?? null;
}
