import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { z } from 'zod';
import { MekhanikubeError, messageOf } from '../../../base/errors.ts';
import { durationMs } from '../../../config/duration.ts';
import { type Channel, ChannelDefinition, channelsFrom } from '../../../delivery/notify/channels.ts';
import { Ledger, shouldSend, withSent } from '../../../delivery/notify/ledger.ts';
import type { Notice } from '../../../delivery/notify/notice.ts';
import { post } from '../../../delivery/notify/post.ts';
import { tell } from '../../../delivery/notify/tell.ts';
import { refText } from '../../../kube/object-ref.ts';
import type { Plan, PlannedStep } from '../../../remedy/plan/plan.ts';
import type { State } from '../../../remedy/state/state.ts';
import type { Runtime } from '../../program.ts';

/** How telling somebody ended. */
interface Told {
  readonly isSent: boolean;
  readonly reason: string;
}

const Definitions = z.strictObject({ channels: z.array(ChannelDefinition) });
const NotifyParams = z.looseObject({ channel: z.string(), repeat: z.string() });
const HookParams = z.looseObject({ hook: z.string(), body: z.record(z.string(), z.string()) });

const TIMEOUT_MS = 10_000;
const KEPT_MS = 30 * 24 * 3_600_000;
const LEDGER = 'notify.json';

/** Tells people through the channels that MEKHANIKUBE_CHANNELS names, nothing twice within its interval. */
export function tellPeople(
  state: State,
  plan: Plan,
  { signal }: Pick<Runtime, 'signal'>,
): (step: PlannedStep) => Promise<Told> {
  return async (step) => {
    try {
      const channels = readChannels(process.env);
      return step.action === 'notify'
        ? await notified(step, plan, channels, { state, signal })
        : await called(step, plan, channels, signal);
    } catch (thrown) {
      return { isSent: false, reason: messageOf(thrown) };
    }
  };
}

/** @throws MekhanikubeError `usage` */
function readChannels(env: NodeJS.ProcessEnv): readonly Channel[] {
  const path = env['MEKHANIKUBE_CHANNELS'];
  if (path === undefined) {
    throw new MekhanikubeError('usage', 'no channel is configured', {
      hint: 'name a file with channels in MEKHANIKUBE_CHANNELS',
    });
  }
  let content: unknown;
  try {
    content = load(readFileSync(path, 'utf8'));
  } catch (thrown) {
    throw new MekhanikubeError('usage', `cannot read the channels in ${path}: ${messageOf(thrown)}`);
  }
  const parsed = Definitions.safeParse(content);
  if (parsed.success) return channelsFrom(env, parsed.data.channels);
  const [issue] = parsed.error.issues;
  throw new MekhanikubeError(
    'usage',
    `${path}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as it should be'}`,
  );
}

async function notified(
  step: PlannedStep,
  plan: Plan,
  channels: readonly Channel[],
  { state, signal }: { readonly state: State; readonly signal: AbortSignal },
): Promise<Told> {
  const { channel: name, repeat } = NotifyParams.parse(step.params);
  const channel = channelCalled(name, channels);
  const key = `${name} ${refText(plan.target)} ${plan.origin.finding?.check ?? ''}`;
  const ledger = ledgerIn(state);
  const now = new Date();
  if (!shouldSend(ledger, key, now, durationMs(repeat, 'repeat'))) {
    return { isSent: true, reason: `${name} was told before` };
  }
  const failure = await tell(
    channel,
    noticeOf(step, plan, now),
    { run: plan.id, step: step.id },
    { timeoutMs: TIMEOUT_MS, signal, now },
  );
  if (failure !== null) return { isSent: false, reason: failure.message };
  state.write(LEDGER, Buffer.from(`${JSON.stringify(withSent(ledger, key, now, KEPT_MS))}\n`));
  return { isSent: true, reason: `${name} was told` };
}

async function called(step: PlannedStep, plan: Plan, channels: readonly Channel[], signal: AbortSignal): Promise<Told> {
  const { hook, body } = HookParams.parse(step.params);
  const channel = channelCalled(hook, channels);
  const payload = { ...body, run: plan.id, step: step.id, target: plan.target, finding: plan.origin.finding };
  const failure = await post(
    channel,
    payload,
    { run: plan.id, step: step.id },
    { timeoutMs: TIMEOUT_MS, signal, now: new Date() },
  );
  return failure === null ? { isSent: true, reason: `${hook} was called` } : { isSent: false, reason: failure.message };
}

function channelCalled(name: string, channels: readonly Channel[]): Channel {
  const channel = channels.find((one) => one.name === name);
  if (channel !== undefined) return channel;
  throw new MekhanikubeError('usage', `there is no channel ${name}`, {
    hint: 'MEKHANIKUBE_CHANNELS names the file that holds them',
  });
}

function noticeOf(step: PlannedStep, plan: Plan, now: Date): Notice {
  const { finding } = plan.origin;
  const text = step.notes[0] ?? finding?.message ?? step.summary;
  return {
    event: 'Repair',
    severity: 'high',
    title: finding?.message ?? step.summary,
    cluster: plan.cluster.label,
    run: plan.id,
    items: [{ workload: refText(plan.target), text }],
    at: now.toISOString(),
  };
}

function ledgerIn(state: State): Ledger {
  const bytes = state.read(LEDGER);
  if (bytes === undefined) return {};
  try {
    return Ledger.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    // Once too often is better than never.
    return {};
  }
}
