import { quantityText } from '../../kube/quantities.ts';
import { defineGuard } from './define-guard.ts';
import { deny, together } from './verdicts.ts';

/** Room for the backup and the journal, several times over. */
const SPARE = 3;

/** The backup can be written. */
export const disk = defineGuard({
  id: 'disk',
  title: 'Room for the backup',
  on: 'disk',
  judge: ({ freeBytes, estimateBytes, floorBytes, problem }) => {
    const needed = SPARE * estimateBytes + floorBytes;
    const [free, wanted] = [freeBytes, needed].map((bytes) => quantityText('storage', bytes));
    const hint = 'free space on the disk of the state folder, or prune backups: mekhanikube backup prune';
    return together([
      ...(problem === null ? [] : [deny(`the backup cannot be written: ${problem}`, { id: 'BackupStore' })]),
      ...(freeBytes >= needed
        ? []
        : [
            deny(`the disk of the state folder has ${free} free, and ${wanted} are needed`, { id: 'StorageLow', hint }),
          ]),
    ]);
  },
});
