import { accessError } from '../access/access-error.ts';
import type { Target } from './choose-context.ts';
import { credentialExpiry } from './expiry.ts';
import { flatten } from './flatten.ts';
import type { Surroundings } from './load.ts';
import { withPluginCredential } from './plugin-credential.ts';
import { withEnvironmentProxy } from './proxy.ts';
import { type AccountToken, withAccountToken } from './service-account-token.ts';

/** A ServiceAccount, of the context's namespace where it names none. */
export type AccountOptions = Omit<AccountToken, 'namespace'> & { readonly namespace: string | undefined };

export interface ExportOptions {
  /** Runs the credential plugin once, and stores what it gives. */
  readonly execToken: boolean;
  /** Asks for a token of this ServiceAccount instead. */
  readonly account: AccountOptions | null;
  readonly env: Surroundings['env'];
}

/** A context that can be carried elsewhere, and when its credentials end; null where nobody says. */
export interface Exported {
  readonly target: Target;
  readonly expires: Date | null;
}

/**
 * Makes a context need no file and, if asked, no plugin.
 *
 * @throws MekhanikubeError `usage` for --exec-token without a plugin; `cluster-unreadable` where a file is missing, or
 *   the credentials cannot be had
 */
export async function exportContext(target: Target, { execToken, account, env }: ExportOptions): Promise<Exported> {
  const flat = flattened(target);
  if (account !== null) {
    const asked = { ...account, namespace: account.namespace ?? target.namespace };
    const issued = await withAccountToken(withEnvironmentProxy(flat, env), asked);
    // A proxy of this machine's environment is none of the file's.
    return { target: { ...issued.target, cluster: flat.cluster }, expires: issued.expires };
  }
  if (execToken) return await withPluginCredential(flat);
  return { target: flat, expires: credentialExpiry(flat.user) };
}

function flattened(target: Target): Target {
  try {
    return flatten(target);
  } catch (thrown) {
    throw accessError(target, thrown);
  }
}
