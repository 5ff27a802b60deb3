import type { Endpoint } from './endpoint.ts';

const UNKNOWN_AUTHORITY = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
]);
const TIME = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);
const NAME = 'ERR_TLS_CERT_ALTNAME_INVALID';

/** True for the codes with which Node refuses a server's certificate. */
export function isCertificateError(code: string): boolean {
  return code === NAME || TIME.has(code) || UNKNOWN_AUTHORITY.has(code);
}

/** What is wrong with the server's certificate, and what to do. Never: to stop verifying. */
export function certificateAdvice(
  code: string,
  thrown: unknown,
  { server }: Endpoint,
): { reason: string; sentence: string; hint: string } {
  if (code === NAME) {
    const names = namesOf(thrown);
    const first = names.find((name) => !/^[\d.:]+$/.test(name));
    return {
      reason: 'certificate for another name',
      sentence: `shows a certificate that is not for ${hostOf(thrown) ?? server.hostname}${names.length > 0 ? `, but for ${names.join(', ')}` : ''}`,
      hint:
        first === undefined
          ? 'use the server address that the certificate is for'
          : `use one of these as the server address, or set tls-server-name: ${first} for the cluster in the kubeconfig`,
    };
  }
  if (TIME.has(code)) {
    const expired = code === 'CERT_HAS_EXPIRED';
    return {
      reason: expired ? 'certificate expired' : 'certificate not yet valid',
      sentence: expired ? 'shows a certificate that has expired' : 'shows a certificate that is not yet valid',
      hint: expired
        ? 'renew it on the control plane (kubeadm certs renew all), and see that the clock here is right'
        : 'see that the clocks here and on the control plane are right',
    };
  }
  return {
    reason: 'certificate of an unknown authority',
    sentence: 'shows a certificate of an authority that the kubeconfig does not know',
    hint: 'was the cluster made anew, or is a proxy reading along? Fetch a new kubeconfig, with its certificate-authority-data',
  };
}

/** What the certificate was expected to be for: with tls-server-name, not the address. */
function hostOf(thrown: unknown): string | null {
  return thrown instanceof Error && 'host' in thrown && typeof thrown.host === 'string' ? thrown.host : null;
}

/** The names that the certificate is for: of a cluster's many, the first few. */
function namesOf(thrown: unknown): readonly string[] {
  if (!(thrown instanceof Error) || !('cert' in thrown)) return [];
  const { cert } = thrown;
  if (typeof cert !== 'object' || cert === null || !('subjectaltname' in cert)) return [];
  return String(cert.subjectaltname)
    .split(', ')
    .map((entry) => entry.replace(/^(DNS|IP Address):/, ''))
    .slice(0, 6);
}
