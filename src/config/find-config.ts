import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MekhanikubeError, messageOf } from '../base/errors.ts';
import type { Environment } from './boolean.ts';
import { type ConfigFile, parseConfigFile } from './config-file.ts';
import { configFolder } from './folders.ts';

/** In the folder where somebody works. */
const HERE = '.mekhanikube.yaml';

/**
 * Reads the config file: the one that is named, else `./.mekhanikube.yaml`, else the user's own. The first that is
 * there counts alone; null where none is.
 *
 * @param named by `--config` or MEKHANIKUBE_CONFIG
 * @throws MekhanikubeError `usage` where it cannot be read, or is not right
 */
export async function findConfigFile(named: string | undefined, env: Environment): Promise<ConfigFile | null> {
  if (named !== undefined) {
    const text = await textOf(named);
    if (text !== null) return parseConfigFile(named, text);
    throw unreadable(named, 'it does not exist');
  }
  for (const path of [HERE, join(configFolder(env), 'config.yaml')]) {
    const text = await textOf(path);
    if (text !== null) return parseConfigFile(path, text);
  }
  return null;
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw unreadable(path, code === 'EISDIR' ? 'it is a folder' : messageOf(thrown), thrown);
  }
}

function unreadable(path: string, why: string, cause?: unknown): MekhanikubeError {
  return new MekhanikubeError('usage', `cannot read the config file ${path}: ${why}`, {
    hint: 'name another one with --config or MEKHANIKUBE_CONFIG',
    cause,
  });
}
