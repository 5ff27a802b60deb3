import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

const NAME = 'mekhanikube';

/** Where things are kept that can be made again. */
export function cacheFolder(env: Environment, platform: NodeJS.Platform = process.platform): string {
  const given = absolute(env['XDG_CACHE_HOME']);
  if (given !== undefined) return join(given, NAME);
  if (platform === 'darwin') return join(home(), 'Library', 'Caches', NAME);
  if (platform === 'win32') return join(localAppData(env), NAME, 'Cache');
  return join(home(), '.cache', NAME);
}

/** Where the user's own settings lie. */
export function configFolder(env: Environment, platform: NodeJS.Platform = process.platform): string {
  const given = absolute(env['XDG_CONFIG_HOME']);
  if (given !== undefined) return join(given, NAME);
  if (platform === 'win32') return join(absolute(env['APPDATA']) ?? join(home(), 'AppData', 'Roaming'), NAME);
  return join(home(), '.config', NAME);
}

/** Where things are kept that belong to this machine and cannot be made again. */
export function stateFolder(env: Environment, platform: NodeJS.Platform = process.platform): string {
  const own = absolute(env['MEKHANIKUBE_STATE']);
  if (own !== undefined) return own;
  const given = absolute(env['XDG_STATE_HOME']);
  if (given !== undefined) return join(given, NAME);
  if (platform === 'darwin') return join(home(), 'Library', 'Application Support', NAME);
  if (platform === 'win32') return join(localAppData(env), NAME, 'State');
  return join(home(), '.local', 'state', NAME);
}

/** A relative path there is to be ignored. @see https://specifications.freedesktop.org/basedir-spec/latest/ */
function absolute(path: string | undefined): string | undefined {
  return path !== undefined && isAbsolute(path) ? path : undefined;
}

function localAppData(env: Environment): string {
  return absolute(env['LOCALAPPDATA']) ?? join(home(), 'AppData', 'Local');
}

/** Without a home nothing lasts, but nothing lands in the folder where somebody happens to work. */
function home(): string {
  return absolute(homedir()) ?? tmpdir();
}
