import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CodeQuality } from './code-quality-schema.ts';
import { anyText, HOSTILE, reportSaying } from './hostile.ts';
import { broken, healthy, render } from './sample.ts';

function entriesOf(report: typeof broken) {
  return CodeQuality.parse(JSON.parse(render('gitlab', report)));
}

test('each finding is an entry, with its own degree and the id that stays', () => {
  const entries = entriesOf(broken);
  expect(entries.map(({ fingerprint }) => fingerprint)).toEqual(broken.findings.map(({ id }) => id));
  expect(entries.map(({ severity }) => severity)).toEqual([
    'blocker',
    'blocker',
    'critical',
    'critical',
    'major',
    'minor',
  ]);
});

test('an entry says which object it is about, in words and as the path that SARIF gives it', () => {
  const index = broken.findings.findIndex(({ check }) => check === 'config-map-missing');
  const [, entry] = entriesOf(broken);
  expect(index).toBe(1);
  expect(entry).toMatchObject({ check_name: 'config-map-missing', location: { path: 'k8s/shop/Deployment/web.yaml' } });
  expect(entry?.description).toMatch(/^Deployment shop\/web: ConfigMap web-setings does not exist/);
  const [run] = JSON.parse(render('sarif', broken)).runs;
  expect(entry?.location.path).toBe(run.results[1].locations[0].physicalLocation.artifactLocation.uri);
});

test('a healthy cluster has no entries', () => {
  expect(render('gitlab', healthy)).toBe('[]\n');
});

test('any text gives a valid report on which no control character stands', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, fc.constant(HOSTILE)), (text) => {
      const rendered = render('gitlab', reportSaying(text));
      const said = JSON.parse(rendered);
      expect(said).toHaveLength(2);
      for (const { description, location } of said) {
        expect(description).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        expect(location.path).toMatch(/^k8s\/[^/\s]+\/[^/\s]+\/[^/\s]+\.yaml$/);
        expect(location.path).not.toMatch(/\/\.{0,2}\//);
      }
    }),
  );
});

test('the schema is at work', () => {
  const [entry] = entriesOf(broken);
  expect(CodeQuality.safeParse([{ ...entry, severity: 'high' }]).success).toBe(false);
  expect(CodeQuality.safeParse([entry, entry]).success).toBe(false);
  expect(CodeQuality.safeParse([{ ...entry, location: { ...entry?.location, path: './a.yaml' } }]).success).toBe(false);
});
