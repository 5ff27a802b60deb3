import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { KubeObject } from '../../src/kube/object.ts';

/** All values of the YAML files of a folder beside this file: lists, put together. */
export function readLists<T>(folder: string): readonly T[] {
  const path = join(import.meta.dirname, folder);
  return readdirSync(path)
    .sort()
    .flatMap((file) => load(readFileSync(join(path, file), 'utf8')) as readonly T[]);
}

/** The healthy application and the cluster around it, as declared. */
export const APPLICATION: readonly KubeObject[] = readLists<KubeObject>('app');
