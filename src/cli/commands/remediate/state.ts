import { type Audit, openAudit } from '../../../remedy/audit/audit.ts';
import { type Backups, openBackups } from '../../../remedy/backup/backups.ts';
import { keyring } from '../../../remedy/backup/encrypt.ts';
import { backupSecrets } from '../../../remedy/backup/keys.ts';
import { type Journal, openJournal } from '../../../remedy/journal/journal.ts';
import { openState, type State } from '../../../remedy/state/state.ts';
import { userStateFolder } from '../user-state.ts';

/** Everything that repair keeps, open for one process that writes. */
export interface Books {
  readonly state: State;
  readonly backups: Backups;
  readonly journal: Journal;
  readonly audit: Audit;
  close(): void;
}

/** @throws MekhanikubeError `denied` while another process works, `state-integrity` where it is not to be trusted */
export function openBooks(env: NodeJS.ProcessEnv): Books {
  const state = openState(userStateFolder(env), { access: 'write' });
  try {
    const backups = openBackups(state, { keys: keyring(backupSecrets(env)) });
    const journal = openJournal(state);
    const audit = openAudit(state);
    return {
      state,
      backups,
      journal,
      audit,
      close() {
        journal.close();
        audit.close();
        state.close();
      },
    };
  } catch (thrown) {
    state.close();
    throw thrown;
  }
}

/** The state folder beside whoever writes; `mark` makes it where it is absent. */
export function readState(
  env: NodeJS.ProcessEnv,
  access: 'read' | 'mark' = 'read',
): {
  readonly state: State;
  readonly backups: Backups;
  readonly journal: Journal;
} {
  const state = openState(userStateFolder(env), { access });
  return { state, backups: openBackups(state, { keys: keyring(backupSecrets(env)) }), journal: openJournal(state) };
}
