import { MekhanikubeError } from '../../base/errors.ts';
import { type Network, realNetwork } from '../reach/network.ts';
import { reach } from '../reach/reach.ts';
import { chooseContext, type Target } from './choose-context.ts';
import { checkPlugin } from './credentials.ts';
import type { Choice } from './find-target.ts';
import { flatten } from './flatten.ts';
import { type HostFolder, hostFiles } from './host-files.ts';
import { defaultFiles, loadKubeconfig, type Surroundings } from './load.ts';

/** One context of a kubeconfig, and the files it was read from. */
export interface OneContext {
  readonly target: Target;
  readonly sources: readonly string[];
}

/**
 * Reads the chosen context of the kubeconfig files.
 *
 * @throws MekhanikubeError `usage` for an unknown context; `cluster-unreadable` where there is no kubeconfig: never a
 *   server that nobody named
 */
export async function loadContext(choice: Choice, around: Surroundings): Promise<OneContext> {
  const config = await loadKubeconfig(choice.kubeconfig, around);
  if (config !== null) return { target: chooseContext(config, choice.context), sources: config.files };
  throw new MekhanikubeError('cluster-unreadable', `no kubeconfig: ${defaultFiles(around).join(', ')} does not exist`, {
    hint: 'name one with --kubeconfig or KUBECONFIG; for a container, mount the folder that holds it',
  });
}

export interface PrepareOptions {
  /** Where the folders of the host are here. */
  readonly hostFolders: readonly HostFolder[];
  readonly env: Surroundings['env'];
  readonly signal: AbortSignal;
  readonly network?: Network;
}

/**
 * Makes a context work inside of a container: no files, and an address at which the API server answers from here.
 *
 * @throws MekhanikubeError `cluster-unreadable` where a file or a plugin that it names is not here, or the API server
 *   answers nowhere
 */
export async function prepareContext({ target, sources }: OneContext, options: PrepareOptions): Promise<Target> {
  checkPlugin(target, options.env);
  const flat = flatten(target, hostFiles(options.hostFolders, sources));
  return await reach(flat, options.network ?? realNetwork(), options.signal);
}
