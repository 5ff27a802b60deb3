import { byteText } from '../../explain/models/byte-text.ts';
import type { FolderFacts } from '../../host/folder.ts';
import type { MachineFacts } from '../facts.ts';
import { defineLine, type LineOf } from '../line.ts';

/** Less is filled by a few hundred stored answers and a recording. */
const LEAST_BYTES = 100_000_000;

type Judged = { readonly status: 'ok' | 'warn'; readonly folder: FolderFacts };

function folderLine(name: 'cache' | 'state', lost: string, variable: string): LineOf<MachineFacts> {
  return defineLine<MachineFacts, Judged>({
    area: 'machine',
    name,
    judge(machine) {
      const folder = machine[name];
      const isFull = folder.freeBytes !== null && folder.freeBytes < LEAST_BYTES;
      return { status: folder.refusal !== null || isFull ? 'warn' : 'ok', folder };
    },
    words({ status, folder: { path, refusal, freeBytes } }) {
      if (refusal !== null) {
        return {
          seen: `${path} cannot be written (${refusal}): ${lost}`,
          mend: `make it writable, or set ${variable} to another folder`,
        };
      }
      const free = freeBytes === null ? '' : `, ${byteText(freeBytes)} free`;
      return { seen: `${path}${free}`, mend: status === 'warn' ? 'make room on that disk' : null };
    },
  });
}

export const cacheFolder = folderLine('cache', "models' answers are not kept", 'XDG_CACHE_HOME');
export const stateFolder = folderLine('state', 'masked names change with each run', 'MEKHANIKUBE_STATE');
