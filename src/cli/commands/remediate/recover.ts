import { EXIT } from '../../exit-codes.ts';
import type { Runtime } from '../../program.ts';
import type { DisplayOptions } from '../../ui/terminal.ts';
import { writeStdout } from '../../ui/write.ts';
import type { ClusterOptions } from '../read.ts';
import { recoverAll, type Stage } from './conduct.ts';
import { reconcile } from './foreign-runs.ts';
import { type Pending, recoverText } from './recover-text.ts';
import { staged } from './staged.ts';

/** The flags as they were typed. */
export interface RecoverOptions extends ClusterOptions, DisplayOptions {
  /** Takes note of runs that this state folder does not know. */
  readonly reconcile?: boolean;
  readonly output: string;
}

/** Ends every run that was interrupted. @returns the exit code: 13 where one needs somebody */
export async function recoverCommand(options: RecoverOptions, runtime: Runtime): Promise<number> {
  return staged(options, runtime, async (stage) => {
    const recovered = await recoverAll(stage);
    if (options.reconcile === true) await sayReconciled(await reconcile(stage.session, stage.books.state), options);
    if (options.output === 'json') await writeStdout(`${JSON.stringify(recovered, null, 2)}\n`);
    else await writeStdout(recoverText(recovered, pendingIn(stage)));
    return recovered.some(({ result }) => result.left.length > 0) ? EXIT.needsHuman : EXIT.ok;
  });
}

/** Reverts of this cluster that are not due yet. */
function pendingIn({ books, session }: Stage): readonly Pending[] {
  return books.journal.runs().flatMap(({ run, pendingReverts }) => {
    const [first] = pendingReverts;
    const isHere = books.backups.runIn(session.cluster.uid, run) !== undefined;
    return first === undefined || !isHere ? [] : [{ run, due: first.due }];
  });
}

async function sayReconciled(runs: readonly string[], { output }: RecoverOptions): Promise<void> {
  if (output === 'json') return;
  await writeStdout(
    runs.length === 0
      ? 'Every run whose mark stands in the cluster is known here.\n'
      : `Noted as those of another state folder: ${runs.join(', ')}\n`,
  );
}
