import { isAbsolute } from 'node:path';
import { MekhanikubeError } from '../../base/errors.ts';
import { stateFolder } from '../../config/folders.ts';
import { type Access, openState, type State } from '../../remedy/state/state.ts';

/**
 * This user's state folder.
 *
 * @throws MekhanikubeError `usage` for a relative MEKHANIKUBE_STATE: what is there must not depend on where somebody stands
 */
export function userStateFolder(env: NodeJS.ProcessEnv): string {
  const given = env['MEKHANIKUBE_STATE'] ?? '';
  if (given !== '' && !isAbsolute(given))
    throw new MekhanikubeError('usage', `MEKHANIKUBE_STATE is a relative path: ${given}`, {
      hint: 'name the folder with its whole path',
    });
  return stateFolder(env);
}

/** Opens this user's state folder. @throws MekhanikubeError as `userStateFolder` and `openState` */
export function openUserState(access: Access, env: NodeJS.ProcessEnv = process.env): State {
  return openState(userStateFolder(env), { access });
}
