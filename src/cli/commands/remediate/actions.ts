import { z } from 'zod';
import { MekhanikubeError } from '../../../base/errors.ts';
import { nearMisses } from '../../../base/near-miss.ts';
import type { Action } from '../../../remedy/action.ts';
import { ACTIONS } from '../../../remedy/actions/index.ts';
import { columns } from '../../ui/columns.ts';
import { writeStdout } from '../../ui/write.ts';

/** Prints the catalogue of actions, or what one takes. */
export async function actionsCommand(id: string | undefined, { output }: { readonly output: string }): Promise<void> {
  const chosen = id === undefined ? [...ACTIONS.values()] : [find(id)];
  if (output === 'json') {
    const list = chosen.map(described);
    return writeStdout(`${JSON.stringify(id === undefined ? list : list[0], null, 2)}\n`);
  }
  if (id !== undefined) return writeStdout(page(find(id)));
  const rows = chosen.map(({ id: name, risk, on, title, proposeOnly }) => [
    name,
    proposeOnly === true ? '-' : risk,
    onText(on),
    title,
  ]);
  return writeStdout(
    `${columns([['ACTION', 'RISK', 'ON', 'DOES'], ...rows])}\n${chosen.length} actions. One: mekhanikube remediate actions ID\n`,
  );
}

function find(id: string): Action {
  const action = ACTIONS.get(id);
  if (action !== undefined) return action;
  const near = nearMisses(id, [...ACTIONS.keys()]);
  throw new MekhanikubeError('usage', `there is no action ${id}`, {
    hint: near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'mekhanikube remediate actions lists them',
  });
}

function described({ id, title, on, risk, rights, source, proposeOnly, params, example }: Action) {
  return { id, title, on, risk, proposeOnly: proposeOnly ?? false, rights, source, example, params: schemaOf(params) };
}

function page(action: Action): string {
  const { id, title, on, risk, source, proposeOnly, example } = action;
  return [
    `${id}: ${title}`,
    '',
    `on       ${onText(on)}`,
    `risk     ${proposeOnly === true ? 'none: it is only shown' : risk}`,
    `source   ${source}`,
    `example  ${JSON.stringify(example)}`,
    '',
    'params, as a JSON Schema:',
    JSON.stringify(schemaOf(action.params), null, 2),
    '',
  ].join('\n');
}

function schemaOf(params: z.ZodType): unknown {
  return z.toJSONSchema(params, { io: 'input', unrepresentable: 'any' });
}

function onText(on: Action['on']): string {
  return on === 'any' ? 'any kind' : on.join(', ');
}
