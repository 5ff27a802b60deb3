import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson, sha256 } from '../state/canonical.ts';
import { ObjectEntry } from './manifest.ts';

/** AES-256-GCM: a key of its own for each file, which is itself encrypted with one made from a passphrase. */
const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };

const Base64 = z.base64();
const Box = z.object({ iv: Base64, tag: Base64, data: Base64 });

/** The first line of an encrypted file. What it tells is bound to the content: changed, the file does not open. */
const Header = z.object({
  formatVersion: z.literal(1),
  about: ObjectEntry,
  salt: Base64,
  keyId: z.string(),
  key: Box,
  iv: Base64,
  tag: Base64,
});

type Header = z.infer<typeof Header>;

/** What opens an encrypted file, or why nothing did. */
export type Opened =
  | { readonly state: 'open'; readonly content: Buffer }
  | { readonly state: 'no-key' | 'wrong-key' | 'damaged' };

/** Encrypts and decrypts with these secrets. */
export interface Keyring {
  readonly canEncrypt: boolean;
  encrypt(content: Buffer, about: ObjectEntry, run: string): Buffer;
  decrypt(file: Buffer, path: string, run: string): Opened;
}

/** Keys are derived once for each salt, which takes a tenth of a second. */
export function keyring(secrets: readonly string[]): Keyring {
  const salt = randomBytes(16);
  const derived = new Map<string, Buffer>();
  const derive = (secret: string, from: Buffer): Buffer => {
    const known = derived.get(`${from.toString('hex')} ${secret}`);
    const key = known ?? scryptSync(secret, from, KEY_BYTES, COST);
    derived.set(`${from.toString('hex')} ${secret}`, key);
    return key;
  };
  return {
    canEncrypt: secrets.length > 0,
    encrypt(content, about, run) {
      const [secret] = secrets;
      if (secret === undefined) throw new Error('no key to encrypt with');
      return encrypted(content, about, { run, salt, key: derive(secret, salt) });
    },
    decrypt(file, path, run) {
      const header = headerOf(file);
      if (header === undefined || header.about.path !== path) return { state: 'damaged' };
      const keys = secrets.map((secret) => derive(secret, Buffer.from(header.salt, 'base64')));
      const key = keys.find((candidate) => keyIdOf(candidate) === header.keyId);
      if (key === undefined) return { state: secrets.length === 0 ? 'no-key' : 'wrong-key' };
      return decrypted(file, header, { run, key });
    },
  };
}

/** What an encrypted file says of itself, unproved as long as it was not decrypted. */
export function headerOf(file: Buffer): Header | undefined {
  try {
    return Header.parse(JSON.parse(file.toString('utf8', 0, file.indexOf(0x0a))));
  } catch {
    return undefined;
  }
}

function encrypted(
  content: Buffer,
  about: ObjectEntry,
  { run, salt, key }: { readonly run: string; readonly salt: Buffer; readonly key: Buffer },
): Buffer {
  const dataKey = randomBytes(KEY_BYTES);
  const bound = boundTo(about, run);
  const box = close(dataKey, key, bound);
  const { data, iv, tag } = close(content, dataKey, bound);
  const header: Header = {
    formatVersion: 1,
    about,
    salt: salt.toString('base64'),
    keyId: keyIdOf(key),
    key: { iv: box.iv.toString('base64'), tag: box.tag.toString('base64'), data: box.data.toString('base64') },
    iv: iv.toString('base64'),
    tag: tag.toString('base64'),
  };
  return Buffer.concat([Buffer.from(`${canonicalJson(header)}\n`), data]);
}

function decrypted(file: Buffer, header: Header, { run, key }: { readonly run: string; readonly key: Buffer }): Opened {
  const bound = boundTo(header.about, run);
  const dataKey = open(Buffer.from(header.key.data, 'base64'), header.key, { key, bound });
  const data = file.subarray(file.indexOf(0x0a) + 1);
  const content = dataKey === undefined ? undefined : open(data, header, { key: dataKey, bound });
  return content === undefined ? { state: 'damaged' } : { state: 'open', content };
}

/** A file that is put elsewhere, or into another run, does not open there. */
function boundTo(about: ObjectEntry, run: string): Buffer {
  return Buffer.from(canonicalJson({ about, run }));
}

function keyIdOf(key: Buffer): string {
  return sha256(key).slice(0, 16);
}

function close(content: Buffer, key: Buffer, bound: Buffer): { data: Buffer; iv: Buffer; tag: Buffer } {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv).setAAD(bound);
  const data = Buffer.concat([cipher.update(content), cipher.final()]);
  return { data, iv, tag: cipher.getAuthTag() };
}

function open(
  data: Buffer,
  { iv, tag }: { readonly iv: string; readonly tag: string },
  { key, bound }: { readonly key: Buffer; readonly bound: Buffer },
): Buffer | undefined {
  try {
    const options = { authTagLength: 16 };
    const decipher = createDecipheriv(CIPHER, key, Buffer.from(iv, 'base64'), options).setAAD(bound);
    decipher.setAuthTag(Buffer.from(tag, 'base64'));
    return Buffer.concat([decipher.update(data), decipher.final()]);
  } catch {
    return undefined;
  }
}
