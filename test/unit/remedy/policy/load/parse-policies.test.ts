import fc from 'fast-check';
import { dump } from 'js-yaml';
import { expect, test } from 'vitest';
import { parsePolicies } from '../../../../../src/remedy/policy/load/parse-policies.ts';
import { document, FACTS } from '../sample.ts';

const WHOLE = {
  mode: 'Approve',
  when: {
    all: [{ id: 'a', finding: { check: 'pod-*' }, for: '3m' }],
    none: [{ any: [{ id: 'b', object: { cel: 'target.spec.replicas > 1' } }] }],
  },
  safeguards: { cooldown: { perTarget: '30m' }, rate: { window: '1h', max: 4 } },
  schedule: { timezone: 'UTC', windows: [{ cron: '0 8 * * *', duration: '1h' }] },
  revert: { after: '1h', when: { all: [{ id: 'c', alert: { labels: { a: 'b' } } }] } },
};

/** All places in a value, as paths. */
function places(value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  const inner = Array.isArray(value)
    ? [...value.entries()]
    : typeof value === 'object' && value !== null
      ? Object.entries(value)
      : [];
  return [path, ...inner.flatMap(([key, item]) => places(item, [...path, key]))];
}

function replaced(value: unknown, [key, ...rest]: readonly (string | number)[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? replaced(item, rest, by) : item));
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(entries.map(([name, item]) => [name, name === key ? replaced(item, rest, by) : item]));
}

test('any text gives policies or problems with their place, and never throws', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.string({ unit: fc.constantFrom('a', ':', ' ', '\n', '-', '[', '{', '}', '&', '*', '!', '|') }),
      ),
      (text) => {
        const { policies, problems } = parsePolicies('f.yaml', text, FACTS);
        expect(policies).toEqual([]);
        expect(problems.length).toBeGreaterThan(0);
        for (const { where } of problems) expect(where).toMatch(/^f\.yaml:\d+$/);
      },
    ),
  );
});

test('anything in any place of a policy is taken or told, with a line that is there', () => {
  const whole = document(WHOLE);
  expect(parsePolicies('f.yaml', dump(whole), FACTS).problems).toEqual([]);
  const value = fc.oneof(
    fc.constantFrom<unknown>(null, '', 0, -1, true, [], {}, [null], '__proto__', 'a'.repeat(400), 1e308),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(fc.constantFrom(...places(whole)), value, (place, by) => {
      const text = dump(replaced(whole, place, by));
      const { policies, problems } = parsePolicies('f.yaml', text, FACTS);
      expect(policies.length + problems.length).toBeGreaterThan(0);
      const lines = text.split('\n').length;
      for (const { where } of problems) expect(Number(where.slice('f.yaml:'.length))).toBeLessThanOrEqual(lines);
    }),
    { numRuns: 400 },
  );
});
