import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { loadAll } from 'js-yaml';
import { z } from 'zod';
import { Manifest } from './cluster-api.ts';

const CASES_DIR = join(import.meta.dirname, '..', 'cluster');
const FOLDERS = ['faults', 'faults-cluster', 'healthy'] as const;
type Folder = (typeof FOLDERS)[number];

/** One finding that the report must hold about a case, in whole: nothing else may be said of its namespace. */
const ExpectedFinding = z.strictObject({
  check: z.string(),
  /** `Deployment web`: in the namespace of the case, or cluster-scoped. */
  subject: z.string(),
  severity: z.enum(['critical', 'high', 'medium', 'low', 'info']),
  /** Ids of all checks that are folded under it, each once. */
  symptoms: z.array(z.string()).default([]),
  /** A part of its sentence: the real value that names the cause. */
  says: z.string().optional(),
});

/** What happens after the objects were applied, one after the other. */
const Step = z.union([
  /** Waits until the object has all these fields. */
  z.strictObject({ wait: Manifest }),
  z.strictObject({ patch: Manifest }),
  z.strictObject({ delete: Manifest }),
]);

const Head = z.strictObject({
  about: z.string(),
  /** Minutes to put the clock forward before it is judged: for what is only reported once it has lasted. */
  judgedMinutesLater: z.int().positive().default(0),
  steps: z.array(Step).default([]),
  expect: z.array(ExpectedFinding).default([]),
});

export type ExpectedFinding = z.output<typeof ExpectedFinding>;
export type Step = z.output<typeof Step>;

export interface Case {
  readonly name: string;
  readonly about: string;
  readonly namespace: string;
  readonly objects: readonly Manifest[];
  readonly steps: readonly Step[];
  readonly judgedMinutesLater: number;
  readonly expect: readonly ExpectedFinding[];
}

/** The cases of a folder of `test/cluster`; `MEKHANIKUBE_TEST_CASES=oom,quota` picks some while one is written. */
export function readCases(folder: Folder): readonly Case[] {
  const only = process.env['MEKHANIKUBE_TEST_CASES']?.split(',');
  return casesIn(folder).filter(({ name }) => only?.includes(name) ?? true);
}

/** Every case, whatever is picked: what a run that was cut off may have left. */
export function everyCase(): readonly Case[] {
  return FOLDERS.flatMap(casesIn);
}

function casesIn(folder: Folder): readonly Case[] {
  return readdirSync(join(CASES_DIR, folder))
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => readCase(join(CASES_DIR, folder, file)));
}

function readCase(path: string): Case {
  const [head, ...documents] = loadAll(readFileSync(path, 'utf8'));
  const { about, judgedMinutesLater, steps, expect } = Head.parse(head, { reportInput: true });
  const objects = documents.map((document) => Manifest.parse(document));
  const namespace = objects.find(({ kind }) => kind === 'Namespace')?.metadata.name;
  if (namespace === undefined) throw new Error(`${path} makes no Namespace`);
  return { name: basename(path, '.yaml'), about, namespace, objects, steps, judgedMinutesLater, expect };
}
