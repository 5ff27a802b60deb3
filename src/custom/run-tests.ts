import { MekhanikubeError } from '../base/errors.ts';
import { diagnose } from '../diagnose/diagnose.ts';
import { ALL_KINDS, kindOf } from '../kube/kinds.ts';
import type { Kind, KubeObject } from '../kube/object.ts';
import { refText } from '../kube/object-ref.ts';
import { listed } from '../snapshot/coverage.ts';
import type { ExtraFields } from '../snapshot/extra-fields.ts';
import { keep } from '../snapshot/keep.ts';
import { createSnapshot, type Snapshot } from '../snapshot/snapshot.ts';
import type { CheckTest } from './check-schema.ts';
import type { CustomCheck } from './custom-check.ts';
import { extraFields } from './extra.ts';

/** What came of one test of a custom check. */
export interface TestResult {
  readonly check: string;
  readonly name: string;
  /** What differs from what was expected; empty for a test that passed. */
  readonly problems: readonly string[];
}

/** Runs the tests that a check brings along, in the same frame in which it judges a cluster. */
export function runTests(custom: CustomCheck, takenAt: string): readonly TestResult[] {
  const extra = extraFields([custom]);
  return custom.tests.map((test) => ({
    check: custom.check.id,
    name: test.name,
    problems: problemsOf(test, custom, snapshotOf(test, takenAt, extra)),
  }));
}

function problemsOf({ finds }: CheckTest, { check }: CustomCheck, snapshot: Snapshot): readonly string[] {
  const { findings, coverage } = diagnose(snapshot, [check]);
  const crashed = coverage.checks.crashed.map(({ object, reason }) => `cannot judge ${refText(object)}: ${reason}`);
  const open = [...findings];
  const missed: string[] = [];
  for (const { subject, message } of finds) {
    const at = open.findIndex((finding) => refText(finding.subject) === subject);
    const [found] = at < 0 ? [] : open.splice(at, 1);
    if (found === undefined) missed.push(`does not find ${subject}`);
    else if (message !== undefined && found.message !== message) {
      missed.push(`says of ${subject}: ${found.message}; expected: ${message}`);
    }
  }
  const more = open.map((finding) => `finds ${refText(finding.subject)} as well: ${finding.message}`);
  return [...crashed, ...missed, ...more];
}

/** A cluster that holds these objects, and of all other kinds none. */
function snapshotOf({ name, objects }: CheckTest, takenAt: string, extra: ExtraFields): Snapshot {
  const byKind = new Map<Kind, KubeObject[]>();
  for (const [index, raw] of objects.entries()) {
    const object = keep(raw, undefined, extra);
    if (object === undefined) {
      throw new MekhanikubeError(
        'usage',
        `test "${name}": object ${index + 1} has no apiVersion, kind and metadata.name`,
      );
    }
    const kind = kindOf(object.apiVersion, object.kind)?.kind ?? 'CustomResource';
    byKind.set(kind, [...(byKind.get(kind) ?? []), object]);
  }
  const cluster = { name: 'test', context: null, version: null };
  return createSnapshot({ cluster, takenAt, namespaces: null, coverage: ALL_KINDS.map(listed), objects: byKind });
}
