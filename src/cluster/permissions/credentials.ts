import { Agent as HttpsAgent } from 'node:https';
import type { Access } from '../access/access.ts';
import type { Target } from '../kubeconfig/choose-context.ts';
import { certificateExpiry, exportNote, tokenExpiry } from '../kubeconfig/expiry.ts';
import type { CredentialFacts } from './facts.ts';

/** What proves who is asking, and until when, by its own word. Nothing of it goes on but its kind and its end. */
export async function credentialsOf({ user }: Target, access: Access): Promise<CredentialFacts> {
  const { authorization } = await access.headers();
  const noted = exportNote(user)?.expires ?? null;
  if (authorization?.startsWith('Bearer ') === true) {
    return { kind: 'token', expiresAt: textOf(tokenExpiry(authorization.slice('Bearer '.length)) ?? noted) };
  }
  if (authorization !== undefined) return { kind: 'password', expiresAt: null };
  const cert = access.agent instanceof HttpsAgent ? access.agent.options.cert : undefined;
  if (typeof cert === 'string' || Buffer.isBuffer(cert)) {
    return { kind: 'certificate', expiresAt: textOf(certificateExpiry(cert) ?? noted) };
  }
  return { kind: 'none', expiresAt: null };
}

function textOf(moment: Date | null): string | null {
  return moment === null ? null : moment.toISOString();
}
