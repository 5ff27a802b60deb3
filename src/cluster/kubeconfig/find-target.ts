import { MekhanikubeError } from '../../base/errors.ts';
import { chooseContext, type Target } from './choose-context.ts';
import { inClusterKubeconfig } from './in-cluster.ts';
import { defaultFiles, type Kubeconfig, loadKubeconfig, type Surroundings } from './load.ts';
import { withEnvironmentProxy } from './proxy.ts';

/** The flags by which a user chooses a cluster. */
export interface Choice {
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
}

/**
 * Finds the cluster and user that the flags, the environment and the kubeconfig files mean, and the proxy to it.
 *
 * Never guesses a server on this machine where nothing names one.
 *
 * @throws MekhanikubeError `usage` for an unknown context or proxy, `cluster-unreadable` where nothing leads to a cluster
 */
export async function findTarget(choice: Choice, around: Surroundings): Promise<Target> {
  const config = await findKubeconfig(choice.kubeconfig, around);
  if (config !== null) return withEnvironmentProxy(chooseContext(config, choice.context), around.env);
  throw new MekhanikubeError('cluster-unreadable', `no kubeconfig: ${defaultFiles(around).join(', ')} does not exist`, {
    hint: 'name one with --kubeconfig or KUBECONFIG, or read a recording with analyze --from',
  });
}

/** As for kubectl, files that say nothing stand back behind what a pod has. */
async function findKubeconfig(explicit: string | undefined, around: Surroundings): Promise<Kubeconfig | null> {
  const loaded = await loadKubeconfig(explicit, around);
  if (explicit !== undefined || (loaded !== null && loaded.contexts.size > 0)) return loaded;
  return (await inClusterKubeconfig(around)) ?? loaded;
}
