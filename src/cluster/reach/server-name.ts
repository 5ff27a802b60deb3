import { isIP } from 'node:net';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';

/** Whether a certificate is for this name or IP address. */
export function isFor(certificate: PeerCertificate, name: string): boolean {
  return checkServerIdentity(name, certificate) === undefined;
}

/**
 * Chooses the name that a server is to be verified by when it is reached at another address: one that its certificate
 * is for, the original host's first.
 *
 * An IP address only where no name will do: older tools do not take one.
 *
 * @returns null where there is none
 */
export function chooseServerName(originalHost: string, certificate: PeerCertificate): string | null {
  const names = ['localhost', 'kubernetes', ...dnsNames(certificate)];
  const wanted = isIP(originalHost) === 0 ? [originalHost, ...names] : [...names, originalHost];
  return wanted.find((name) => isFor(certificate, name)) ?? null;
}

/** The names and addresses of a certificate, for messages: of a cluster's many, the first few. */
export function namesText({ subjectaltname }: PeerCertificate): string {
  const names = (subjectaltname ?? '').split(', ').map((entry) => entry.replace(/^(DNS|IP Address):/, ''));
  return names.slice(0, 6).join(', ') || 'no name at all';
}

/** Those that a client can ask for: no wildcards. */
function dnsNames({ subjectaltname }: PeerCertificate): readonly string[] {
  return (subjectaltname ?? '')
    .split(', ')
    .filter((entry) => /^DNS:[\w.-]+$/.test(entry))
    .map((entry) => entry.slice('DNS:'.length));
}
