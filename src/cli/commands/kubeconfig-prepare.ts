import { homedir } from 'node:os';
import { credentialKind } from '../../cluster/kubeconfig/credentials.ts';
import { parseHostFolder } from '../../cluster/kubeconfig/host-files.ts';
import { loadContext, prepareContext } from '../../cluster/kubeconfig/prepare.ts';
import type { Runtime } from '../program.ts';
import { checkOutput, writeKubeconfig } from './kubeconfig-write.ts';

interface Options {
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly hostHome?: readonly string[];
  readonly output: string;
  readonly quiet?: boolean;
}

/** Writes a copy of the kubeconfig that works in this container, and says in one line what is in it. */
export async function prepareKubeconfig(options: Options, { signal }: Pick<Runtime, 'signal'>): Promise<void> {
  const hostFolders = (options.hostHome ?? []).map(parseHostFolder);
  const around = { env: process.env, home: homedir() };
  const loaded = await loadContext(options, around);
  await checkOutput(options.output, loaded.sources);
  const target = await prepareContext(loaded, { hostFolders, env: process.env, signal });
  await writeKubeconfig(options.output, target);
  if (options.quiet) return;
  const { context, cluster, server, user } = target;
  const name = cluster['tls-server-name'];
  const verified =
    server.protocol === 'http:'
      ? 'plain http'
      : cluster['insecure-skip-tls-verify'] === true
        ? 'TLS not verified, as the kubeconfig says'
        : name
          ? `TLS name ${name}`
          : 'TLS name as in the address';
  process.stderr.write(`context ${context}: ${server.href.replace(/\/$/, '')}, ${verified}, ${credentialKind(user)}\n`);
}
