import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { removedApisIn } from '../kube/gitops/helm-manifest.ts';
import { type CaBundle, type Keyed, TLS_PROBLEMS } from '../kube/object.ts';
import { timeMs } from '../kube/time.ts';
import { caBundle, tlsContent } from './certificates.ts';

/** What is kept of a Secret or a ConfigMap besides its metadata: facts about what it holds, never what it holds. */
export type KeyedFacts = Omit<Keyed, 'apiVersion' | 'kind' | 'metadata' | 'changedAt'>;

const Dates = z.object({ notBefore: z.string(), notAfter: z.string() });

/** The facts as a recording of ours holds them; what reads otherwise is as good as not there. */
const Noted = z.object({
  type: z.string().optional().catch(undefined),
  keys: z.array(z.unknown()).transform((keys) => keys.filter((key) => typeof key === 'string')),
  sizeBytes: z.number().optional().catch(undefined),
  tls: z
    .union([
      Dates.extend({ state: z.literal('ok'), hosts: z.array(z.string()) }),
      z.object({ state: z.literal('malformed'), problem: z.enum(TLS_PROBLEMS) }),
    ])
    .optional()
    .catch(undefined),
  registries: z.array(z.string()).optional().catch(undefined),
  removedApis: z
    .array(z.object({ apiVersion: z.string(), kind: z.string(), namespace: z.string().nullable(), name: z.string() }))
    .optional()
    .catch(undefined),
});

const NotedBundles = z.record(
  z.string(),
  z.union([Dates.extend({ state: z.literal('ok') }), z.object({ state: z.enum(['absent', 'unreadable']) })]),
);

const REGISTRIES: Readonly<Record<string, string>> = {
  'kubernetes.io/dockerconfigjson': '.dockerconfigjson',
  'kubernetes.io/dockercfg': '.dockercfg',
};

const HELM_RELEASE = 'helm.sh/release.v1';
/** Helm's Secret holds no more than 1 MB; text of which more comes out is no manifest. */
const MOST_MANIFEST_BYTES = 64 * 1024 * 1024;

/**
 * Derives facts from a Secret or ConfigMap that was sent whole, and drops its values.
 *
 * @param raw the object as the API sent it
 */
export function keyedFacts(raw: Readonly<Record<string, unknown>>): KeyedFacts {
  const type = typeof raw['type'] === 'string' ? raw['type'] : undefined;
  const registryKey = REGISTRIES[type ?? ''];
  const manifest = type === HELM_RELEASE ? manifestIn(valueAt(raw, 'release') ?? '') : null;
  const isTls = type === 'kubernetes.io/tls' || valueAt(raw, 'tls.crt') !== undefined;
  return {
    ...(type === undefined ? {} : { type }),
    keys: keyNames(raw),
    sizeBytes: sizeOf(raw),
    ...(isTls ? { tls: tlsContent(valueAt(raw, 'tls.crt'), valueAt(raw, 'tls.key')) } : {}),
    ...(registryKey === undefined ? {} : { registries: registriesIn(valueAt(raw, registryKey) ?? '') }),
    ...(manifest === null ? {} : { removedApis: removedApisIn(manifest) }),
  };
}

/** The facts that a recording noted of an object. */
export function notedFacts(raw: Readonly<Record<string, unknown>>): Partial<KeyedFacts> {
  return Object.fromEntries(Object.entries(Noted.parse(raw)).filter(([, value]) => value !== undefined));
}

/**
 * When the data of a Secret or ConfigMap were last written: the newest of those writers' times who own any of them.
 *
 * A writer's time also moves when it changes something else that it owns, such as a label.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
export function changedAtOf(raw: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof raw['changedAt'] === 'string') return raw['changedAt'];
  const metadata = raw['metadata'];
  const writers = isRecord(metadata) && Array.isArray(metadata['managedFields']) ? metadata['managedFields'] : [];
  let newest: string | undefined;
  for (const writer of writers) {
    if (!isRecord(writer) || typeof writer['time'] !== 'string' || !ownsData(writer['fieldsV1'])) continue;
    if (newest === undefined || (timeMs(writer['time']) ?? 0) > (timeMs(newest) ?? 0)) newest = writer['time'];
  }
  return newest;
}

function ownsData(fields: unknown): boolean {
  return isRecord(fields) && ['f:data', 'f:binaryData', 'f:stringData'].some((field) => fields[field] !== undefined);
}

/** The CA bundles of a webhook configuration by the webhooks' names, as they were noted or as they are sent. */
export function caBundlesOf(raw: Readonly<Record<string, unknown>>): Readonly<Record<string, CaBundle>> | undefined {
  if (raw['caBundles'] !== undefined) return NotedBundles.safeParse(raw['caBundles']).data;
  if (!Array.isArray(raw['webhooks'])) return undefined;
  const bundles = raw['webhooks'].filter(isRecord).map(({ name, clientConfig }) => {
    const bundle = isRecord(clientConfig) ? clientConfig['caBundle'] : undefined;
    return [String(name), caBundle(typeof bundle === 'string' ? decoded(bundle) : undefined)] as const;
  });
  return Object.fromEntries(bundles);
}

/** The sorted key names of the data of a Secret or ConfigMap, without the values. */
function keyNames(raw: Readonly<Record<string, unknown>>): readonly string[] {
  return [...new Set(partsOf(raw).flatMap((part) => Object.keys(part)))].sort();
}

function partsOf(raw: Readonly<Record<string, unknown>>): readonly Record<string, unknown>[] {
  return [raw['data'], raw['binaryData'], raw['stringData']].filter(isRecord);
}

function valueAt(raw: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const { data, stringData } = raw;
  const plain = isRecord(stringData) ? stringData[key] : undefined;
  if (typeof plain === 'string') return plain;
  const encoded = isRecord(data) ? data[key] : undefined;
  if (typeof encoded !== 'string') return undefined;
  return raw['kind'] === 'ConfigMap' ? encoded : decoded(encoded);
}

function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}

/** As the API server counts it: the values, decoded. */
function sizeOf(raw: Readonly<Record<string, unknown>>): number {
  let size = 0;
  for (const field of ['data', 'binaryData', 'stringData']) {
    const isPlain = field === 'stringData' || (field === 'data' && raw['kind'] === 'ConfigMap');
    const part = raw[field];
    for (const value of isRecord(part) ? Object.values(part) : []) {
      if (typeof value === 'string') size += Buffer.byteLength(value, isPlain ? 'utf8' : 'base64');
    }
  }
  return size;
}

/** The manifest in what Helm stores of a release: JSON, compressed, in base64. Null where it is none. */
function manifestIn(release: string): string | null {
  try {
    const packed = Buffer.from(release, 'base64');
    const parsed: unknown = JSON.parse(gunzipSync(packed, { maxOutputLength: MOST_MANIFEST_BYTES }).toString('utf8'));
    return isRecord(parsed) && typeof parsed['manifest'] === 'string' ? parsed['manifest'] : null;
  } catch {
    return null;
  }
}

/** The hosts that a file of registry accounts names: `docker.io` for all the names of Docker Hub. */
function registriesIn(text: string): readonly string[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return [];
  }
  const accounts = isRecord(parsed) && isRecord(parsed['auths']) ? parsed['auths'] : parsed;
  const names = isRecord(accounts) ? Object.keys(accounts).filter((name) => name !== 'auths') : [];
  const hosts = names.map((name) => name.replace(/^https?:\/\//, '').replace(/\/.*$/, ''));
  return [...new Set(hosts.map((host) => (/^(index|registry-1)\.docker\.io$/.test(host) ? 'docker.io' : host)))].sort();
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
