import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { z } from 'zod';
import { MekhanikubeError, messageOf } from '../../../base/errors.ts';
import { type Channel, ChannelDefinition, channelsFrom } from '../../../delivery/notify/channels.ts';

const Definitions = z.strictObject({ channels: z.array(ChannelDefinition) });

/** The channels of the file that MEKHANIKUBE_CHANNELS names. @throws MekhanikubeError `usage` */
export function readChannels(env: NodeJS.ProcessEnv): readonly Channel[] {
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

/** @throws MekhanikubeError `usage` */
export function channelCalled(name: string, channels: readonly Channel[]): Channel {
  const channel = channels.find((one) => one.name === name);
  if (channel !== undefined) return channel;
  throw new MekhanikubeError('usage', `there is no channel ${name}`, {
    hint: 'MEKHANIKUBE_CHANNELS names the file that holds them',
  });
}
