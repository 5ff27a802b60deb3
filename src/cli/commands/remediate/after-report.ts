import { MekhanikubeError } from '../../../base/errors.ts';
import type { Output } from '../../../config/analyze-config.ts';
import type { Finding } from '../../../findings/finding.ts';
import { isAllowed, isFitting, type Plan } from '../../../remedy/plan/plan.ts';
import { planText } from '../../../report/plan-text.ts';
import type { Runtime } from '../../program.ts';
import type { DisplayOptions } from '../../ui/terminal.ts';
import { writeStdout } from '../../ui/write.ts';
import type { ClusterOptions } from '../read.ts';
import { requestsFor } from './choose.ts';
import { layout } from './layout.ts';
import { planOne } from './plan.ts';
import { openSession } from './session.ts';
import { readState } from './state.ts';

interface Options extends ClusterOptions, DisplayOptions {
  readonly from?: string;
  readonly verbose?: boolean;
  readonly ascii?: boolean;
}

const TIMEOUT_MS = 300_000;

/** Refuses `--remediate` where plans would stand among a machine's data, or where there is no cluster to plan on. */
export function checkRemediate(outputs: readonly Output[], { from }: Options): void {
  const machine = outputs.find(({ format, path }) => format !== 'text' && (path === null || path === '-'));
  if (machine !== undefined) {
    throw new MekhanikubeError('usage', `--remediate does not go with ${machine.format} on standard output`, {
      hint: 'plans as data: mekhanikube remediate plan -o json',
    });
  }
  if (from !== undefined) {
    throw new MekhanikubeError('usage', '--remediate needs a cluster, and --from is a recording', {
      hint: 'leave one of them out',
    });
  }
}

/** Names the first finding whose plan could be applied, else one whose plan is shown at least. */
export function whatNext(plans: readonly Plan[]): string {
  const chosen = plans.find(isAllowed) ?? plans.find(isFitting);
  const id = chosen?.origin.finding?.id;
  return id === undefined
    ? 'None of it has a plan: what says NO above is in the way.'
    : `To go on: mekhanikube remediate plan ${id}`;
}

/** Prints the plan for each finding that has one. Nothing is written, in the cluster or here. */
export async function printPlans(findings: readonly Finding[], options: Options, runtime: Runtime): Promise<void> {
  const session = await openSession(options, runtime);
  try {
    const { state } = readState(process.env);
    const wish = { about: null, action: null, params: {}, timeoutMs: TIMEOUT_MS, namespace: session.namespace };
    const plans = [];
    for (const request of requestsFor(wish, findings))
      plans.push(await planOne({ request, match: null }, session, state));
    if (plans.length === 0) {
      await writeStdout('\nNo action is known for any of this.\n');
      return;
    }
    await writeStdout(`\n${planText(plans, layout(options))}\nNothing was written. ${whatNext(plans)}\n`);
  } finally {
    session.close();
  }
}
