import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyText, HOSTILE, reportSaying } from './hostile.ts';
import { junitErrors } from './junit-schema.ts';
import { broken, configMapMissing, healthy, partialCoverage, render, reportOf } from './sample.ts';

test('reports are well-formed and valid by the schema', async () => {
  const reports = [broken, healthy, reportOf({ coverage: partialCoverage }), reportSaying(HOSTILE)];
  expect(await junitErrors(...reports.map((report) => render('junit', report)))).toEqual([]);
});

test('any text gives valid XML', async () => {
  const texts = fc.sample(anyText, { numRuns: 200, seed: 7 });
  expect(await junitErrors(...texts.map((text) => render('junit', reportSaying(text))))).toEqual([]);
});

test('the schema is at work', async () => {
  expect(await junitErrors(render('junit', broken).replace('<testcase name=', '<testcase label='))).not.toEqual([]);
  expect(await junitErrors(render('junit', broken).replace('</failure>', ''))).not.toEqual([]);
});

test('a check without findings passes', () => {
  expect(render('junit', healthy)).toContain('<testcase name="no findings" classname="node-not-ready" time="0"/>');
  expect(render('junit', healthy)).toContain(
    '<testsuites name="mekhanikube" time="0" tests="8" failures="0" errors="0">',
  );
});

test('two causes on one object are two cases', () => {
  const twice = reportOf({ findings: [configMapMissing, { ...configMapMissing, id: 'ffff000011112222' }] });
  const names = [...render('junit', twice).matchAll(/<testcase name="(Deployment [^"]*)"/g)].map(([, name]) => name);
  expect(names).toEqual(['Deployment shop/web 8f3a0c11d2e4b5a6', 'Deployment shop/web ffff000011112222']);
});

test('what could not be judged is skipped, what crashed is in error', () => {
  const xml = render('junit', broken);
  expect(xml).toContain('<skipped>may not list secrets</skipped>');
  expect(xml).toContain('<error type="check-crashed" message="Cannot read properties of undefined');
  expect(xml).toContain('tests="11" failures="6" errors="1"');
});

test('control characters are spelt out, not written', () => {
  expect(render('junit', reportSaying('a\u0000\u001bb\n'))).toContain('message="a\\x00\\x1bb"');
});
