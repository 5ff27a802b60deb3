import type { LabelSelector } from './object.ts';

export type Labels = { readonly [key: string]: string | undefined };

/**
 * Full LabelSelector semantics: absent selects nothing, empty selects everything.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export function selectorMatches(selector: LabelSelector | undefined | null, labels: Labels | undefined): boolean {
  if (selector === undefined || selector === null) return false;
  return (
    labelsMatch(selector.matchLabels, labels) &&
    (selector.matchExpressions ?? []).every((e) => expressionMatches(e, labels))
  );
}

/** Equality of every wanted label; no wanted label matches everything. */
export function labelsMatch(wanted: Labels | undefined, labels: Labels | undefined): boolean {
  if (wanted === undefined) return true;
  for (const key in wanted) {
    if (labels?.[key] !== wanted[key]) return false;
  }
  return true;
}

export interface LabelExpression {
  readonly key?: string | undefined;
  readonly operator?: string | undefined;
  readonly values?: readonly string[] | undefined;
}

/** One requirement, with the operators of label selectors and of node selectors (`Gt`, `Lt`). */
export function expressionMatches(expression: LabelExpression, labels: Labels | undefined): boolean {
  const value = expression.key === undefined ? undefined : labels?.[expression.key];
  const values = expression.values ?? [];
  switch (expression.operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return value !== undefined && Number.parseInt(value, 10) > Number.parseInt(values[0] ?? '', 10);
    case 'Lt':
      return value !== undefined && Number.parseInt(value, 10) < Number.parseInt(values[0] ?? '', 10);
    default:
      return false;
  }
}

/** A selector as `kubectl -l` takes it: `app=web,tier in (a,b),!legacy`; `<everything>` where it is empty. */
export function selectorText(selector: LabelSelector | undefined): string {
  const parts = Object.entries(selector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  for (const expression of selector?.matchExpressions ?? []) parts.push(expressionText(expression));
  return parts.length === 0 ? '<everything>' : parts.join(',');
}

/** One requirement as `kubectl -l` takes it. */
export function expressionText(expression: LabelExpression): string {
  const key = expression.key ?? '';
  const values = (expression.values ?? []).join(',');
  switch (expression.operator) {
    case 'In':
      return `${key} in (${values})`;
    case 'NotIn':
      return `${key} notin (${values})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    case 'Gt':
      return `${key}>${values}`;
    case 'Lt':
      return `${key}<${values}`;
    default:
      return `${key} ${expression.operator ?? ''} ${values}`.trim();
  }
}
