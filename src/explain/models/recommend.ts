import { countText } from '../../base/list-text.ts';
import { fullName } from '../model/ollama-answers.ts';
import { byteText } from './byte-text.ts';
import type { InstalledModel } from './list-models.ts';
import type { Gpu, Machine } from './machine.ts';
import { type KnownModel, LARGE, LARGEST, MIDDLE, MODEL_TABLE, SMALL } from './model-table.ts';

export interface Suggestion extends KnownModel {
  readonly installed: boolean;
}

export interface Recommendation {
  /** Null where the machine is too small for any. */
  readonly model: Suggestion | null;
  /** One sentence without a full stop. */
  readonly reason: string;
  readonly smaller: Suggestion | null;
  readonly larger: Suggestion | null;
}

/** The rest of the memory is for the cluster's tools, the browser and the system. */
const SHARE_OF_MEMORY = 0.5;
const SHARE_OF_GPU = 0.9;

/** What a machine can run: how much memory, and the largest model that is fast enough. */
interface Room {
  readonly bytes: number;
  readonly most: KnownModel;
  readonly because: string;
}

/** The largest model that a machine runs well. */
export function recommend(machine: Machine, installed: readonly InstalledModel[]): Recommendation {
  const room = roomOf(machine, installed);
  const limit = MODEL_TABLE.indexOf(room.most);
  const at = MODEL_TABLE.findLastIndex((entry, index) => index <= limit && entry.memoryBytes <= room.bytes);
  const names = new Set(installed.map((entry) => fullName(entry.name)));
  const suggest = (index: number): Suggestion | null => {
    const entry = index < 0 ? undefined : MODEL_TABLE[index];
    return entry === undefined ? null : { ...entry, installed: names.has(fullName(entry.name)) };
  };
  const model = suggest(at);
  return { model, reason: reasonOf(model, room), smaller: suggest(at - 1), larger: suggest(at + 1) };
}

function reasonOf(model: Suggestion | null, room: Room): string {
  if (model === null) return `${room.because}, which is too little for any model: the built-in explanations need none`;
  const has = model.installed ? ', and is installed already' : '';
  return `${room.because}; it takes about ${byteText(model.memoryBytes)} and ${model.character}${has}`;
}

function roomOf(machine: Machine, installed: readonly InstalledModel[]): Room {
  const { memoryBytes, cores } = machine;
  const gpu = machine.gpu ?? gpuInUse(installed);
  if (gpu !== null && gpu.memoryBytes !== null) {
    const because = `${gpu.name} has ${byteText(gpu.memoryBytes)} of memory for models`;
    return { bytes: gpu.memoryBytes * SHARE_OF_GPU, most: LARGEST, because };
  }
  const bytes = memoryBytes * SHARE_OF_MEMORY;
  if (gpu !== null) return { bytes, most: MIDDLE, because: `${gpu.name} has memory of an unknown size` };
  const most = cores < 4 ? SMALL : cores < 8 ? MIDDLE : LARGE;
  return {
    bytes,
    most,
    because: `without a GPU, ${countText(cores, 'core')} and ${byteText(memoryBytes)} of memory are there`,
  };
}

/** A server that has put a model on a GPU has one, wherever it runs. */
function gpuInUse(installed: readonly InstalledModel[]): Gpu | null {
  return installed.some((entry) => entry.gpuBytes > 0) ? { name: "the server's GPU", memoryBytes: null } : null;
}
