import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';
import { ALL_KINDS, isKind } from '../../src/kube/kinds.ts';
import type { Kind, KubeObject } from '../../src/kube/object.ts';
import { listed, unread } from '../../src/snapshot/coverage.ts';
import { keep } from '../../src/snapshot/keep.ts';
import { createSnapshot, type Snapshot } from '../../src/snapshot/snapshot.ts';

export const FIXTURES_DIR = join(import.meta.dirname, '..', 'checks');

const KindName = z.string().refine(isKind, 'is no kind that a snapshot holds');

/** What a fixture expects of the check that its folder is named after. Fields that are absent are not compared. */
const Expectation = z.strictObject({
  /** `Deployment shop/web`, or `Node worker-1`. */
  subject: z.string(),
  severity: z.string().optional(),
  confidence: z.string().optional(),
  message: z.string().optional(),
  since: z.string().nullable().optional(),
  facts: z.record(z.string(), z.unknown()).optional(),
  /** `Pod shop/web-1`, in any order. */
  members: z.array(z.string()).optional(),
  /** Ids of the checks that are folded under it. */
  symptoms: z.array(z.string()).optional(),
  /** The check under which it is folded itself. */
  under: z.string().optional(),
});

const Fixture = z.strictObject({
  /** One line: the situation. */
  about: z.string().optional(),
  takenAt: z.string(),
  namespaces: z.array(z.string()).optional(),
  forbidden: z.array(KindName).optional(),
  absent: z.array(KindName).optional(),
  objects: z.array(z.record(z.string(), z.unknown())),
  expect: z.array(Expectation),
});

export type Expectation = z.output<typeof Expectation>;

export interface FixtureFile {
  /** The check's id: the name of the folder. */
  readonly check: string;
  readonly name: string;
  readonly path: string;
  readonly objects: readonly Record<string, unknown>[];
  readonly snapshot: Snapshot;
  readonly expect: readonly Expectation[];
}

/** All fixture files under `test/checks`, read once. */
export function fixtures(): readonly FixtureFile[] {
  known ??= readAll();
  return known;
}

let known: readonly FixtureFile[] | undefined;

function readAll(): readonly FixtureFile[] {
  return readdirSync(FIXTURES_DIR, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .sort()
    .map((path) => readFixture(join(FIXTURES_DIR, path)));
}

function readFixture(path: string): FixtureFile {
  // JSON timestamps stay strings: YAML would make dates of them, and the API sends none.
  const parsed = Fixture.parse(JSON.parse(JSON.stringify(load(readFileSync(path, 'utf8')))));
  return {
    check: basename(dirname(path)),
    name: `${relative(FIXTURES_DIR, path)}`,
    path,
    objects: parsed.objects,
    snapshot: snapshotOf({ ...parsed, takenAt: new Date(parsed.takenAt).toISOString().replace('.000Z', 'Z') }),
    expect: parsed.expect,
  };
}

/** A snapshot of plain API objects, cut as a live one is; every kind counts as listed unless it is named. */
export function snapshotOf(parts: {
  takenAt: string;
  objects: readonly unknown[];
  namespaces?: readonly string[] | undefined;
  forbidden?: readonly Kind[] | undefined;
  absent?: readonly Kind[] | undefined;
}): Snapshot {
  const byKind = new Map<Kind, KubeObject[]>();
  for (const raw of parts.objects) {
    const { kind, object } = kept(raw);
    byKind.set(kind, [...(byKind.get(kind) ?? []), object]);
  }
  return createSnapshot({
    cluster: { name: 'fixture', context: null, version: 'v1.34.4' },
    takenAt: parts.takenAt,
    namespaces: parts.namespaces ?? null,
    coverage: ALL_KINDS.map((kind) => {
      if (parts.forbidden?.includes(kind)) return unread(kind, 'forbidden', 'forbidden in the fixture');
      if (parts.absent?.includes(kind)) return unread(kind, 'absent', 'absent in the fixture');
      return listed(kind);
    }),
    objects: new Map([...byKind].filter(([kind]) => !parts.forbidden?.includes(kind) && !parts.absent?.includes(kind))),
  });
}

/** An object as a snapshot holds it; one of a kind that the catalogue does not know, but of a group, among the custom. */
function kept(raw: unknown): { readonly kind: Kind; readonly object: KubeObject } {
  const known = keep(raw);
  if (known !== undefined && isKind(known.kind)) return { kind: known.kind, object: known };
  const custom = keep(raw, 'CustomResource');
  if (custom === undefined || !/\..*\//.test(custom.apiVersion ?? ''))
    throw new Error(`no snapshot holds this: ${JSON.stringify(raw).slice(0, 200)}`);
  return { kind: 'CustomResource', object: custom };
}
