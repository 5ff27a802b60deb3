import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MekhanikubeError, messageOf } from '../../base/errors.ts';
import type { ReadNamed } from './flatten.ts';

/** A folder of the host, and where a container has it. */
export interface HostFolder {
  readonly from: string;
  readonly to: string;
}

/**
 * Reads `DIR=DIR2`: what the host has in DIR is in DIR2 here.
 *
 * @throws MekhanikubeError `usage`
 */
export function parseHostFolder(text: string): HostFolder {
  const at = text.indexOf('=');
  const [from, to] = [text.slice(0, at), text.slice(at + 1)];
  if (at > 0 && to !== '') return { from: slashed(from).replace(/\/+$/, ''), to };
  throw new MekhanikubeError('usage', `--host-home: "${text}" is not of the form DIR=DIR2`, {
    hint: 'for example --host-home /home/me=/host-home, where the container has /home/me in /host-home',
  });
}

/**
 * Reads the files that a kubeconfig of the host names, where this container has them: at the same place, in a folder
 * of `--host-home`, or, for what was in a `.kube` folder, beside the kubeconfig itself.
 *
 * @param kubeconfigs the files that the kubeconfig was read from
 */
export function hostFiles(folders: readonly HostFolder[], kubeconfigs: readonly string[]): ReadNamed {
  return (path) => {
    const places = placesOf(path, folders, kubeconfigs);
    const found = places.find((place) => existsSync(place));
    if (found === undefined) throw notHere(path, places.slice(1));
    try {
      return readFileSync(found);
    } catch (thrown) {
      throw new MekhanikubeError(
        'cluster-unreadable',
        `the file ${found} that the kubeconfig names cannot be read: ${messageOf(thrown)}`,
        { hint: 'run as the user who owns it; a container must have its uid' },
      );
    }
  };
}

/** Where a file of the host may be, the likeliest first. */
export function placesOf(
  path: string,
  folders: readonly HostFolder[],
  kubeconfigs: readonly string[],
): readonly string[] {
  const wanted = slashed(path);
  const mapped = folders
    .filter(({ from }) => wanted.startsWith(`${from}/`))
    .map(({ from, to }) => join(to, wanted.slice(from.length)));
  // Of a home, the stack mounts the folder .kube, and the kubeconfig lies in it.
  const below = /\/\.kube\/(.+)$/.exec(wanted)?.[1];
  const beside = below === undefined ? [] : kubeconfigs.map((file) => join(dirname(file), below));
  return [...new Set([path, ...mapped, ...beside])];
}

function slashed(path: string): string {
  return /^[A-Za-z]:|^\\\\/.test(path) ? path.replaceAll('\\', '/') : path;
}

function notHere(path: string, others: readonly string[]): MekhanikubeError {
  const also = others.length === 0 ? '' : `, nor is ${others.join(' or ')}`;
  return new MekhanikubeError('cluster-unreadable', `the file ${path} that the kubeconfig names is not here${also}`, {
    hint:
      'make a kubeconfig without files on the host: kubectl config view --raw --minify --flatten > FILE;' +
      ' or mount the folder and say where it is: --host-home DIR=DIR2',
  });
}
