import { z } from 'zod';
import { strict } from '../base/document/strict.ts';
import { isGlob } from '../kube/glob.ts';
import { kindByName } from '../kube/kinds.ts';
import type { LabelSelector } from '../kube/object.ts';
import { parseSelector } from '../kube/selector-text.ts';

const MATCHERS = ['check', 'kind', 'namespace', 'name', 'container', 'selector'] as const;

/** The name of a kind as people write it; a kind that is not built in stays as it is written. */
const KindName = z
  .string()
  .min(1)
  .transform((name) => kindByName(name)?.kind ?? name);

const WholeName = z.string().min(1).transform(toPattern);

const Selector = z.string().transform((text, context): LabelSelector => {
  const selector = parseSelector(text);
  if (selector !== undefined) return selector;
  context.addIssue({ code: 'custom', message: `"${text}" is no label selector, like app=web,tier in (a,b)` });
  return z.NEVER;
});

/** One rule that takes findings out of a report; all that it names has to fit. */
export const IgnoreRuleSchema = strict({
  /** An id, or a glob like `hpa-*`. */
  check: z.string().min(1).optional(),
  kind: KindName.optional(),
  /** A name, or a glob. */
  namespace: z.string().min(1).optional(),
  /** A regular expression for the whole name. */
  name: WholeName.optional(),
  container: z.string().min(1).optional(),
  selector: Selector.optional(),
  /** For those who meet it later. */
  reason: z.string().trim().min(1, 'says nothing: write why these findings are no concern'),
  /** The last day of it, in UTC. */
  until: z.iso.date('is no date, like 2026-12-31').optional(),
}).superRefine((rule, context) => {
  if (MATCHERS.some((field) => rule[field] !== undefined)) return;
  context.addIssue({ code: 'custom', message: `would ignore everything: name one of ${MATCHERS.join(', ')} at least` });
});

export type IgnoreRule = z.output<typeof IgnoreRuleSchema>;

/** True for a rule that names one check by its id. */
export function namesOneCheck(rule: IgnoreRule): rule is IgnoreRule & { readonly check: string } {
  return rule.check !== undefined && !isGlob(rule.check);
}

function toPattern(text: string, context: z.RefinementCtx): RegExp {
  try {
    return new RegExp(`^(?:${text})$`, 'u');
  } catch {
    context.addIssue({ code: 'custom', message: `"${text}" is no regular expression` });
    return z.NEVER;
  }
}
