import { z } from 'zod';
import { MekhanikubeError } from '../../base/errors.ts';
import { openAccess } from '../access/access.ts';
import type { Endpoint } from '../api/endpoint.ts';
import { type Answer, send } from '../api/send.ts';
import type { Target } from './choose-context.ts';
import { tokenExpiry, withExportNote } from './expiry.ts';

export interface AccountToken {
  readonly name: string;
  readonly namespace: string;
  readonly durationMs: number;
  readonly requestTimeoutMs: number;
}

const Issued = z.object({ status: z.object({ token: z.string().min(1), expirationTimestamp: z.string().nullish() }) });
const Status = z.object({ message: z.string() });

/**
 * Asks the API server for a short-lived token of a ServiceAccount, and puts it in the place of the user's credentials.
 * The only thing that this tool's reading half ever creates.
 *
 * @throws MekhanikubeError `cluster-unreadable` where the server cannot be asked, or refuses
 * @see https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-request-v1/
 */
export async function withAccountToken(
  target: Target,
  asked: AccountToken,
): Promise<{ target: Target; expires: Date | null }> {
  const { name, namespace, durationMs } = asked;
  const access = await openAccess(target, 1);
  const label = `${target.server.host} (context ${target.context})`;
  const endpoint = { server: target.server, label, access, headers: {}, requestTimeoutMs: asked.requestTimeoutMs };
  try {
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/serviceaccounts/${encodeURIComponent(name)}/token`;
    const spec = { expirationSeconds: Math.ceil(durationMs / 1000) };
    const post = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec };
    const answer = await send(endpoint, { path, post }, new AbortController().signal);
    const { token, expirationTimestamp } = tokenIn(answer, endpoint, asked);
    const said = new Date(expirationTimestamp ?? '');
    const expires = Number.isNaN(said.getTime()) ? tokenExpiry(token) : said;
    const user = withExportNote({ token }, { from: 'service-account', expires });
    return { target: { ...target, userName: `${namespace}:${name}`, user }, expires };
  } finally {
    access.agent.destroy();
  }
}

function tokenIn({ status, body }: Answer, endpoint: Endpoint, asked: AccountToken): z.output<typeof Issued>['status'] {
  const answer = jsonOf(body.toString('utf8'));
  const issued = Issued.safeParse(answer);
  if (status === 201 && issued.success) return issued.data.status;
  const account = `${asked.namespace}/${asked.name}`;
  const said = Status.safeParse(answer).data?.message ?? `answered ${status}`;
  throw new MekhanikubeError(
    'cluster-unreadable',
    `the API server at ${endpoint.label} gives no token for the ServiceAccount ${account}: ${said}`,
    { hint: hintFor(status, endpoint, asked) },
  );
}

function hintFor(status: number, { access }: Endpoint, { name, namespace }: AccountToken): string {
  if (status === 401) return access.advice(new Date());
  if (status === 403) {
    return `it takes the right to create serviceaccounts/token: kubectl auth can-i create serviceaccounts/token -n ${namespace}`;
  }
  if (status === 404) return `make it first: kubectl create serviceaccount ${name} -n ${namespace}`;
  return 'see what the API server takes: kubectl create token --help';
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
