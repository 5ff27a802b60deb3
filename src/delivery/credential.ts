import { MekhanikubeError } from '../base/errors.ts';

/** Who we are to a receiver. */
export interface Credential {
  /** The value of the `Authorization` header. */
  readonly authorization: string;
  /** What must not stand in any message. */
  readonly secrets: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The credential for a receiver from `NAME_TOKEN`, or from `NAME_USERNAME` and `NAME_PASSWORD`; null where none is set.
 * There is no other way to give one: a command line is seen by everybody on the machine and kept in logs.
 *
 * @throws MekhanikubeError `usage`, naming the variables and never their values
 */
export function credentialFrom(env: Environment, name: string): Credential | null {
  const token = env[`${name}_TOKEN`] ?? '';
  const user = env[`${name}_USERNAME`] ?? '';
  const password = env[`${name}_PASSWORD`] ?? '';
  if (token === '' && user === '' && password === '') return null;
  if (token === '') return basic(name, user, password);
  if (user !== '' || password !== '') {
    throw usage(`${name}_TOKEN and ${name}_USERNAME or _PASSWORD exclude each other`, 'unset what is not meant');
  }
  // Anything else cannot stand in a header, a line break at the end of a file that was read above all.
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw usage(`${name}_TOKEN holds a space, a line break or another character that no token has`, 'set it anew');
  }
  return { authorization: `Bearer ${token}`, secrets: [token] };
}

function basic(name: string, user: string, password: string): Credential {
  if (user === '' || password === '') {
    throw usage(
      `${name}_${user === '' ? 'PASSWORD' : 'USERNAME'} is set and ${name}_${user === '' ? 'USERNAME' : 'PASSWORD'} is not`,
      'set both, or neither',
    );
  }
  if (user.includes(':')) throw usage(`${name}_USERNAME holds a colon, which ends a user's name`, 'set it anew');
  const encoded = Buffer.from(`${user}:${password}`).toString('base64');
  return { authorization: `Basic ${encoded}`, secrets: [encoded, password] };
}

function usage(message: string, hint: string): MekhanikubeError {
  return new MekhanikubeError('usage', message, { hint });
}
