import { cacheFolder, stateFolder } from '../../../config/folders.ts';
import type { MachineFacts } from '../../../doctor/facts.ts';
import type { Machine } from '../../../explain/models/machine.ts';
import { recommend } from '../../../explain/models/recommend.ts';
import { readFolder } from '../../../host/folder.ts';
import type { Environment } from './gather-facts.ts';

/** What this machine has, and where things are kept on it. */
export async function gatherMachine(reading: Promise<Machine>, env: Environment): Promise<MachineFacts> {
  const [machine, cache, state] = await Promise.all([
    reading,
    readFolder(cacheFolder(env)),
    readFolder(stateFolder(env)),
  ]);
  return { ...machine, isEnoughForModels: recommend(machine, []).model !== null, cache, state };
}
