import type { Container, Pod, PodSpec } from '../object.ts';
import type { CommandProblem } from './start-errors.ts';

type Volume = NonNullable<PodSpec['volumes']>[number];

/** A volume that keeps a command from being run: its file may not be executed, or it hides what the image has. */
export interface CommandVolume {
  readonly name: string;
  /** The folder or the file that it is mounted at. */
  readonly path: string;
}

/** Where a program without a path is looked for. An image may have another PATH, which nobody knows here. */
const PATH = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
/** What the API server gives a volume that asks for no mode. */
const NO_MODE = 0o644;

/** The volume that a command's trouble comes from; null where it comes from the image. */
export function volumeBehind(pod: Pod, name: string, { problem, program }: CommandProblem): CommandVolume | null {
  const { containers = [], initContainers = [], volumes = [] } = pod.spec ?? {};
  const container = [...containers, ...initContainers].find((one) => one.name === name);
  if (container === undefined || program === null) return null;
  if (problem === 'not-found') return hiding(container, program);
  if (problem !== 'not-executable') return null;
  const mount = mountOf(container, program);
  const volume = volumes.find((one) => one.name === mount?.name);
  if (mount === undefined || volume === undefined) return null;
  const file = mount.subPath || program.slice(mount.path.length + 1);
  return isPlainFile(volume, file) ? { name: mount.name, path: mount.path } : null;
}

/** The mount over a folder in which the program would lie. */
function hiding(container: Container, program: string): CommandVolume | null {
  const folders = program.includes('/') ? [program.slice(0, program.lastIndexOf('/'))] : PATH;
  const mount = folders.map((folder) => mountOf(container, folder)).find((one) => one !== undefined);
  return mount === undefined ? null : { name: mount.name, path: mount.path };
}

/** The innermost mount in which a path lies, or which it is. */
function mountOf({ volumeMounts = [] }: Container, file: string) {
  const mounts = volumeMounts.flatMap(({ name = '', mountPath = '', subPath = '' }) => {
    const path = mountPath.replace(/\/+$/, '');
    return path !== '' && (file === path || file.startsWith(`${path}/`)) ? [{ name, path, subPath }] : [];
  });
  return mounts.sort((left, right) => right.path.length - left.path.length)[0];
}

/** True for a file of a ConfigMap or Secret whose mode lets nobody execute it. */
function isPlainFile({ configMap, secret, projected }: Volume, file: string): boolean {
  const source = configMap ?? secret;
  const items = source?.items ?? projected?.sources?.flatMap((one) => (one.configMap ?? one.secret)?.items ?? []) ?? [];
  const own = items.find(({ path }) => path === file)?.mode;
  const mode = own ?? (source ?? projected)?.defaultMode ?? NO_MODE;
  return (source !== undefined || projected !== undefined) && (mode & 0o111) === 0;
}
