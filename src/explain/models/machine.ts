import { readdir, readFile } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';

export interface Gpu {
  readonly name: string;
  /** Null where it cannot be read without the vendor's tools. */
  readonly memoryBytes: number | null;
}

/** What a model would run on. */
export interface Machine {
  /** What this process may use: less than the machine has where a container is limited. */
  readonly memoryBytes: number;
  readonly cores: number;
  readonly gpu: Gpu | null;
}

/** Where the figures come from. */
export interface Probe {
  readonly totalMemory: number;
  /** Of the control group; zero, or more than there is, where it sets no limit. */
  readonly constrainedMemory: number;
  readonly cores: number;
  readonly platform: string;
  readonly arch: string;
  /** Where the driver of NVIDIA says which GPUs there are. */
  readonly nvidiaFolder: string;
}

/** Apple's chips share their memory with their GPU, of which macOS gives about two thirds to it. */
const APPLE_SHARE = 2 / 3;

/** This machine. */
export function systemProbe(): Probe {
  return {
    totalMemory: totalmem(),
    constrainedMemory: process.constrainedMemory(),
    cores: availableParallelism(),
    platform: process.platform,
    arch: process.arch,
    nvidiaFolder: '/proc/driver/nvidia/gpus',
  };
}

/** Reads what models run on. It is the server's machine only where the server runs here. */
export async function readMachine(probe: Probe = systemProbe()): Promise<Machine> {
  const { totalMemory, constrainedMemory, cores } = probe;
  const limit = constrainedMemory > 0 ? constrainedMemory : totalMemory;
  const memoryBytes = Math.min(totalMemory, limit);
  return { memoryBytes, cores, gpu: appleGpu(probe, memoryBytes) ?? (await nvidiaGpu(probe.nvidiaFolder)) };
}

function appleGpu(probe: Probe, memoryBytes: number): Gpu | null {
  if (probe.platform !== 'darwin' || probe.arch !== 'arm64') return null;
  return { name: 'Apple silicon', memoryBytes: Math.floor(memoryBytes * APPLE_SHARE) };
}

async function nvidiaGpu(folder: string): Promise<Gpu | null> {
  const [first] = (await readdir(folder).catch(() => [])).sort();
  if (first === undefined) return null;
  const text = await readFile(join(folder, first, 'information'), 'utf8').catch(() => '');
  return { name: /^Model:\s*(.+?)\s*$/m.exec(text)?.[1] ?? 'NVIDIA', memoryBytes: null };
}
