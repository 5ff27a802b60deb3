import { z } from 'zod';
import { MekhanikubeError } from '../../base/errors.ts';
import { ALL_KINDS, isKind } from '../../kube/kinds.ts';
import type { Kind, KubeObject } from '../../kube/object.ts';
import type { KindCoverage } from '../coverage.ts';
import { createKeeper } from '../keep.ts';
import { createSnapshot, objectCount, type Snapshot } from '../snapshot.ts';

/** How many objects stand on one line: a line is parsed at once, so this bounds the memory of reading. */
const OBJECTS_PER_LINE = 500;

const KindName = z.string().refine(isKind, 'is not a kind that a snapshot holds');

const Coverage = z.object({
  kind: KindName,
  state: z.enum(['listed', 'forbidden', 'absent', 'failed', 'not-recorded']),
  reason: z.string().nullable(),
  except: z.array(z.string()),
  only: z.array(z.string()).nullable(),
});

const Header = z.object({
  apiVersion: z.literal('mekhanikube.io/v1'),
  kind: z.literal('Snapshot'),
  cluster: z.object({ name: z.string(), context: z.string().nullable(), version: z.string().nullable() }),
  takenAt: z.iso.datetime({ offset: true }),
  namespaces: z.array(z.string()).nullable(),
  coverage: z.array(Coverage),
});

const Line = z.union([
  z.object({ items: KindName, objects: z.array(z.unknown()) }),
  z.object({ end: z.literal(true), count: z.int() }),
]);

/** How every snapshot file of this tool begins. */
export const OWN_FORMAT_START = '{"apiVersion":"mekhanikube.io/v1","kind":"Snapshot"';

/**
 * The lines of a snapshot file: a header, the objects by kind in pieces, and an end that tells how many there were.
 *
 * Each line is a JSON document of its own, so that 100,000 pods are written and read in bounded memory, and a file
 * that was cut off shows it.
 */
export function* snapshotLines(snapshot: Snapshot): Generator<string> {
  const { cluster, takenAt, namespaces, coverage } = snapshot;
  yield JSON.stringify({ apiVersion: 'mekhanikube.io/v1', kind: 'Snapshot', cluster, takenAt, namespaces, coverage });
  for (const kind of ALL_KINDS) {
    const objects = snapshot.objects[kind] ?? [];
    for (let start = 0; start < objects.length; start += OBJECTS_PER_LINE) {
      yield JSON.stringify({ items: kind, objects: objects.slice(start, start + OBJECTS_PER_LINE) });
    }
  }
  yield JSON.stringify({ end: true, count: objectCount(snapshot) });
}

/**
 * Reads the lines of a snapshot file back.
 *
 * @throws MekhanikubeError `input-unreadable` where the file is cut off or something else stands in it
 */
export async function readOwnFormat(source: string, lines: AsyncIterable<string>): Promise<Snapshot> {
  let header: z.output<typeof Header> | undefined;
  let end: number | undefined;
  let count = 0;
  const objects = new Map<Kind, KubeObject[]>();
  const keepers = new Map<Kind, ReturnType<typeof createKeeper>>();
  for await (const text of lines) {
    if (text.trim() === '') continue;
    if (header === undefined) {
      header = parsed(source, Header, text);
      continue;
    }
    const line = parsed(source, Line, text);
    if ('end' in line) {
      end = line.count;
      continue;
    }
    if (!isKind(line.items)) continue;
    const known = objects.get(line.items) ?? [];
    const keep = keepers.get(line.items) ?? createKeeper(line.items);
    keepers.set(line.items, keep);
    for (const raw of line.objects) {
      const object = keep(raw);
      if (object !== undefined) known.push(object);
    }
    count += line.objects.length;
    objects.set(line.items, known);
  }
  if (header === undefined || end !== count) throw cutOff(source);
  return { ...createSnapshot({ ...header, coverage: header.coverage.map(asCoverage), objects }), isCut: true };
}

/** The error for a recording that ends too early. */
export function cutOff(source: string, cause?: unknown): MekhanikubeError {
  return new MekhanikubeError('input-unreadable', `${source} is cut off: its end is missing`, {
    hint: 'copy or record it again; an interrupted download or a full disk leaves such files',
    cause,
  });
}

function parsed<T>(source: string, schema: z.ZodType<T>, text: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    throw cutOff(source, thrown);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new MekhanikubeError(
    'input-unreadable',
    `${source} is not a snapshot that this version reads: ${firstIssue(result.error)}`,
    {
      hint: 'record it again with: mekhanikube snapshot -o snapshot.json.gz',
      cause: result.error,
    },
  );
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? 'unknown content' : `${issue.path.join('.') || 'content'}: ${issue.message}`;
}

function asCoverage(entry: z.output<typeof Coverage>): KindCoverage {
  if (!isKind(entry.kind)) throw new RangeError(entry.kind);
  return { ...entry, kind: entry.kind };
}
