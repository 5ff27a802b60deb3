import type { Runtime } from '../../program.ts';
import { createProgress } from '../../ui/progress.ts';
import { type DisplayOptions, terminalOf } from '../../ui/terminal.ts';
import type { ClusterOptions } from '../read.ts';
import type { Stage } from './conduct.ts';
import { openSession } from './session.ts';
import { openBooks } from './state.ts';

/** Opens the cluster and the state folder for one piece of work, and closes them however it goes. */
export async function staged(
  options: ClusterOptions & DisplayOptions,
  runtime: Runtime,
  work: (stage: Stage) => Promise<number>,
): Promise<number> {
  const session = await openSession(options, runtime);
  try {
    const books = openBooks(process.env);
    const progress = createProgress(
      terminalOf(process.stderr, options, process.env),
      options.quiet ?? false,
      'Looking at the state folder',
    );
    try {
      return await work({ session, books, signal: runtime.signal, onProgress: (text) => progress.update(text) });
    } finally {
      progress.stop();
      books.close();
    }
  } finally {
    session.close();
  }
}
