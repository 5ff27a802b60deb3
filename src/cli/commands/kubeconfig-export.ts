import { homedir } from 'node:os';
import { MekhanikubeError } from '../../base/errors.ts';
import { credentialKind } from '../../cluster/kubeconfig/credentials.ts';
import { timeText } from '../../cluster/kubeconfig/expiry.ts';
import { type AccountOptions, type Exported, exportContext } from '../../cluster/kubeconfig/export.ts';
import { loadContext } from '../../cluster/kubeconfig/prepare.ts';
import { durationMs, waitMs } from '../../config/duration.ts';
import { checkOutput, writeKubeconfig } from './kubeconfig-write.ts';

interface Options {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly output: string;
  readonly execToken?: boolean;
  readonly serviceAccount?: string;
  readonly namespace?: string;
  readonly duration: string;
  readonly requestTimeout: string;
  readonly quiet?: boolean;
}

/** Writes a kubeconfig that can be carried elsewhere, and says how long its credentials are good. */
export async function exportKubeconfig(options: Options): Promise<void> {
  const account = accountOf(options);
  const loaded = await loadContext(options, { env: process.env, home: homedir() });
  await checkOutput(options.output, loaded.sources);
  const exported = await exportContext(loaded.target, {
    execToken: options.execToken ?? false,
    account,
    env: process.env,
  });
  await writeKubeconfig(options.output, exported.target);
  if (!options.quiet) process.stderr.write(`${summary(exported, new Date())}\n`);
}

/** The API server makes no token that is good for less. */
const SHORTEST_MS = 600_000;

function accountOf({ serviceAccount, execToken, ...options }: Options): AccountOptions | null {
  if (serviceAccount === undefined) {
    if (options.namespace === undefined) return null;
    throw new MekhanikubeError('usage', '--namespace is the namespace of a ServiceAccount', {
      hint: 'add --service-account NAME, or leave it out',
    });
  }
  if (execToken) throw new MekhanikubeError('usage', '--exec-token and --service-account exclude each other');
  const lifeMs = durationMs(options.duration, '--duration');
  if (lifeMs < SHORTEST_MS) {
    throw new MekhanikubeError('usage', `--duration: ${options.duration} is less than 10m, the shortest there is`);
  }
  return {
    name: serviceAccount,
    namespace: options.namespace,
    durationMs: lifeMs,
    requestTimeoutMs: waitMs(options.requestTimeout, '--request-timeout'),
  };
}

function summary({ target, expires }: Exported, now: Date): string {
  const { context, server, user } = target;
  const line = `context ${context}: ${server.href.replace(/\/$/, '')}, ${credentialKind(user)}`;
  if (user.exec) return `${line}, which must be installed where this is used: --exec-token stores what it gives`;
  if (!user.token && !user['client-certificate-data']) return line;
  if (expires === null) return `${line}, which does not say when it expires`;
  return `${line}, which ${expires <= now ? 'EXPIRED' : 'expires'} at ${timeText(expires)}`;
}
