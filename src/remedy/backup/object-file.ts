import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { MekhanikubeError } from '../../base/errors.ts';
import type { KubeObject } from '../../kube/object.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { canonicalJson, sha256 } from '../state/canonical.ts';
import { headerOf, type Keyring } from './encrypt.ts';
import type { ObjectEntry } from './manifest.ts';
import { ENCRYPTED, OBJECT } from './places.ts';

/** The API server takes no object that comes near it. */
const LARGEST_BYTES = 8 * 1024 * 1024;

const Shape = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
});

const AnyObject = z.custom<KubeObject>((value) => Shape.safeParse(value).success);

/** An object as a file: its name, its bytes, and what the manifest says of it. */
export interface ObjectFile {
  readonly bytes: Buffer;
  readonly entry: ObjectEntry;
}

/** The object in a file, or why there is none. */
export type Decoded =
  | { readonly state: 'found'; readonly object: KubeObject; readonly entry: ObjectEntry }
  | { readonly state: 'unread'; readonly reason: string; readonly needsKey: boolean };

/**
 * Makes the file of an object. A Secret with its values is encrypted; of its metadata alone there is nothing to hide.
 *
 * @param path of the file without its ending, within the run
 * @throws MekhanikubeError `denied` for a Secret without a key, and for an object that is too large
 */
export function encodeObject(object: KubeObject, path: string, run: string, keys: Keyring): ObjectFile {
  const canonical = Buffer.from(canonicalJson(object));
  const named = refText(refOf(object));
  if (canonical.length > LARGEST_BYTES)
    throw new MekhanikubeError('denied', `${named} is too large for a backup (${canonical.length} bytes)`, {
      hint: `at most ${LARGEST_BYTES} bytes are kept, and nothing is changed without a backup`,
    });
  const compressed = gzipSync(canonical);
  if (!holdsSecrets(object))
    return { bytes: compressed, entry: entryOf(object, `${path}${OBJECT}`, sha256(canonical)) };
  if (!keys.canEncrypt)
    throw new MekhanikubeError('denied', `${named} is not backed up: there is no key to encrypt it with`, {
      hint: 'set MEKHANIKUBE_BACKUP_PASSPHRASE, or name a file with a key in MEKHANIKUBE_BACKUP_KEY_FILE',
    });
  const entry = entryOf(object, `${path}${ENCRYPTED}`, null);
  return { bytes: keys.encrypt(compressed, entry, run), entry };
}

const UNOPENED = {
  'no-key': 'there is no key to decrypt it with',
  'wrong-key': 'it was encrypted with another key',
  damaged: 'it is not what was encrypted',
} as const;

/** Reads the file of an object back. */
export function decodeObject(bytes: Buffer, path: string, run: string, keys: Keyring): Decoded {
  if (!path.endsWith(ENCRYPTED)) return decompressed(bytes, path);
  const opened = keys.decrypt(bytes, path, run);
  if (opened.state !== 'open')
    return { state: 'unread', reason: UNOPENED[opened.state], needsKey: opened.state !== 'damaged' };
  const decoded = decompressed(opened.content, path);
  const about = headerOf(bytes)?.about;
  if (decoded.state === 'unread' || about === undefined) return decoded;
  return { ...decoded, entry: about };
}

function decompressed(bytes: Buffer, path: string): Decoded {
  try {
    const canonical = gunzipSync(bytes, { maxOutputLength: LARGEST_BYTES });
    const object = AnyObject.parse(JSON.parse(canonical.toString('utf8')));
    return { state: 'found', object, entry: entryOf(object, path, sha256(canonical)) };
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    return unread(code === 'Z_BUF_ERROR' ? 'it ends too early' : 'it does not hold an object');
  }
}

function unread(reason: string): Decoded {
  return { state: 'unread', reason, needsKey: false };
}

function holdsSecrets(object: KubeObject): boolean {
  return object.apiVersion === 'v1' && object.kind === 'Secret' && ('data' in object || 'stringData' in object);
}

function entryOf(object: KubeObject, path: string, hashCanonical: string | null): ObjectEntry {
  const { uid, resourceVersion, generation } = object.metadata;
  return {
    path,
    ref: refOf(object),
    uid: uid ?? null,
    resourceVersion: resourceVersion ?? null,
    generation: generation ?? null,
    hashCanonical,
  };
}
