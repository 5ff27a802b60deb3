import type { z } from 'zod';
import type { State } from '../state/state.ts';
import { integrity } from '../state/trouble.ts';

/**
 * Reads a JSON file of the state folder; undefined where it is absent.
 *
 * @throws MekhanikubeError `state-integrity` where it holds something else
 */
export function readJson<T>(state: State, path: string, schema: z.ZodType<T>): T | undefined {
  const bytes = state.read(path);
  if (bytes === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (thrown) {
    throw integrity(`${state.folder}/${path} is damaged`, 'mekhanikube backup verify tells what else is', thrown);
  }
}
