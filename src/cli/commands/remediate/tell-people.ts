import { z } from 'zod';
import { messageOf } from '../../../base/errors.ts';
import { durationMs } from '../../../config/duration.ts';
import type { Notice } from '../../../delivery/notify/notice.ts';
import { post } from '../../../delivery/notify/post.ts';
import { refText } from '../../../kube/object-ref.ts';
import type { Plan, PlannedStep } from '../../../remedy/plan/plan.ts';
import type { State } from '../../../remedy/state/state.ts';
import type { Runtime } from '../../program.ts';
import { channelCalled, readChannels } from './channels-here.ts';
import { say, type Told } from './say.ts';

const NotifyParams = z.looseObject({ channel: z.string(), repeat: z.string().default('4h') });
const HookParams = z.looseObject({ hook: z.string(), body: z.record(z.string(), z.string()).default({}) });

const TIMEOUT_MS = 10_000;

/** Does the steps of a plan that only tell somebody. */
export function tellPeople(
  state: State,
  plan: Plan,
  { signal }: Pick<Runtime, 'signal'>,
): (step: PlannedStep) => Promise<Told> {
  return async (step) => {
    try {
      if (step.action !== 'notify') return await called(step, plan, signal);
      const { channel, repeat } = NotifyParams.parse(step.params);
      const text = step.notes[0] ?? plan.origin.finding?.message ?? step.summary;
      const key = `${refText(plan.target)} ${plan.origin.finding?.check ?? ''}`;
      const saying = {
        notice: noticeOf(plan, 'Repair', text),
        key,
        repeatMs: durationMs(repeat, 'repeat'),
        step: step.id,
      };
      return await say(channel, saying, state, signal);
    } catch (thrown) {
      signal.throwIfAborted();
      return { isSent: false, reason: messageOf(thrown) };
    }
  };
}

async function called(step: PlannedStep, plan: Plan, signal: AbortSignal): Promise<Told> {
  const { hook, body } = HookParams.parse(step.params);
  const channel = channelCalled(hook, readChannels(process.env));
  const payload = { ...body, run: plan.id, step: step.id, target: plan.target, finding: plan.origin.finding };
  const posting = { timeoutMs: TIMEOUT_MS, signal, now: new Date() };
  const failure = await post(channel, payload, { run: plan.id, step: step.id }, posting);
  return failure === null ? { isSent: true, reason: `${hook} was called` } : { isSent: false, reason: failure.message };
}

/** A message about a plan. */
export function noticeOf(plan: Plan, event: string, text: string): Notice {
  return {
    event,
    severity: 'high',
    title: plan.origin.finding?.message ?? text,
    cluster: plan.cluster.label,
    run: plan.id,
    items: [{ workload: refText(plan.target), text }],
    at: new Date().toISOString(),
  };
}
