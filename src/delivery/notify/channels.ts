import { z } from 'zod';
import { MekhanikubeError } from '../../base/errors.ts';
import { hostObjection } from '../safe-target.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const Variable = z.string().regex(/^[A-Z][A-Z0-9_]{0,127}$/, 'the name of an environment variable');

/** A channel as the configuration names it. Address and secret stand in variables: both let whoever has them post. */
export const ChannelDefinition = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/)
    .describe('How policies name it'),
  type: z.enum(['alertmanager', 'mattermost', 'slack', 'teams', 'webhook']).describe('What listens there'),
  urlFrom: Variable.describe('The environment variable with its address'),
  secretFrom: Variable.optional().describe('For a webhook: the environment variable with the secret that signs'),
  allowPrivate: z.boolean().default(false).describe('Its address may be of the own network, or of this machine'),
});

export type ChannelDefinition = z.infer<typeof ChannelDefinition>;

/** Somebody to tell. */
export interface Channel {
  readonly name: string;
  readonly type: ChannelDefinition['type'];
  readonly url: string;
  /** Signs what is posted; null where nothing does. */
  readonly secret: string | null;
  readonly allowPrivate: boolean;
}

/** The shortest secret that is taken: 128 bits as hexadecimal text. */
const SHORTEST_SECRET = 32;

/**
 * The channels with what their variables hold.
 *
 * @throws MekhanikubeError `usage`, naming channels and variables and never what these hold
 */
export function channelsFrom(env: Environment, definitions: readonly ChannelDefinition[]): readonly Channel[] {
  const names = definitions.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw usage(`two channels are called ${twice}`, 'give each a name of its own');
  return definitions.map((definition) => {
    const { name, type, allowPrivate } = definition;
    return { name, type, allowPrivate, url: urlOf(env, definition), secret: secretOf(env, definition) };
  });
}

function urlOf(env: Environment, { name, urlFrom, allowPrivate }: ChannelDefinition): string {
  const text = env[urlFrom] ?? '';
  if (text === '') throw usage(`${urlFrom}, the address of channel ${name}, is not set`, 'set it');
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw usage(
      `${urlFrom} holds no address that channel ${name} could use`,
      'give it like https://hooks.example.com/path',
    );
  }
  if (url.protocol === 'http:' && !allowPrivate) {
    throw usage(
      `${urlFrom}, the address of channel ${name}, is not encrypted`,
      'give it with https, or set allowPrivate',
    );
  }
  const objection = hostObjection(url.hostname, { allowPrivate });
  if (objection !== null)
    throw usage(`${urlFrom}, the address of channel ${name}, is not used: ${objection}`, 'give another');
  url.hash = '';
  return url.href;
}

function secretOf(env: Environment, { name, type, secretFrom }: ChannelDefinition): string | null {
  if (secretFrom === undefined) return null;
  if (type !== 'webhook') throw usage(`channel ${name} of type ${type} signs nothing`, 'leave secretFrom out');
  const secret = env[secretFrom] ?? '';
  if (secret === '') throw usage(`${secretFrom}, the secret of channel ${name}, is not set`, 'set it');
  if (secret.length < SHORTEST_SECRET) {
    throw usage(
      `${secretFrom}, the secret of channel ${name}, is too short`,
      `give ${SHORTEST_SECRET} characters or more`,
    );
  }
  return secret;
}

function usage(message: string, hint: string): MekhanikubeError {
  return new MekhanikubeError('usage', message, { hint });
}
