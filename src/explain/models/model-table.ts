/** A model that explanations can be written with. */
export interface KnownModel {
  readonly name: string;
  readonly downloadBytes: number;
  /** What it takes while it answers, with a window of 4096 tokens. */
  readonly memoryBytes: number;
  readonly character: string;
}

const GIGABYTE = 1e9;
/** The window and the server's own needs, on top of the weights: a round figure, not measured for each model. */
const BESIDES_WEIGHTS = 1.3 * GIGABYTE;

function known(name: string, gigabytes: number, character: string): KnownModel {
  const downloadBytes = gigabytes * GIGABYTE;
  return { name, downloadBytes, memoryBytes: downloadBytes + BESIDES_WEIGHTS, character };
}

/** Smallest and fastest first. */
export const SMALLEST = known('gemma3:1b', 0.8, 'only says again what the checks found');
export const SMALL = known('llama3.2:3b', 2, 'writes good English, and other languages less well');
export const MIDDLE = known('qwen3:4b-instruct', 2.5, 'keeps to a schema and writes many languages');
export const LARGE = known('llama3.1:8b', 4.9, 'writes better, and slower');
export const LARGEST = known('gemma3:12b', 8.1, 'writes best, for a GPU');

/**
 * Models that answer at once. Those that think first are left out: held to a schema, they are slow, and some
 * versions of Ollama then ignore the schema.
 *
 * The sizes are those that the public library shows for the default quantization, rounded. None of these figures
 * was measured here; `model bench` measures.
 */
export const MODEL_TABLE: readonly KnownModel[] = [SMALLEST, SMALL, MIDDLE, LARGE, LARGEST];
