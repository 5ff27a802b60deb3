import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';
import { isKind } from '../../src/kube/kinds.ts';
import type { Snapshot } from '../../src/snapshot/snapshot.ts';
import { snapshotOf } from './fixture.ts';

const PRECISION_DIR = join(import.meta.dirname, '..', 'precision');

const RawObject = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
});
type RawObject = z.output<typeof RawObject>;

const SituationFile = z.strictObject({
  /** One line: what is healthy here, however it may look. */
  about: z.string(),
  takenAt: z.string(),
  /** It is a whole cluster by itself, and not put into the one of `cluster/shop.yaml`. */
  alone: z.boolean().default(false),
  absent: z.array(z.string().refine(isKind, 'is no kind that a snapshot holds')).optional(),
  /** Checks that say something here, by design, of severity info or low. */
  atMost: z.array(z.string()).default([]),
  objects: z.array(RawObject),
});

/** A situation in which nothing is wrong. */
interface Situation {
  readonly name: string;
  readonly about: string;
  readonly path: string;
  /** Its own objects, without those of the cluster that they are put into. */
  readonly objects: readonly RawObject[];
  readonly snapshot: Snapshot;
  readonly atMost: readonly string[];
}

/** The healthy cluster alone. */
export function clusterSituation(): Situation {
  return readSituation(join(PRECISION_DIR, 'cluster', 'shop.yaml'), []);
}

/** All situations of `test/precision`, each put into the healthy cluster. */
export function situations(): readonly Situation[] {
  const { objects } = clusterSituation();
  return readdirSync(PRECISION_DIR)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => readSituation(join(PRECISION_DIR, file), objects));
}

function readSituation(path: string, cluster: readonly RawObject[]): Situation {
  // Timestamps stay strings: YAML would make dates of them, and the API sends none.
  const parsed = SituationFile.parse(JSON.parse(JSON.stringify(load(readFileSync(path, 'utf8')))), {
    reportInput: true,
  });
  const { about, takenAt, alone, absent, atMost, objects } = parsed;
  const around = alone ? [] : without(cluster, objects);
  return {
    name: basename(path, '.yaml'),
    about,
    path,
    objects,
    atMost,
    snapshot: snapshotOf({
      takenAt: new Date(takenAt).toISOString().replace('.000Z', 'Z'),
      absent,
      objects: [...around, ...objects],
    }),
  };
}

/** The objects of the cluster that the situation does not have a version of its own of. */
function without(cluster: readonly RawObject[], own: readonly RawObject[]): readonly RawObject[] {
  const replaced = new Set(own.map(identity));
  return cluster.filter((object) => !replaced.has(identity(object)));
}

function identity({ kind, metadata }: RawObject): string {
  return `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}
