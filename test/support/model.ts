import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { normaliseOllamaHost } from '../../src/explain/model/address.ts';

/** The model that the tests may ask: an Ollama server that has it, or why there is none. */
export type TestModel =
  | { readonly url: string; readonly name: string }
  | { readonly url: null; readonly reason: string };

declare module 'vitest' {
  interface ProvidedContext {
    model: TestModel;
  }
}

const IMAGE = 'ollama/ollama:0.17.4';
const PORT = 11434;
/** The smallest that holds to a schema. Its prose is poor, which is what the tests of verification want. */
const MODEL = 'smollm2:135m';

/** Finds a model before the tests that need one, and takes down what it started. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const name = process.env['MEKHANIKUBE_TEST_MODEL'] ?? MODEL;
  const given = process.env['OLLAMA_HOST'];
  if (given !== undefined && given !== '') {
    provide('model', { url: normaliseOllamaHost(given), name });
    return async () => {};
  }
  try {
    const { url, stop } = await startOllama(name);
    provide('model', { url, name });
    return stop;
  } catch (thrown) {
    const why = (thrown instanceof Error ? thrown.message : String(thrown)).split('\n')[0];
    const reason = `OLLAMA_HOST is not set, and no Ollama container with ${name} starts (${why})`;
    if (process.env['CI']) throw new Error(`the model tests must run in CI, but ${reason}`, { cause: thrown });
    process.stderr.write(`model tests skipped: ${reason}\n`);
    provide('model', { url: null, reason });
    return async () => {};
  }
}

async function startOllama(name: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const { GenericContainer } = await import('testcontainers');
  const container = await new GenericContainer(IMAGE).withExposedPorts(PORT).start();
  const stop = async () => {
    await container.stop();
  };
  const pulled = await container.exec(['ollama', 'pull', name]);
  if (pulled.exitCode !== 0) {
    await stop();
    throw new Error(`ollama pull ${name} failed: ${pulled.output.trim().split('\n').at(-1)}`);
  }
  return { url: `http://${container.getHost()}:${container.getMappedPort(PORT)}`, stop };
}

/** The model of the tests; null where they are to be skipped, which was said already. */
export function testModel(): { readonly url: string; readonly name: string } | null {
  const model = inject('model');
  return model.url === null ? null : model;
}
