import { z } from 'zod';
import type { ModelName } from './model-name.ts';
import { type Reach, talk } from './model-server.ts';

/** One file of a model. */
export interface Layer {
  readonly digest: string;
  readonly totalBytes: number;
}

const FILE = z.object({ digest: z.string(), size: z.number().nonnegative() });
const MANIFEST = z.object({ config: FILE.optional(), layers: z.array(FILE) });
/** The pull itself tells the sizes too, only later: this look ahead must not keep anybody waiting. */
const LOOK_AHEAD_MS = 5000;

/** The files of a model as its registry lists them; null where it cannot be asked from here. */
export async function layersOf(name: ModelName, insecure: boolean, reach: Reach): Promise<readonly Layer[] | null> {
  const url = `${insecure ? 'http' : 'https'}://${name.host}/v2/${name.repository}/manifests/${name.tag}`;
  const look = { who: `the registry ${name.host}`, accepts: 'json' as const, timeoutMs: LOOK_AHEAD_MS };
  const read = talk(reach, look, async ({ fetch }) => {
    const response = await fetch(url, { headers: { Accept: 'application/vnd.docker.distribution.manifest.v2+json' } });
    const { config, layers } = MANIFEST.parse(await response.json());
    const files = config === undefined ? layers : [...layers, config];
    return files.map((file) => ({ digest: file.digest, totalBytes: file.size }));
  });
  return read.catch(() => null);
}
