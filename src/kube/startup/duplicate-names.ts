interface Named {
  readonly name?: string | undefined;
  readonly valueFrom?: unknown;
}

/**
 * The names that stand more than once in a list of variables, in their order.
 *
 * Two that read the same key of the same object are one, and do no harm.
 */
export function duplicateNames(variables: readonly Named[] | undefined): readonly string[] {
  if (variables === undefined || variables.length < 2) return [];
  const seen = new Map<string, Named>();
  const twice = new Set<string>();
  for (const variable of variables) {
    const { name = '' } = variable;
    const known = seen.get(name);
    if (known !== undefined && !isSameSource(known, variable)) twice.add(name);
    seen.set(name, variable);
  }
  return [...twice];
}

function isSameSource(left: Named, right: Named): boolean {
  return left.valueFrom !== undefined && JSON.stringify(left.valueFrom) === JSON.stringify(right.valueFrom);
}
