// X.509 by hand: tests need certificates that are good, expired or for another name, and no tool may be missing.
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface Authority extends Certificate {
  /** Issues a certificate for these DNS names and IPv4 addresses. */
  issue(names: readonly string[], validity?: { notBefore?: Date; notAfter?: Date }): Certificate;
}

const DAY_MS = 86_400_000;

/** Makes a new certificate authority. */
export function createAuthority(name = 'fake-ca'): Authority {
  const own = keyPair();
  const certificate = build({
    subject: name,
    issuer: name,
    publicKey: own.publicKey,
    signer: own.privateKey,
    names: null,
  });
  return {
    cert: certificate,
    key: pem(own.privateKey),
    issue: (names, validity = {}) => {
      const leaf = keyPair();
      const cert = build({
        subject: 'fake',
        issuer: name,
        publicKey: leaf.publicKey,
        signer: own.privateKey,
        names,
        ...validity,
      });
      return { cert, key: pem(leaf.privateKey) };
    },
  };
}

function keyPair(): { publicKey: KeyObject; privateKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function pem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

interface Parts {
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  readonly signer: KeyObject;
  /** Null for an authority. */
  readonly names: readonly string[] | null;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

const ECDSA_SHA256 = sequence(oid('2a8648ce3d040302'));

/** @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1 */
function build(parts: Parts): string {
  const { notBefore = new Date(Date.now() - DAY_MS), notAfter = new Date(Date.now() + DAY_MS) } = parts;
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_SHA256,
    nameOf(parts.issuer),
    sequence(utcTime(notBefore), utcTime(notAfter)),
    nameOf(parts.subject),
    parts.publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(parts.names === null ? authorityExtension() : namesExtension(parts.names))),
  );
  const signature = sign('sha256', body, parts.signer);
  const certificate = sequence(body, ECDSA_SHA256, tagged(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** basicConstraints: critical, CA true. */
function authorityExtension(): Buffer {
  const isTrue = tagged(0x01, Buffer.from([0xff]));
  return sequence(oid('551d13'), isTrue, tagged(0x04, sequence(isTrue)));
}

/** subjectAltName. */
function namesExtension(names: readonly string[]): Buffer {
  const entries = names.map((name) =>
    isIP(name) === 4
      ? tagged(0x87, Buffer.from(name.split('.').map(Number)))
      : tagged(0x82, Buffer.from(name, 'ascii')),
  );
  return sequence(oid('551d11'), tagged(0x04, sequence(...entries)));
}

function nameOf(commonName: string): Buffer {
  return sequence(tagged(0x31, sequence(oid('550403'), tagged(0x0c, Buffer.from(commonName, 'utf8')))));
}

function utcTime(date: Date): Buffer {
  const digits = date.toISOString().replace(/[-:T]|\.\d+/g, '');
  return tagged(0x17, Buffer.from(digits.slice(2), 'ascii'));
}

function oid(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, 'hex'));
}

function integer(bytes: Buffer): Buffer {
  return tagged(0x02, bytes);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
