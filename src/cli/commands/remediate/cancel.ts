import { MekhanikubeError } from '../../../base/errors.ts';
import { diskKeeper } from '../../../remedy/run/disk-keeper.ts';
import { writeStdout } from '../../ui/write.ts';
import { openBooks, readState } from './state.ts';

/** Takes a plan out of the way that was never applied. */
export async function cancelCommand(id: string): Promise<void> {
  readState(process.env).backups.findRun(id);
  const books = openBooks(process.env);
  try {
    const run = books.backups.findRun(id);
    const records = books.journal.runs().find((known) => known.run === run.id)?.records ?? [];
    // One that was only refused has records, too.
    if (run.isSealed() || records.some(({ type }) => type === 'EXECUTING')) {
      throw new MekhanikubeError('denied', `run ${run.id} has begun or ended: it cannot be cancelled`, {
        hint: `take back what it did: mekhanikube remediate rollback ${run.id}`,
      });
    }
    const keeper = diskKeeper(run, books, process.env['USER'] ?? 'unknown');
    await keeper.record({ type: 'CANCELLED', reason: 'asked for' });
    await keeper.record({ type: 'DONE', outcome: 'cancelled', reason: 'asked for' });
    run.seal({ outcome: 'cancelled', executed: null, steps: [] });
    await writeStdout(`Plan ${run.id} is cancelled.\n`);
  } finally {
    books.close();
  }
}
