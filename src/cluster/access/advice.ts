import type { SecureContextOptions } from 'node:tls';
import type { Target } from '../kubeconfig/choose-context.ts';
import { certificateExpiry, exportNote, timeText, tokenExpiry } from '../kubeconfig/expiry.ts';
import type { UserEntry } from '../kubeconfig/schema.ts';

/** What to do where a server refuses the credentials: log in again, mostly, but why. */
export function adviceFor(
  { user, userName, context, server }: Target,
  authorization: string | undefined,
  certificate: SecureContextOptions['cert'],
  now: Date,
): string {
  if (server.protocol === 'http:') return 'credentials are not sent over plain http: use an https address';
  const token = authorization?.startsWith('Bearer ') === true ? authorization.slice('Bearer '.length) : null;
  if (token !== null) {
    const expiry = tokenExpiry(token) ?? exportNote(user)?.expires ?? null;
    const what = user.exec ? `the token of the plugin "${user.exec.command}"` : `the token of context "${context}"`;
    const why = hasPassed(expiry, now) ? `expired at ${timeText(expiry)}` : 'is wrong or no longer valid';
    return `${what} ${why}: ${again(user)}`;
  }
  if (authorization !== undefined) return `the name and password of user "${userName}" are wrong, or not taken here`;
  if (typeof certificate === 'string' || Buffer.isBuffer(certificate)) {
    const expiry = certificateExpiry(certificate);
    const why = hasPassed(expiry, now) ? `expired at ${timeText(expiry)}` : 'is not one of this cluster';
    const then = exportNote(user) === null ? 'fetch a new kubeconfig' : again(user);
    return `the client certificate of user "${userName}" ${why}: ${then}`;
  }
  return `context "${context}" has no credentials: log in, or fetch a new kubeconfig`;
}

function hasPassed(moment: Date | null, now: Date): moment is Date {
  return moment !== null && moment <= now;
}

/** An exported kubeconfig is not renewed where it is used. */
function again(user: UserEntry): string {
  switch (exportNote(user)?.from) {
    case 'plugin':
      return 'export it again, on the host: mekhanikube kubeconfig export --exec-token';
    case 'service-account':
      return 'export it again, on the host: mekhanikube kubeconfig export --service-account NAME';
    case undefined:
      return 'log in again, or fetch a new kubeconfig';
  }
}
