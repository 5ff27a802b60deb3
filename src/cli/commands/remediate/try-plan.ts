import { makePlan } from '../../../remedy/plan/make-plan.ts';
import { wantedOf } from '../../../remedy/run/again.ts';
import { planText } from '../../../report/plan-text.ts';
import { EXIT } from '../../exit-codes.ts';
import { writeStdout } from '../../ui/write.ts';
import type { ApplyOptions } from './apply.ts';
import { authorityOver } from './authority.ts';
import { repairOf } from './judge.ts';
import { layout } from './layout.ts';
import { planIn, sameCluster } from './plan-of.ts';
import type { Session } from './session.ts';
import { readState } from './state.ts';

/** Thinks a plan through once more, and stops there. */
export async function tryPlan(id: string, session: Session, options: ApplyOptions): Promise<number> {
  const { state, backups } = readState(process.env);
  const plan = planIn(backups.findRun(id));
  sameCluster(plan, session);
  const repair = repairOf({
    session,
    state,
    ...(await authorityOver(plan, { session, state }, options)),
    purpose: 'plan',
    run: plan.id,
  });
  const request = {
    target: plan.target,
    finding: null,
    policy: plan.origin.policy,
    steps: plan.steps.map(wantedOf),
    fallback: plan.fallback.map(wantedOf),
    revertAfterMs: plan.revertAfterMs,
  };
  const tried = await makePlan(request, { id: plan.id, cluster: session.cluster, actor: plan.actor }, repair);
  const isSame = tried.steps.every((step, index) => step.signature === plan.steps[index]?.signature);
  const isAllowed = tried.steps.every(({ judgements }) => judgements.every(({ allows }) => allows));
  if (options.output === 'json') await writeStdout(`${JSON.stringify({ ...tried, isAsPlanned: isSame }, null, 2)}\n`);
  else {
    const said = isAllowed
      ? isSame
        ? 'It would do what was planned.'
        : 'It would not do what was planned: plan again.'
      : 'It would do nothing: what says NO above is in the way.';
    await writeStdout(`${planText([tried], layout(options))}\n${said} Nothing was written.\n`);
  }
  return isSame && isAllowed ? EXIT.ok : EXIT.denied;
}
