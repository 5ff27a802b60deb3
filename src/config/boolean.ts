import { MekhanikubeError } from '../base/errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const TRUE = ['1', 'true', 'yes', 'on'];
const FALSE = ['0', 'false', 'no', 'off'];

/** What a word says, if it is one for yes or no. */
export function parseBoolean(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  if (TRUE.includes(word)) return true;
  return FALSE.includes(word) ? false : undefined;
}

/**
 * A variable that says yes or no; undefined where it is absent, or set to nothing.
 *
 * @throws MekhanikubeError `usage` for anything else: who writes `MEKHANIKUBE_X=never` must not get yes
 */
export function booleanOf(env: Environment, name: string): boolean | undefined {
  const text = env[name];
  if (text === undefined || text === '') return undefined;
  const value = parseBoolean(text);
  if (value !== undefined) return value;
  throw new MekhanikubeError('usage', `${name}: "${text}" is neither yes nor no`, { hint: 'write true or false' });
}
