import { messageOf } from '../../../base/errors.ts';
import { callHook, type HookVerdict } from '../../../delivery/notify/hook.ts';
import { refText } from '../../../kube/object-ref.ts';
import { denial } from '../../../remedy/plan/denial.ts';
import type { Judgement, Plan } from '../../../remedy/plan/plan.ts';
import type { Policy } from '../../../remedy/policy/load/parse-policies.ts';
import type { RunResult } from '../../../remedy/run/finish.ts';
import type { State } from '../../../remedy/state/state.ts';
import { channelCalled, readChannels } from './channels-here.ts';
import { say } from './say.ts';
import { noticeOf } from './tell-people.ts';

const TIMEOUT_MS = 10_000;

/** Asks the hooks of a policy before its run begins. @returns the reasons of those that block it */
export async function askHooks(policy: Policy, plan: Plan, signal: AbortSignal): Promise<readonly Judgement[]> {
  const blocked: Judgement[] = [];
  for (const { channel, onError } of policy.spec.hooks.before) {
    const verdict = await asked({ channel, onError }, plan, 'before', signal);
    if (!verdict.allows) {
      blocked.push(denial('hook', verdict.reason, verdict.hint));
    }
  }
  return blocked;
}

/** Tells the hooks and the channels of a policy how its run ended. @returns what could not be told */
export async function tellAfter(
  policy: Policy,
  plan: Plan,
  result: RunResult,
  { state, signal }: { readonly state: State; readonly signal: AbortSignal },
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const hook of policy.spec.hooks.after) {
    const verdict = await asked(hook, plan, result.outcome, signal);
    if (!verdict.allows) problems.push(verdict.reason);
  }
  const event = EVENTS[result.outcome];
  for (const { channel, events, repeat } of policy.spec.notify) {
    if (!events.includes(event)) continue;
    try {
      const notice = noticeOf(plan, event, `${event}: ${result.reason}`);
      const saying = { notice, key: `${refText(plan.target)} ${event}`, repeatMs: repeat, step: event };
      const told = await say(channel, saying, state, signal);
      if (!told.isSent) problems.push(told.reason);
    } catch (thrown) {
      problems.push(messageOf(thrown));
    }
  }
  return problems;
}

/** The event of a policy's `notify` that an outcome is. */
const EVENTS: Readonly<Record<RunResult['outcome'], Policy['spec']['notify'][number]['events'][number]>> = {
  succeeded: 'Executed',
  'rolled-back': 'RolledBack',
  'partially-rolled-back': 'Failed',
  failed: 'Failed',
  conflict: 'Blocked',
  abandoned: 'Blocked',
  cancelled: 'Blocked',
  'needs-human': 'Failed',
};

async function asked(
  { channel: name, onError }: Policy['spec']['hooks']['before'][number],
  plan: Plan,
  phase: string,
  signal: AbortSignal,
): Promise<HookVerdict> {
  try {
    const channel = channelCalled(name, readChannels(process.env));
    const { target, origin, hash, steps } = plan;
    const payload = {
      run: plan.id,
      phase,
      target,
      planHash: hash,
      finding: origin.finding,
      actions: steps.map(({ action }) => action),
    };
    return await callHook(
      { channel, onError },
      payload,
      { run: plan.id, step: phase },
      { timeoutMs: TIMEOUT_MS, signal, now: new Date() },
    );
  } catch (thrown) {
    return { allows: false, reason: messageOf(thrown), hint: 'see MEKHANIKUBE_CHANNELS' };
  }
}
