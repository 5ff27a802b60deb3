import type { CaBundle, Keyed } from '../kube/object.ts';
import { caBundle, tlsContent } from './certificates.ts';

/** What is kept of a Secret or a ConfigMap besides its metadata: facts about what it holds, never what it holds. */
export type KeyedFacts = Omit<Keyed, 'apiVersion' | 'kind' | 'metadata' | 'changedAt'>;

const REGISTRIES: Readonly<Record<string, string>> = {
  'kubernetes.io/dockerconfigjson': '.dockerconfigjson',
  'kubernetes.io/dockercfg': '.dockercfg',
};

/**
 * Derives facts from a Secret or ConfigMap that was sent whole, and drops its values.
 *
 * @param raw the object as the API sent it
 */
export function keyedFacts(raw: Readonly<Record<string, unknown>>): KeyedFacts {
  const type = typeof raw['type'] === 'string' ? raw['type'] : undefined;
  const registryKey = REGISTRIES[type ?? ''];
  const isTls = type === 'kubernetes.io/tls' || valueOf(raw, 'tls.crt') !== undefined;
  return {
    ...(type === undefined ? {} : { type }),
    keys: keyNames(raw),
    sizeBytes: sizeOf(raw),
    ...(isTls ? { tls: tlsContent(valueOf(raw, 'tls.crt'), valueOf(raw, 'tls.key')) } : {}),
    ...(registryKey === undefined ? {} : { registries: registriesIn(valueOf(raw, registryKey) ?? '') }),
  };
}

/** The CA bundles of a webhook configuration by the webhooks' names, as they were noted or as they are sent. */
export function caBundlesOf(raw: Readonly<Record<string, unknown>>): Readonly<Record<string, CaBundle>> | undefined {
  if (isRecord(raw['caBundles'])) return raw['caBundles'] as Record<string, CaBundle>;
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

function valueOf(raw: Readonly<Record<string, unknown>>, key: string): string | undefined {
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
