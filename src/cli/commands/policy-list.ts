import { inOrder } from '../../remedy/policy/evaluate.ts';
import { fullName } from '../../remedy/policy/load/load-policies.ts';
import type { Policy } from '../../remedy/policy/load/parse-policies.ts';
import { openingAt } from '../../remedy/policy/schedule.ts';
import { columns } from '../ui/columns.ts';
import { writeStdout } from '../ui/write.ts';
import { requirePolicies } from './policy/load.ts';

interface Options {
  readonly output: string;
  readonly dir: string;
}

/** Lists the policies of a folder, the one that claims first on top. */
export async function listPolicies({ output, dir }: Options): Promise<void> {
  const policies = inOrder(await requirePolicies(dir));
  const nowMs = Date.now();
  if (output === 'json') {
    const list = policies.map(({ kind, metadata, source, hash, spec }) => {
      const { mode, priority, suspend } = spec;
      return { kind, metadata, source, hash, mode, priority, suspend, opening: openingAt(spec.schedule, nowMs) };
    });
    await writeStdout(`${JSON.stringify(list, null, 2)}\n`);
    return;
  }
  const rows = policies.map((policy) => row(policy, nowMs));
  await writeStdout(columns([['NAME', 'MODE', 'PRIORITY', 'TARGETS', 'ACTIONS', 'OPEN', 'FILE'], ...rows]));
}

function row(policy: Policy, nowMs: number): readonly string[] {
  const { mode, suspend, priority, targets, steps, schedule } = policy.spec;
  return [
    fullName(policy),
    suspend ? `${mode}, suspended` : mode,
    String(priority),
    targets.map(({ kind }) => kind).join(', ') || 'what it finds',
    steps.map(({ action }) => action).join(', '),
    openingAt(schedule, nowMs).open ? 'yes' : 'no',
    policy.source,
  ];
}
