import { describe, expect, test } from 'vitest';
import { compareReports } from '../../../../src/report/diff/compare-reports.ts';
import { diffText } from '../../../../src/report/diff/diff-text.ts';
import { type EarlierReport, parseReport } from '../../../../src/report/diff/earlier-report.ts';
import { configMapMissing, findings, fullCoverage, options, render, reportOf } from '../sample.ts';

const [quota, , image] = findings;
if (quota === undefined || image === undefined) throw new Error('the sample has changed');

function read(parts: Parameters<typeof reportOf>[0]): EarlierReport {
  return parseReport('report.json', render('json', reportOf(parts)));
}

describe('compared by the ids of findings', () => {
  const worse = { ...image, severity: 'critical' as const, message: 'not there at all' };
  const diff = compareReports(read({ findings: [quota, image] }), read({ findings: [configMapMissing, worse] }));

  test('there are new ones, missing ones and changed ones', () => {
    expect(diff.added.map(({ id }) => id)).toEqual([configMapMissing.id]);
    expect(diff.missing.map(({ finding, absence }) => [finding.id, absence])).toEqual([[quota.id, 'gone']]);
    expect(diff.changed).toEqual([
      {
        finding: expect.objectContaining({ id: image.id, severity: 'critical', message: 'not there at all' }),
        before: { severity: 'high', message: image.message },
      },
    ]);
    expect([diff.unchanged, diff.notes]).toEqual([0, []]);
  });

  test('a person reads the same', () => {
    expect(diffText(diff, { ...options, width: 100 })).toBe(
      `kind-prod, 2026-01-10T12:00:00Z to 2026-01-10T12:00:00Z: 1 new, 1 changed, 1 gone, 0 the same.

New: 1 finding
C critical  Deployment shop/web: ConfigMap web-setings does not exist in namespace shop, and
              container web needs it; did you mean web-settings? (config-map-missing)

Changed: 1 finding
C critical  CronJob shop/recommend: not there at all (image-not-found)
            was high
            was: registry.example.com:5000/platform/recommendation-service/inference-worker@
              sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 is not in the
              registry

Not there any more: 1 finding
C critical  ResourceQuota billing/team: ResourceQuota team allows 20 pods and all are used; 6
              workloads cannot create pods (quota-exceeded)
            gone
`,
    );
  });

  test.each([
    ['another severity', { severity: 'low' as const }],
    ['other words', { message: 'not there at all' }],
  ])('%s alone is a change', (_what, change) => {
    const changed = compareReports(read({ findings: [image] }), read({ findings: [{ ...image, ...change }] }));
    expect([changed.changed.length, changed.unchanged]).toEqual([1, 0]);
  });

  test('a report and itself do not differ', () => {
    const same = compareReports(read({ findings }), read({ findings }));
    expect(same).toMatchObject({ added: [], missing: [], changed: [], unchanged: findings.length });
    expect(diffText(same, options).split('\n')).toHaveLength(3);
  });
});

describe('what is missing is not taken for repaired', () => {
  const before = read({ findings: [quota] });
  const missing = (parts: Parameters<typeof reportOf>[0]) =>
    compareReports(before, read(parts)).missing.map(({ absence }) => absence);

  test('where its check did not run', () => {
    const coverage = { ...fullCoverage, checks: { ...fullCoverage.checks, run: [] } };
    expect(missing({ coverage })).toEqual(['not-judged']);
  });

  test('where it follows from another one now', () => {
    const because = { rule: 'consequence', by: { check: image.check, subject: image.subject } } as const;
    const symptoms = [{ check: quota.check, subject: quota.subject, message: quota.message, because }];
    expect(missing({ findings: [{ ...image, symptoms }] })).toEqual(['folded']);
  });

  test('where it is suppressed, and the report lists that', () => {
    const suppressed = [{ finding: quota, by: 'baseline', reason: 'known', where: null } as const];
    const suppression = { suppressed, resolved: [], show: true };
    expect(missing({ findings: [quota], shown: [], suppression })).toEqual(['suppressed']);
    const silent = compareReports(
      before,
      read({ findings: [quota], shown: [], suppression: { ...suppression, show: false } }),
    );
    expect(silent.notes).toEqual([expect.stringMatching(/does not list 1 suppressed finding:/)]);
  });
});

test('notes say what makes two reports hard to compare', () => {
  const one = read({ findings });
  const other = { ...one, cluster: { name: 'staging' }, takenAt: '2026-01-09T12:00:00Z', filter: { hidden: 2 } };
  expect(compareReports(one, other).notes).toEqual([
    'they are of two clusters: kind-prod and staging',
    'the first was made after the second',
    'the second leaves out 2 findings by its filter: what is gone may be among them',
  ]);
});

describe('what is no report is refused', () => {
  const report = render('json', reportOf({ findings }));
  test.each([
    ['not JSON', 'report: 1', /^a\.json is no report: it is no JSON$/],
    ['something else', '{"kind":"List","items":[]}', /^a\.json is no report: it says nothing of the kind$/],
    [
      'of another version',
      report.replace('mekhanikube.io/v1', 'mekhanikube.io/v2'),
      /a report of mekhanikube\.io\/v2$/,
    ],
    ['damaged', report.replace(/"severity": "critical"/, '"severity": "bad"'), /no report: findings\.0\.severity: /],
  ])('%s', (_what, text, message) => {
    expect(() => parseReport('a.json', text)).toThrow(
      expect.objectContaining({ code: 'input-unreadable', message: expect.stringMatching(message) }),
    );
  });

  test('one that knows fields of a later version is read', () => {
    const later = { ...JSON.parse(report), invented: true };
    delete later.suppressed;
    expect(parseReport('a.json', JSON.stringify(later)).findings).toHaveLength(findings.length);
  });
});
