import type { State } from '../state/state.ts';
import { integrity } from '../state/trouble.ts';
import { AuditHead } from './record.ts';

const NAME = /^\d{6}\.jsonl$/;

/** Names of the log's files, oldest first. */
export function logFiles(state: State): readonly string[] {
  return state.names('audit').filter((name) => NAME.test(name));
}

/** The name of the file after this one. */
export function fileAfter(name = '000000.jsonl'): string {
  return `${String(Number(name.slice(0, 6)) + 1).padStart(6, '0')}.jsonl`;
}

/** Whole lines, and what stands behind the last line break. */
export function linesOf(bytes: Buffer): { readonly lines: readonly string[]; readonly rest: Buffer } {
  const end = bytes.lastIndexOf(0x0a) + 1;
  const text = bytes.toString('utf8', 0, end);
  return { lines: text === '' ? [] : text.slice(0, -1).split('\n'), rest: bytes.subarray(end) };
}

/**
 * Where the log should end; undefined where nothing was noted yet.
 *
 * @throws MekhanikubeError `state-integrity` where the note cannot be read
 */
export function readHead(state: State): AuditHead | undefined {
  const bytes = state.read('audit/HEAD');
  if (bytes === undefined) return undefined;
  try {
    return AuditHead.parse(JSON.parse(bytes.toString('utf8')));
  } catch (thrown) {
    throw integrity(
      `${state.folder}/audit/HEAD cannot be read`,
      'mekhanikube audit verify shows the log itself',
      thrown,
    );
  }
}
