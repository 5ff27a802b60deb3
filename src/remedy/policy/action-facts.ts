import { nearMisses } from '../../base/near-miss.ts';
import type { Action } from '../action.ts';
import type { PolicyFacts } from './facts.ts';

/** Numbers that can be taken back bit by bit. */
const SCALE_TYPE: ReadonlySet<string> = new Set(['scale', 'hpa.adjust']);

/** What the rules of policies must know, from the actions and the ids of the checks that there are. */
export function policyFacts(actions: readonly Action[], checks: readonly string[]): PolicyFacts {
  const byId = new Map(actions.map((action) => [action.id, action]));
  return {
    actions: actions.map(({ id, risk, on }) => ({ id, risk, on, isScaleType: SCALE_TYPE.has(id) })),
    checkParams: (id, params) => {
      const action = byId.get(id);
      return action === undefined ? null : wrongParams(action, params);
    },
    checks,
  };
}

function wrongParams({ params: schema, example }: Action, params: unknown): string | null {
  const parsed = schema.safeParse(params);
  const [issue] = parsed.error?.issues ?? [];
  if (issue === undefined) return null;
  const where = issue.path.length === 0 ? '' : `${issue.path.map(String).join('.')}: `;
  if (issue.code !== 'unrecognized_keys') return `${where}${issue.message}`;
  const known = typeof example === 'object' && example !== null ? Object.keys(example) : [];
  const near = issue.keys.flatMap((key) => nearMisses(key, known, 1));
  return `${where}unknown field ${issue.keys.join(', ')}${near.length > 0 ? `: did you mean ${near.join(', ')}?` : ''}`;
}
