import type { z } from 'zod';
import { paramFlag } from './param-flag.ts';

type Issue = z.core.$ZodIssue;

/** What is wrong with params, and, where an object is wanted, the flag that gives one. */
export function paramsProblem(
  error: z.ZodError,
  params: unknown,
): { readonly message: string; readonly hint: string | null } {
  const [issue] = error.issues;
  if (issue === undefined) return { message: 'not as they should be', hint: null };
  const where = issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  const expected = expectedBy(issue);
  const isObject = expected?.includes(OBJECT) === true;
  // What zod says of an alternative is only that none of them is met, and of an object that it is a "record".
  const said =
    expected !== null && (isObject || issue.code === 'invalid_union') ? `expected ${expected}` : issue.message;
  const [name] = issue.path;
  const hint =
    isObject && typeof name === 'string' && issue.path.length === 1
      ? `for example ${paramFlag(name, objectMeant(valueAt(params, name)))}`
      : null;
  return { message: `${where}${said}`, hint };
}

const OBJECT = 'an object, as JSON';

function expectedBy(issue: Issue): string | null {
  switch (issue.code) {
    case 'invalid_union':
      return issue.errors.flatMap(([first]) => (first === undefined ? [] : [branchText(first)])).join(' or ') || null;
    case 'invalid_type':
      return issue.expected === 'record' || issue.expected === 'object' ? OBJECT : `a ${issue.expected}`;
    case 'invalid_value':
      return issue.values.map(String).join(' or ');
    default:
      return null;
  }
}

function branchText(issue: Issue): string {
  const where = issue.path.length === 0 ? '' : `for ${issue.path.join('.')} `;
  return `${where}${expectedBy(issue) ?? issue.message}`;
}

function valueAt(params: unknown, name: string): unknown {
  return typeof params === 'object' && params !== null && Object.hasOwn(params, name)
    ? Reflect.get(params, name)
    : null;
}

/** `app=web,tier=front` is how labels are typed elsewhere. */
function objectMeant(value: unknown): Readonly<Record<string, string>> {
  const pairs = typeof value === 'string' ? value.split(',').map((pair) => pair.trim().split('=')) : [];
  const isLabels = pairs.length > 0 && pairs.every((pair) => pair.length === 2 && pair[0] !== '');
  return isLabels ? Object.fromEntries(pairs) : { KEY: 'VALUE' };
}
