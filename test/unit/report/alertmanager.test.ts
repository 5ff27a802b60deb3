import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Finding } from '../../../src/findings/finding.ts';
import { renderAlerts } from '../../../src/report/alertmanager.ts';
import type { Report } from '../../../src/report/report.ts';
import { anyText, HOSTILE, reportSaying } from './hostile.ts';
import { broken, configMapMissing, findings, healthy, reportOf } from './sample.ts';

const HOUR_MS = 3_600_000;

/** What Alertmanager's API takes: names of labels as Prometheus has them, times, and an end that is not before the start. */
const LabelName = z.string().regex(/^[a-zA-Z_]\w*$/);
const Alerts = z.array(
  z
    .strictObject({
      labels: z.record(LabelName, z.string().max(2 * 256)),
      annotations: z.record(LabelName, z.string().max(2 * 2_000)),
      startsAt: z.iso.datetime(),
      endsAt: z.iso.datetime(),
    })
    .refine(({ startsAt, endsAt }) => startsAt <= endsAt),
);

function alertsOf(report: Report, lastsMs = 2 * HOUR_MS) {
  return Alerts.parse(JSON.parse(renderAlerts(report, lastsMs)));
}

test('a finding is an alert, told apart by what stays the same', () => {
  const [alert] = alertsOf(reportOf({ findings: [configMapMissing] }));
  expect(alert?.labels).toEqual({
    alertname: 'MekhanikubeConfigMapMissing',
    severity: 'critical',
    cluster: 'kind-prod',
    namespace: 'shop',
    kind: 'Deployment',
    name: 'web',
    check: 'config-map-missing',
    id: '8f3a0c11d2e4b5a6',
  });
  expect(alert?.annotations['summary']).toBe('ConfigMap does not exist: Deployment shop/web');
  expect(alert?.annotations['description']).toMatch(
    /^ConfigMap web-setings does not exist .*\nNext: Correct the name in the workload: kubectl edit -n shop deployment\/web\nNext: /,
  );
  expect(alert?.annotations['runbook_url']).toBe(configMapMissing.docs);
});

test('it starts when the cause did, and ends a while after the reading', () => {
  const since = (text: string | null) => alertsOf(reportOf({ findings: [{ ...configMapMissing, since: text }] }))[0];
  expect(since('2026-01-10T11:46:00Z')).toMatchObject({
    startsAt: '2026-01-10T11:46:00.000Z',
    endsAt: '2026-01-10T14:00:00.000Z',
  });
  expect(since(null)?.startsAt).toBe('2026-01-10T12:00:00.000Z');
  // A node whose clock is ahead.
  expect(since('2026-01-10T19:00:00Z')?.startsAt).toBe('2026-01-10T12:00:00.000Z');
  expect(alertsOf(broken, 60_000)[0]?.endsAt).toBe('2026-01-10T12:01:00.000Z');
});

test('only what is shown is an alert', () => {
  const shown = findings.filter(({ severity }) => severity === 'critical');
  const ids = alertsOf(reportOf({ findings, shown, filter: { severity: 'critical' } })).map(
    ({ labels }) => labels['id'],
  );
  expect(ids.sort()).toEqual(shown.map(({ id }) => id).sort());
  expect(alertsOf(healthy)).toEqual([]);
});

test('the later report of the same cause has the same labels, whatever else changed', () => {
  const later = { ...configMapMissing, message: 'other', since: null, members: [], evidence: [], fixes: [] };
  const labels = (finding: Finding) => alertsOf(reportOf({ findings: [finding] }))[0]?.labels;
  expect(labels(later)).toEqual(labels(configMapMissing));
});

test('an object of the cluster has no label for a namespace', () => {
  const subject = { ...configMapMissing.subject, kind: 'Node', namespace: null, name: 'worker-1' };
  const [alert] = alertsOf(reportOf({ findings: [{ ...configMapMissing, subject }] }));
  expect(alert?.labels).not.toHaveProperty('namespace');
  expect(alert?.labels).toMatchObject({ kind: 'Node', name: 'worker-1' });
});

test('long names and messages are cut between characters', () => {
  const long = '🚀'.repeat(5_000);
  const [alert] = alertsOf(reportOf({ findings: [{ ...configMapMissing, message: long, docs: long }] }));
  const [named] = alertsOf(reportSaying(long));
  expect([...(alert?.annotations['description'] ?? '')]).toHaveLength(2_000);
  expect([...(named?.labels['cluster'] ?? '')]).toHaveLength(256);
  expect(named?.labels['cluster']).toMatch(/^(🚀)+…$/u);
});

test('any text gives alerts that Alertmanager takes', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, fc.constant(HOSTILE)), (text) => {
      const alerts = alertsOf(reportSaying(text));
      expect(alerts).toHaveLength(2);
      for (const { labels } of alerts) {
        expect(labels['alertname']).toMatch(/^Mekhanikube/);
        expect(Object.values(labels).join('')).toSatisfy((all: string) => all.isWellFormed());
      }
    }),
  );
});
