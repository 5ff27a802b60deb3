import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { MekhanikubeError } from '../../base/errors.ts';
import type { Target } from './choose-context.ts';
import type { UserEntry } from './schema.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** How a user proves who they are, in words, without what proves it. */
export function credentialKind(user: UserEntry): string {
  if (user.exec) return `plugin ${user.exec.command}`;
  if (user.tokenFile) return 'token of a file';
  if (user.token) return 'token';
  if (user['auth-provider']) return `auth provider ${user['auth-provider'].name}`;
  if (user['client-certificate-data'] || user['client-certificate']) return 'client certificate';
  if (user.username) return 'name and password';
  return 'no credentials';
}

/**
 * Refuses a credential plugin that is not installed here.
 *
 * @throws MekhanikubeError `cluster-unreadable`, with what to do on the host
 */
export function checkPlugin({ user, context }: Target, env: Environment, platform = process.platform): void {
  const command = user.exec?.command;
  if (command === undefined || isInstalled(command, env, platform)) return;
  throw new MekhanikubeError(
    'cluster-unreadable',
    `the credential plugin "${command}" of context "${context}" is not installed here`,
    {
      hint:
        `run this where it is installed, on the host: mekhanikube kubeconfig export --context ${context}` +
        ' --exec-token -o FILE; then use that file',
    },
  );
}

/** A command with a folder is looked up there; a bare name in the folders of PATH. */
function isInstalled(command: string, env: Environment, platform: NodeJS.Platform): boolean {
  const bare = !/[/\\]/.test(command);
  const places = bare ? (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '') : [''];
  const endings = platform === 'win32' ? ['', '.exe', '.com'] : [''];
  return places.some((folder) => endings.some((ending) => isExecutable(join(folder, command) + ending)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
