import { z } from 'zod';
import { MekhanikubeError } from '../../base/errors.ts';
import type { Connection } from '../connect.ts';

/** What the server says of itself. */
export interface FirstContact {
  /** Like `v1.34.4`; null where it may not be asked. */
  readonly version: string | null;
  /** The server's clock, or ours where it does not tell. */
  readonly takenAt: string;
}

const Version = z.object({ gitVersion: z.string() });

/**
 * Asks the server for its version, so that a server that cannot be reached, or is none, fails once and at once.
 *
 * Its clock is read here, before anything else: nothing in the snapshot then looks older than it is.
 *
 * @throws MekhanikubeError `cluster-unreadable` where it does not answer, refuses the credentials or answers nonsense
 */
export async function firstContact({ api, label }: Connection, signal: AbortSignal): Promise<FirstContact> {
  const reply = await api.get('/version', signal);
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  if (reply.state === 'ok') {
    const parsed = Version.safeParse(JSON.parse(reply.body.toString('utf8')));
    return { version: parsed.success ? parsed.data.gitVersion : null, takenAt: reply.servedAt ?? now };
  }
  // Some clusters hide their version, and are good to read all the same.
  if (reply.state !== 'failed') return { version: null, takenAt: now };
  throw new MekhanikubeError('cluster-unreadable', `the API server at ${label} cannot be read: ${reply.reason}`, {
    hint: reply.hint ?? 'see how it is: kubectl get --raw /readyz?verbose',
  });
}
