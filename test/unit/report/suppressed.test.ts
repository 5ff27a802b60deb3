import { describe, expect, test } from 'vitest';
import { Report } from '../../../src/report/report.ts';
import type { Suppression } from '../../../src/report/suppressed.ts';
import { HOSTILE } from './hostile.ts';
import { junitErrors } from './junit-schema.ts';
import { configMapMissing, findings, render, reportOf } from './sample.ts';
import { sarifErrors } from './sarif-schema.ts';

const [quota, , image, insufficient] = findings;
if (quota === undefined || image === undefined || insufficient === undefined) throw new Error('the sample has changed');

const gone = { id: '0123456789abcdef', check: 'pod-crash-loop', subject: 'Deployment shop/old', since: '2025-12-01' };
const suppression: Suppression = {
  suppressed: [
    { finding: quota, by: 'annotation', reason: 'mekhanikube.io/ignore on Namespace billing', where: null },
    { finding: image, by: 'rule', reason: 'the image comes later', where: '.mekhanikube.yaml:4' },
    { finding: insufficient, by: 'baseline', reason: 'known since 2025-12-01', where: null },
  ],
  resolved: [gone],
  show: false,
};
const LINE = '3 findings suppressed: 1 by annotation, 1 by a rule, 1 in the baseline; 1 of the baseline is gone.';

const counted = reportOf({ findings, shown: [configMapMissing], suppression });
const listed = reportOf({ findings, shown: [configMapMissing], suppression: { ...suppression, show: true } });

describe('suppressed findings', () => {
  test('are counted in the report, with the rules that took them out, and hidden by no filter', () => {
    expect(counted.suppressed).toEqual({
      total: 3,
      annotation: 1,
      rule: 1,
      baseline: 1,
      rules: [{ where: '.mekhanikube.yaml:4', reason: 'the image comes later', count: 1 }],
      resolved: [gone],
      findings: null,
    });
    expect(counted.filter?.hidden).toBe(findings.length - 1 - 3);
    expect(counted.summary.total).toBe(1);
    expect(Report.parse(listed)).toEqual(listed);
  });

  test('are null where there are none', () => {
    expect(reportOf({ findings, suppression: { suppressed: [], resolved: [], show: true } }).suppressed).toBeNull();
    expect(reportOf({ findings }).suppressed).toBeNull();
  });

  test('are listed on request alone', () => {
    expect(listed.suppressed?.findings?.map(({ finding, by }) => [finding.id, by])).toEqual([
      [quota.id, 'annotation'],
      [image.id, 'rule'],
      [insufficient.id, 'baseline'],
    ]);
  });

  test('keep a report from saying that all is well', () => {
    const text = render('text', reportOf({ findings: [quota], shown: [], suppression }));
    expect(text).toMatch(/^No problems found but for 3 suppressed in 4 namespaces of kind-prod/);
    expect(render('text', reportOf({}))).toMatch(/^No problems found in 4 namespaces/);
  });
});

describe('every format for people tells how many', () => {
  test.each(['text', 'markdown', 'github', 'junit'] as const)('%s', (format) => {
    const flat = (text: string) =>
      text
        .replace(/\s+/g, ' ')
        .replaceAll('%2C', ',')
        .replace(/\\([().])/g, '$1');
    expect(flat(render(format, counted))).toContain(LINE);
    expect(flat(render(format, counted))).not.toContain('the image comes later');
    expect(flat(render(format, listed))).toContain('the image comes later (.mekhanikube.yaml:4)');
    expect(flat(render(format, listed))).toContain('mekhanikube.io/ignore on Namespace billing');
    expect(render(format, reportOf({ findings }))).not.toContain('suppressed');
  });

  test('text lists what is gone too', () => {
    expect(render('text', listed)).toContain('  gone      Deployment shop/old: pod-crash-loop, known since 2025-12-01');
  });
});

test('metrics tell how many', () => {
  const line = (by: string, count: number) =>
    `mekhanikube_findings_suppressed{cluster="kind-prod",by="${by}"} ${count}`;
  expect(render('prometheus', counted)).toContain(
    [line('annotation', 1), line('rule', 1), line('baseline', 1)].join('\n'),
  );
  expect(render('prometheus', reportOf({ findings }))).toContain(line('rule', 0));
});

describe('SARIF', () => {
  const resultsOf = (report: Report) => JSON.parse(render('sarif', report)).runs[0].results;

  test('has a suppression for each that is listed, and says of all others that they have none', () => {
    const justified = (kind: string, justification: string) => [{ kind, justification }];
    expect(resultsOf(listed).map(({ suppressions }: { suppressions: unknown }) => suppressions)).toEqual([
      [],
      justified('inSource', 'mekhanikube.io/ignore on Namespace billing'),
      justified('external', 'the image comes later (.mekhanikube.yaml:4)'),
      justified('external', 'known since 2025-12-01'),
    ]);
    expect(sarifErrors(JSON.parse(render('sarif', listed)))).toEqual([]);
  });

  test('has neither where they are only counted: code scanning would open an alert for each', () => {
    expect(resultsOf(counted)).toHaveLength(1);
    expect(resultsOf(counted)[0]).not.toHaveProperty('suppressions');
    expect(JSON.parse(render('sarif', counted)).runs[0].properties.suppressed.total).toBe(3);
  });
});

test('a reason that somebody made up harms no format', async () => {
  const suppressed = [{ finding: image, by: 'rule' as const, reason: HOSTILE, where: HOSTILE }];
  const report = reportOf({
    findings,
    suppression: { suppressed, resolved: [{ ...gone, subject: HOSTILE }], show: true },
  });
  expect(await junitErrors(render('junit', report))).toEqual([]);
  expect(sarifErrors(JSON.parse(render('sarif', report)))).toEqual([]);
  for (const format of ['text', 'markdown', 'github', 'junit'] as const) {
    expect(render(format, report)).not.toMatch(/(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
  }
});
