import { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { TLSSocket } from 'node:tls';
import type { CertificateDates, ControlPlane } from '../../kube/object.ts';
import { datesOf } from '../../snapshot/certificates.ts';
import { listed } from '../../snapshot/coverage.ts';
import { type Answer, send } from '../api/send.ts';
import { Unanswered } from '../api/unanswered.ts';
import type { Connection } from '../connect.ts';
import type { KindRead } from './join-namespaces.ts';

const QUESTION = { path: '/readyz?verbose', accept: '*/*', maxBytes: 100_000 };
const SECOND_LOOK_MS = 2_000;

/** Below this, the difference may as well be the way there. */
const SURE_SECONDS = 2;

/**
 * Asks the API server how it is, and looks at its clock and at both certificates of the connection.
 *
 * What it does not tell is absent from the result: a user without the right to `/readyz` sees the rest.
 */
export async function observeControlPlane(
  { cluster, endpoint }: Connection,
  version: string | null,
  signal: AbortSignal,
  pauseMs = SECOND_LOOK_MS,
): Promise<KindRead> {
  let servingCertificate: CertificateDates | undefined;
  const before = Date.now();
  let answer: Answer | undefined;
  try {
    const onHead = (response: IncomingMessage): void => {
      servingCertificate = peerDates(response);
    };
    answer = await send(endpoint, { ...QUESTION, onHead }, signal);
  } catch (thrown) {
    if (!(thrown instanceof Unanswered)) throw thrown;
  }
  const skew = clockSkew(answer?.servedAt ?? null, before, Date.now());
  const checks = answer === undefined ? null : await sureChecks(checksIn(answer), pauseMs, endpoint, signal);
  const client = clientDates(endpoint.access.clientCertificate);
  const observed: ControlPlane = {
    apiVersion: 'mekhanikube.io/v1',
    kind: 'ControlPlane',
    metadata: { name: cluster },
    ...(version === null ? {} : { version }),
    ...(checks === null ? {} : { readyz: checks }),
    ...(skew === null ? {} : { clockSkewSeconds: skew }),
    ...(servingCertificate === undefined ? {} : { servingCertificate }),
    ...(client === undefined ? {} : { clientCertificate: client }),
  };
  return { coverage: listed('ControlPlane'), objects: [observed] };
}

type Checks = NonNullable<ControlPlane['readyz']> | null;

/** What fails is asked about once more: only what fails twice is more than a moment. */
async function sureChecks(
  checks: Checks,
  pauseMs: number,
  endpoint: Connection['endpoint'],
  signal: AbortSignal,
): Promise<Checks> {
  if (checks === null || checks.every(({ isOk }) => isOk)) return checks;
  await sleep(pauseMs, undefined, { signal });
  try {
    const again = checksIn(await send(endpoint, { ...QUESTION }, signal));
    return checks.map((check) =>
      again?.find(({ name }) => name === check.name)?.isOk ? { ...check, isOk: true } : check,
    );
  } catch (thrown) {
    if (!(thrown instanceof Unanswered)) throw thrown;
    return checks;
  }
}

/** One line each: `[+]etcd ok`, `[-]etcd failed: reason withheld`. Null where it is no answer of an API server. */
function checksIn({ status, body }: Answer): NonNullable<ControlPlane['readyz']> | null {
  if (status !== 200 && status !== 500) return null;
  const lines = body.toString('utf8').matchAll(/^\[([+-])\](\S+) ?(.*)$/gm);
  const checks = [...lines].map(([, sign, name = '', text = '']) => ({ name, isOk: sign === '+', text }));
  return checks.length === 0 ? null : checks;
}

/** How far the server is ahead of us, in seconds; its answer lay between the two moments. */
function clockSkew(servedAt: string | null, before: number, after: number): number | null {
  if (servedAt === null) return null;
  const served = Date.parse(servedAt);
  // It tells whole seconds, rounded down.
  const ahead = served > after ? served - after : served + 1000 < before ? served + 1000 - before : 0;
  const seconds = Math.round(ahead / 1000);
  return Math.abs(seconds) < SURE_SECONDS ? 0 : seconds;
}

function peerDates({ socket }: IncomingMessage): CertificateDates | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  const certificate = socket.getPeerX509Certificate();
  return certificate === undefined ? undefined : datesOf(certificate);
}

function clientDates(pem: string | undefined): CertificateDates | undefined {
  if (pem === undefined) return undefined;
  try {
    return datesOf(new X509Certificate(pem));
  } catch {
    return undefined;
  }
}
