import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { schemaText } from '../../../scripts/generate-schema.ts';
import { buildReport } from '../../../src/report/build-report.ts';
import { Report } from '../../../src/report/report.ts';
import { listed } from '../../../src/snapshot/coverage.ts';
import { snapshotOf } from '../../support/fixture.ts';
import {
  broken,
  configMapMissing,
  findings,
  fullCoverage,
  healthy,
  partialCoverage,
  render,
  reportOf,
} from './sample.ts';

const ajv = new Ajv2020({ allErrors: true, strict: true });
ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/);
const validate = ajv.compile(JSON.parse(schemaText()));

function errorsOf(value: unknown): unknown {
  return validate(value) ? [] : validate.errors;
}

test('the JSON report is valid by the published schema', () => {
  for (const report of [
    broken,
    healthy,
    reportOf({ coverage: partialCoverage, findings, shown: [], filter: { severity: 'high' } }),
  ]) {
    expect(errorsOf(JSON.parse(render('json', report)))).toEqual([]);
  }
});

test('the report has no field that the schema does not describe', () => {
  expect(Report.parse(broken)).toEqual(broken);
});

test('the schema refuses what is no report', () => {
  const { takenAt: _, ...withoutTime } = broken;
  expect(validate(withoutTime)).toBe(false);
  expect(validate({ ...broken, kind: 'Finding' })).toBe(false);
  expect(validate({ ...broken, findings: [{ ...broken.findings[0], severity: 'worst' }] })).toBe(false);
});

test('the schema lets a later v1 say more', () => {
  expect(errorsOf({ ...broken, more: true, findings: [{ ...broken.findings[0], more: true }] })).toEqual([]);
});

test('the published schema is the one that the code has', () => {
  expect(readFileSync(new URL('../../../schemas/report.v1.schema.json', import.meta.url), 'utf8')).toBe(schemaText());
});

test('YAML and NDJSON carry the same report', () => {
  const report: unknown = JSON.parse(render('json', broken));
  expect(load(render('yaml', broken))).toEqual(report);
  const [first, ...lines] = render('ndjson', broken)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect({ ...first, findings: lines.map(({ apiVersion: _, kind: __, ...finding }) => finding) }).toEqual(report);
  expect(lines.every(({ apiVersion, kind }) => apiVersion === 'mekhanikube.io/v1' && kind === 'Finding')).toBe(true);
  expect(first.kind).toBe('Report');
});

test('coverage says for each kind how it was read and how many objects there are', () => {
  const { coverage } = broken;
  expect(coverage.objects).toBe(7);
  expect(coverage.namespaces).toEqual({ asked: null, read: 4 });
  const of = (kind: string) => coverage.kinds.find((entry) => entry.kind === kind);
  expect(of('Pod')).toEqual({ kind: 'Pod', state: 'listed', objects: 3, reason: null, except: [], only: null });
  expect(of('Secret')).toMatchObject({ state: 'forbidden', objects: 0 });
  expect(of('ConfigMap')).toMatchObject({ state: 'listed', except: ['billing', 'kube-system'] });
});

test('namespaces are counted by their objects where they may not be listed', () => {
  const pod = (namespace: string) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace } });
  const snapshot = snapshotOf({
    takenAt: broken.takenAt,
    objects: [pod('shop'), pod('billing')],
    forbidden: ['Namespace'],
  });
  const diagnosis = { findings: [], coverage: { ...fullCoverage, kinds: [listed('Pod')] } };
  expect(buildReport({ snapshot, diagnosis }).coverage.namespaces).toEqual({ asked: null, read: 2 });
});

test('what crashed and what could not be listed are errors', () => {
  expect(healthy.errors).toEqual([]);
  expect(broken.errors).toEqual([
    {
      code: 'list-failed',
      message: 'could not list storageclasses: no answer within 30s',
      check: null,
      object: null,
    },
    {
      code: 'check-crashed',
      message: "node-not-ready failed on Node worker-2: Cannot read properties of undefined (reading 'conditions')",
      check: 'node-not-ready',
      object: { apiVersion: 'v1', kind: 'Node', namespace: null, name: 'worker-2' },
    },
  ]);
});

test('a filter is told, with how many findings it leaves out; summary counts what is shown', () => {
  const report = reportOf({ findings, shown: [configMapMissing], filter: { severity: 'critical', kinds: ['Pod'] } });
  expect(report.filter).toEqual({ severity: 'critical', kinds: ['Pod'], objects: [], selector: null, hidden: 5 });
  expect(report.summary).toEqual({ total: 1, critical: 1, high: 0, medium: 0, low: 0, info: 0 });
  expect(
    reportOf({ findings, filter: { severity: 'info', kinds: [], objects: [], selector: null } }).filter,
  ).toBeNull();
});

test('findings are sorted, whatever their order', () => {
  expect(reportOf({ findings: findings.toReversed() }).findings).toEqual(broken.findings);
});
