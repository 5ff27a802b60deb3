import { MekhanikubeError, messageOf } from '../../base/errors.ts';

const REASONS: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  ENOSPC: ['the disk is full', 'make room there: nothing is changed in a cluster without a record of it'],
  EDQUOT: [
    'the quota of the disk is used up',
    'make room there: nothing is changed in a cluster without a record of it',
  ],
  EROFS: ['the file system is read-only', 'mount it writable, or name another folder in MEKHANIKUBE_STATE'],
  EACCES: ['no permission', 'run as the user whom the folder belongs to'],
  EPERM: ['no permission', 'run as the user whom the folder belongs to'],
  EIO: ['the disk reports an error', 'look into the log of the kernel: the disk may be failing'],
  ELOOP: ['it is a symbolic link', 'put a folder or file of its own in its place'],
};

/** The error code of the operating system, like `ENOSPC`. */
export function errnoOf(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
}

/** True where room on the disk would help. */
export function isFull(thrown: unknown): boolean {
  const code = errnoOf(thrown);
  return code === 'ENOSPC' || code === 'EDQUOT';
}

/** Something in the state folder is not as it should be: who gets this must not act. */
export function integrity(message: string, hint?: string, cause?: unknown): MekhanikubeError {
  return new MekhanikubeError('state-integrity', message, { ...(hint === undefined ? {} : { hint }), cause });
}

/** Does something with a file of the state folder, and says which one where that fails. */
export function attempt<T>(doing: string, path: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof MekhanikubeError) throw thrown;
    const [reason, hint] = REASONS[errnoOf(thrown) ?? ''] ?? [messageOf(thrown)];
    throw integrity(`could not ${doing} ${path}: ${reason}`, hint, thrown);
  }
}
