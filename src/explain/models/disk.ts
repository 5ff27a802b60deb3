import { stat, statfs } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Layer } from './manifest.ts';

/** A block of `stat`, whatever the file system's own are. */
const STAT_BLOCK = 512;

/**
 * The folder of a server's models; null where it is on another machine, or cannot be found from here.
 *
 * @param modelsVariable the value of `OLLAMA_MODELS`
 */
export async function modelsFolder(
  baseUrl: string,
  modelsVariable: string | undefined = process.env['OLLAMA_MODELS'],
  home: string = homedir(),
): Promise<string | null> {
  const { hostname } = new URL(baseUrl);
  if (!/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)) return null;
  const folder =
    modelsVariable === undefined || modelsVariable === '' ? join(home, '.ollama', 'models') : modelsVariable;
  const found = await stat(folder).catch(() => null);
  return found?.isDirectory() === true ? folder : null;
}

/** What is free on the disk of a folder; null where the system does not tell. */
export async function freeBytesOf(folder: string): Promise<number | null> {
  const disk = await statfs(folder).catch(() => null);
  return disk === null ? null : disk.bavail * disk.bsize;
}

/** How much of the layers is not in the folder yet. */
export async function missingBytes(folder: string | null, layers: readonly Layer[]): Promise<number> {
  const missing = await Promise.all(
    layers.map(async (layer) => Math.max(0, layer.totalBytes - (folder === null ? 0 : await present(folder, layer)))),
  );
  return missing.reduce((sum, bytes) => sum + bytes, 0);
}

async function present(folder: string, layer: Layer): Promise<number> {
  const file = join(folder, 'blobs', layer.digest.replace(':', '-'));
  const whole = await stat(file).catch(() => null);
  if (whole !== null) return whole.size;
  // A file that Ollama began has its full size from the start, with holes in it.
  const begun = await stat(`${file}-partial`).catch(() => null);
  return begun === null ? 0 : begun.blocks * STAT_BLOCK;
}
