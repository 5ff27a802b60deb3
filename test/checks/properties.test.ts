import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHECKS, SCAN_CHECKS } from '../../src/checks/index.ts';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import { type FixtureFile, fixtures, snapshotOf } from '../support/fixture.ts';

const files = fixtures();
const anyFixture = fc.constantFrom(...files);

function judge(fixture: FixtureFile, objects: readonly unknown[]) {
  const { takenAt, namespaces } = fixture.snapshot;
  const snapshot = snapshotOf({ takenAt, objects, ...(namespaces === null ? {} : { namespaces }) });
  return diagnose(snapshot, CHECKS, SCAN_CHECKS);
}

/** Every place in a value below which something can be taken away. */
function pathsIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[...path, key], ...pathsIn(inner, [...path, key])]);
}

function without(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (Array.isArray(value)) {
    return rest.length === 0
      ? value.filter((_, index) => String(index) !== key)
      : value.map((item, index) => (String(index) === key ? without(item, rest) : item));
  }
  if (typeof value !== 'object' || value === null || key === undefined) return value;
  if (rest.length > 0) return { ...value, [key]: without(Reflect.get(value, key), rest) };
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}

/** A snapshot refuses an object without these at its border. */
const NEEDED = new Set(['apiVersion', 'kind', 'metadata', 'metadata.name']);

describe('of all checks over all fixtures', () => {
  test('an absent field crashes no check', () => {
    const removal = anyFixture.chain((fixture) => {
      const places = fixture.objects.flatMap((object, index) =>
        pathsIn(object)
          .filter((path) => !NEEDED.has(path.join('.')))
          .map((path) => ({ fixture, index, path })),
      );
      // A situation may need nothing but names, or no object at all.
      return places.length === 0 ? fc.constant(null) : fc.constantFrom(...places);
    });
    fc.assert(
      fc.property(removal, (place) => {
        fc.pre(place !== null);
        const { fixture, index, path } = place;
        const objects = fixture.objects.map((object, at) => (at === index ? without(object, path) : object));
        expect(judge(fixture, objects).coverage.checks.crashed).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });

  test('the order of the objects changes nothing', () => {
    const shuffled = anyFixture.chain((fixture) =>
      fc
        .shuffledSubarray([...fixture.objects], { minLength: fixture.objects.length })
        .map((objects) => ({ fixture, objects })),
    );
    fc.assert(
      fc.property(shuffled, ({ fixture, objects }) => {
        expect(JSON.stringify(judge(fixture, objects))).toBe(JSON.stringify(judge(fixture, fixture.objects)));
      }),
      { numRuns: 500 },
    );
  });

  test('the age of a snapshot comes from the snapshot alone', () => {
    fc.assert(
      fc.property(anyFixture, (fixture) => {
        const first = JSON.stringify(judge(fixture, fixture.objects));
        expect(JSON.stringify(judge(fixture, fixture.objects))).toBe(first);
      }),
      { numRuns: 100 },
    );
  });

  test('ids are unique within a report', () => {
    for (const fixture of files) {
      const ids = judge(fixture, fixture.objects).findings.map(({ id }) => id);
      expect(new Set(ids).size, fixture.name).toBe(ids.length);
    }
  });
});

test('no value of a Secret, a ConfigMap or a variable is in a diagnosis', () => {
  const planted = (name: string) => `planted-${name}-value`;
  const container = {
    name: 'app',
    image: 'x',
    args: [planted('argument')],
    env: [{ name: 'PASSWORD', value: planted('variable') }],
  };
  const meta = (name: string) => ({
    name,
    namespace: 'shop',
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': planted('annotation') },
    managedFields: [{ manager: planted('manager') }],
  });
  const objects = [
    { apiVersion: 'v1', kind: 'Secret', metadata: meta('s'), data: { password: planted('secret') } },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: meta('c'), data: { colour: planted('config') } },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: meta('p'),
      spec: { containers: [container] },
      status: { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory.' },
    },
  ];
  const snapshot = snapshotOf({ takenAt: '2026-01-10T12:00:00Z', objects });
  expect(JSON.stringify([snapshot, diagnose(snapshot, CHECKS)])).not.toContain('planted');
});
