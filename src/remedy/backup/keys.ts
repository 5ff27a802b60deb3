import { readFileSync } from 'node:fs';
import { MekhanikubeError, messageOf } from '../../base/errors.ts';

const SHORTEST = 12;

/**
 * The secrets from which keys are made, those of MEKHANIKUBE_BACKUP_PASSPHRASE and of each line of the file that
 * MEKHANIKUBE_BACKUP_KEY_FILE names. The first one encrypts; all of them are tried to decrypt.
 *
 * @throws MekhanikubeError `usage` for a file that cannot be read, and for one that is too short
 */
export function backupSecrets(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const passphrase = env['MEKHANIKUBE_BACKUP_PASSPHRASE'];
  const path = env['MEKHANIKUBE_BACKUP_KEY_FILE'];
  const secrets = [...(passphrase === undefined ? [] : [passphrase]), ...(path === undefined ? [] : linesOf(path))];
  if (secrets.some((secret) => secret.length < SHORTEST))
    throw new MekhanikubeError('usage', 'the passphrase for backups is too short', {
      hint: `at least ${SHORTEST} characters; better a line of 32 random bytes in a file: openssl rand -hex 32`,
    });
  return secrets;
}

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8')
      .split(/\r?\n/)
      .filter((line) => line !== '');
  } catch (thrown) {
    throw new MekhanikubeError('usage', `cannot read the key file ${path}: ${messageOf(thrown)}`, {
      hint: 'MEKHANIKUBE_BACKUP_KEY_FILE names it',
      cause: thrown,
    });
  }
}
