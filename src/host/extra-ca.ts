import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** What is in the file of `NODE_EXTRA_CA_CERTS`; Node only warns where it cannot use it. */
export type ExtraCaFacts =
  | { readonly state: 'unset' }
  | { readonly state: 'missing'; readonly path: string }
  | { readonly state: 'not-certificates'; readonly path: string }
  | { readonly state: 'present'; readonly path: string; readonly certificates: number; readonly expired: number };

const PEM = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

export async function readExtraCa(path: string | undefined, now: Date): Promise<ExtraCaFacts> {
  if (path === undefined || path === '') return { state: 'unset' };
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return { state: 'missing', path };
  const blocks = text.match(PEM) ?? [];
  try {
    const ends = blocks.map((block) => new X509Certificate(block).validToDate);
    if (ends.length === 0) return { state: 'not-certificates', path };
    return { state: 'present', path, certificates: ends.length, expired: ends.filter((end) => end <= now).length };
  } catch {
    return { state: 'not-certificates', path };
  }
}
