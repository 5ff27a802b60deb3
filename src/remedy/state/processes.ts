import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';

/** A process, so that another one can tell later whether it still runs. Null where the system does not say. */
export const ProcessIdentity = z.object({
  pid: z.number().int().positive(),
  host: z.string(),
  bootId: z.string().nullable(),
  /** Of the process ids: containers count their own. */
  pidNamespace: z.string().nullable(),
  /** In ticks since boot: a pid is given to another process sooner or later. */
  startTicks: z.string().nullable(),
});

export type ProcessIdentity = z.infer<typeof ProcessIdentity>;

/** The door to the processes of this machine. */
export interface Processes {
  readonly self: ProcessIdentity;
  /** By pid, in this process's own namespace: null for none, else when it started as far as that is known. */
  find(pid: number): { readonly startTicks: string | null } | null;
}

/** The processes of this machine. */
export function realProcesses(): Processes {
  const self = {
    pid: process.pid,
    host: hostname(),
    bootId: told(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    pidNamespace: told(() => readlinkSync('/proc/self/ns/pid')),
    startTicks: statOf(process.pid)?.[19] ?? null,
  };
  return {
    self,
    find(pid) {
      try {
        process.kill(pid, 0);
      } catch (thrown) {
        // One of another user does run.
        if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH') return null;
      }
      const stat = statOf(pid);
      // Ended, and only not asked for its exit code yet.
      return stat?.[0] === 'Z' ? null : { startTicks: stat?.[19] ?? null };
    },
  };
}

/**
 * True only where it is certain. Of a process on another machine nothing can be known.
 */
export function hasEnded(holder: ProcessIdentity, { self, find }: Processes): boolean {
  if (holder.host !== self.host) return false;
  if (holder.bootId !== self.bootId && holder.bootId !== null && self.bootId !== null) return true;
  // One host name, another namespace: this container was started again, and its processes ended before.
  if (holder.pidNamespace !== self.pidNamespace) return true;
  const running = find(holder.pid);
  if (running === null) return true;
  return holder.startTicks !== null && running.startTicks !== null && holder.startTicks !== running.startTicks;
}

function told(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/** From the third field on; the second one is a name that may hold blanks and brackets. @see proc_pid_stat(5) */
function statOf(pid: number): readonly string[] | null {
  const stat = told(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? null;
}
