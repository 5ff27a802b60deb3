import { planText } from '../../../report/plan-text.ts';
import { writeStdout } from '../../ui/write.ts';
import type { ApplyOptions } from './apply.ts';
import { authorityOver } from './authority.ts';
import { repairOf } from './judge.ts';
import { layout } from './layout.ts';
import { foretold, planAgain } from './plan-again.ts';
import { planIn, sameCluster } from './plan-of.ts';
import type { Session } from './session.ts';
import { readState } from './state.ts';

/** Thinks a plan through once more as `apply` does, and stops there. @returns the exit code that `apply` would have */
export async function tryPlan(id: string, session: Session, options: ApplyOptions): Promise<number> {
  const { state, backups } = readState(process.env);
  const run = backups.findRun(id);
  const plan = planIn(run);
  sameCluster(plan, session);
  const repair = repairOf({
    session,
    state,
    ...(await authorityOver(plan, { session, state, run }, options)),
    purpose: 'execute',
    run: plan.id,
  });
  const again = await planAgain(plan, repair);
  const { said, exitCode } = foretold(again);
  const { tried, isSame } = again;
  if (options.output === 'json') await writeStdout(`${JSON.stringify({ ...tried, isAsPlanned: isSame }, null, 2)}\n`);
  else await writeStdout(`${planText([tried], layout(options))}\n${said} Nothing was written.\n`);
  return exitCode;
}
