import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { CaBundle, CertificateDates, TlsContent } from '../kube/object.ts';

const CERTIFICATES = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;
const KEY = /-----BEGIN ((?:[A-Z0-9]+ )*)PRIVATE KEY-----[\s\S]*?-----END \1PRIVATE KEY-----/;
/** Nothing that is served has more; a file of all the world's authorities has some hundred and fifty. */
const MOST = 300;

type Malformed = Extract<TlsContent, { state: 'malformed' }>;

/**
 * What a TLS Secret holds, as far as it may be told.
 *
 * The first certificate is the one that is shown to clients; those behind it lead to an authority.
 *
 * @param certificate `tls.crt`, PEM
 * @param key `tls.key`, PEM
 */
export function tlsContent(certificate: string | undefined, key: string | undefined): TlsContent {
  if (certificate === undefined || certificate.trim() === '') return malformed('no-certificate');
  const chain = certificatesIn(certificate);
  const [leaf] = chain;
  if (leaf === undefined) return malformed('certificate-unreadable');
  const problem = problemOf(key, leaf, chain);
  return problem ?? { state: 'ok', ...datesOf(leaf), hosts: hostsOf(leaf) };
}

function problemOf(
  key: string | undefined,
  leaf: X509Certificate,
  chain: readonly (X509Certificate | undefined)[],
): Malformed | null {
  if (key === undefined || key.trim() === '') return malformed('no-key');
  const block = KEY.exec(key);
  if (block === null) return malformed('key-unreadable');
  if (block[1]?.startsWith('ENCRYPTED') || /^Proc-Type:.*ENCRYPTED/m.test(block[0])) return malformed('key-encrypted');
  const secret = privateKey(block[0]);
  if (secret === undefined) return malformed('key-unreadable');
  if (leaf.checkPrivateKey(secret)) return null;
  return malformed(chain.some((other) => other?.checkPrivateKey(secret)) ? 'chain-order' : 'key-mismatch');
}

/** What a bundle of trusted certificates in PEM holds. */
export function caBundle(pem: string | undefined): CaBundle {
  if (pem === undefined || pem === '') return { state: 'absent' };
  const dates = certificatesIn(pem).flatMap((one) => (one === undefined ? [] : [datesOf(one)]));
  const [longest] = dates.sort((left, right) => (left.notAfter < right.notAfter ? 1 : -1));
  return longest === undefined ? { state: 'unreadable' } : { state: 'ok', ...longest };
}

/** From when until when a certificate is valid, in RFC 3339. */
export function datesOf({ validFrom, validTo }: X509Certificate): CertificateDates {
  return { notBefore: rfc3339(validFrom), notAfter: rfc3339(validTo) };
}

function rfc3339(date: string): string {
  return new Date(date).toISOString().replace('.000Z', 'Z');
}

function malformed(problem: Malformed['problem']): Malformed {
  return { state: 'malformed', problem };
}

/** The certificates of a PEM file in their order; undefined for one that cannot be read. */
function certificatesIn(pem: string): readonly (X509Certificate | undefined)[] {
  return [...pem.matchAll(CERTIFICATES)].slice(0, MOST).map(([block]) => {
    try {
      return new X509Certificate(block);
    } catch {
      return undefined;
    }
  });
}

function privateKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

/** Names and addresses of the subject alternative name: nobody reads the common name any more. */
function hostsOf({ subjectAltName = '' }: X509Certificate): readonly string[] {
  return [...subjectAltName.matchAll(/(?:^|, )(?:DNS|IP Address):([^,"]+)/g)].map(([, host = '']) => host.trim());
}
