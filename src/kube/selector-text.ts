import type { LabelExpression } from './selectors.ts';

const NAME = `(?:[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?)`;
const VALUE = `[-A-Za-z0-9_.]*`;
const SET = new RegExp(`^(${NAME})\\s+(in|notin)\\s+\\(\\s*(${VALUE}(?:\\s*,\\s*${VALUE})*)\\s*\\)$`);
const EQUAL = new RegExp(`^(${NAME})\\s*(==|=|!=)\\s*(${VALUE})$`);
const PRESENT = new RegExp(`^(!?)\\s*(${NAME})$`);

/**
 * Parses a selector as `kubectl -l` takes it: `app=web,tier in (a,b),!legacy`.
 *
 * Returns undefined where it is not one.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#api
 */
export function parseSelector(text: string): { readonly matchExpressions: readonly LabelExpression[] } | undefined {
  const matchExpressions: LabelExpression[] = [];
  for (const part of text.split(/,(?![^(]*\))/)) {
    const expression = parseRequirement(part.trim());
    if (expression === undefined) return undefined;
    matchExpressions.push(expression);
  }
  return { matchExpressions };
}

function parseRequirement(text: string): LabelExpression | undefined {
  const set = SET.exec(text);
  if (set !== null) {
    const values = (set[3] ?? '').split(',').map((value) => value.trim());
    return { key: set[1], operator: set[2] === 'in' ? 'In' : 'NotIn', values };
  }
  const equal = EQUAL.exec(text);
  if (equal !== null) return { key: equal[1], operator: equal[2] === '!=' ? 'NotIn' : 'In', values: [equal[3] ?? ''] };
  const present = PRESENT.exec(text);
  if (present !== null) return { key: present[2], operator: present[1] === '!' ? 'DoesNotExist' : 'Exists' };
  return undefined;
}
