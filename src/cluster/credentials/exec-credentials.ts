import { z } from 'zod';
import { MekhanikubeError } from '../../base/errors.ts';
import type { ExecEntry } from '../kubeconfig/schema.ts';
import type { Target } from '../kubeconfig/target.ts';
import type { Credentials } from './credentials.ts';
import { expiredText, tokenExpiry } from './expiry.ts';
import { runPlugin } from './run-plugin.ts';
import { pemOf } from './static-credentials.ts';

/** What a plugin prints. @see https://kubernetes.io/docs/reference/config-api/client-authentication.v1/ */
const ExecCredential = z.object({
  kind: z.literal('ExecCredential'),
  status: z.object({
    token: z.string().nullish(),
    clientCertificateData: z.string().nullish(),
    clientKeyData: z.string().nullish(),
    expirationTimestamp: z.string().nullish(),
  }),
});

interface Held {
  readonly token: string | null;
  readonly cert: string | null;
  readonly key: string | null;
  /** Infinity where the plugin does not say. */
  readonly expiresAtMs: number;
}

/**
 * The credentials that a plugin of the kubeconfig prints (aws, gke-gcloud-auth-plugin, kubelogin...), which is run
 * now, and again when they expire.
 *
 * Not left to the Kubernetes client for Node: loading it takes a second, and it keeps from the user what the plugin
 * asks them to do.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 */
export async function execCredentials(exec: ExecEntry, target: Target): Promise<Credentials> {
  const fetch = async (): Promise<Held> => held(await runPlugin(exec, target, execInfo(exec, target)), exec, target);
  let current: Promise<Held> = fetch();
  const first = await current;
  return {
    certificate: first.cert !== null && first.key !== null ? { cert: first.cert, key: first.key } : null,
    authorization: async () => {
      if ((await current).expiresAtMs <= Date.now()) current = fetch();
      const { token } = await current;
      return token === null ? null : `Bearer ${token}`;
    },
    advice: (now) => {
      const what = `the token that "${exec.command}" printed`;
      const expired = first.token === null ? null : expiredText(what, tokenExpiry(first.token), now);
      return `${expired ?? `"${exec.command}" gave credentials that this cluster does not know`}: log in again with its tool`;
    },
  };
}

function held(output: string, exec: ExecEntry, target: Target): Held {
  const parsed = ExecCredential.safeParse(jsonOf(output));
  const status = parsed.success ? parsed.data.status : {};
  const { token, clientCertificateData: cert, clientKeyData: key, expirationTimestamp } = status;
  const expiresAtMs = Date.parse(expirationTimestamp ?? '');
  if (!token && !(cert && key)) {
    throw new MekhanikubeError(
      'cluster-unreadable',
      `the credential plugin "${exec.command}" of context "${target.context}" printed no credentials`,
      { hint: 'log in again with its tool, and see that the kubeconfig names the right arguments for it' },
    );
  }
  return {
    token: token || null,
    cert: cert || null,
    key: key || null,
    expiresAtMs: Number.isNaN(expiresAtMs) ? Number.POSITIVE_INFINITY : expiresAtMs,
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The value of `KUBERNETES_EXEC_INFO`: how plugins learn what they are asked for. */
function execInfo(exec: ExecEntry, { cluster, server }: Target): (interactive: boolean) => string {
  return (interactive) =>
    JSON.stringify({
      apiVersion: exec.apiVersion ?? 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      spec: {
        interactive,
        ...(exec.provideClusterInfo
          ? {
              cluster: {
                server: server.href.replace(/\/$/, ''),
                'tls-server-name': cluster['tls-server-name'] ?? undefined,
                'insecure-skip-tls-verify': cluster['insecure-skip-tls-verify'] ?? undefined,
                'certificate-authority-data': pemOf(
                  cluster['certificate-authority-data'],
                  cluster['certificate-authority'],
                  'certificate authority',
                )?.toString('base64'),
                'proxy-url': cluster['proxy-url'] ?? undefined,
                config: cluster.extensions?.find(({ name }) => name === 'client.authentication.k8s.io/exec')?.extension,
              },
            }
          : {}),
      },
    });
}
