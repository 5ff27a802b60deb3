import { expect, test } from 'vitest';
import { alertSignal } from '../../../../src/remedy/signals/alert-signal.ts';
import { pod, view, WEB, web } from './sample.ts';

const VIEW = view([...WEB, pod('web-a')]);
const SOURCE = { labels: { alertname: 'Kube*', severity: 'critical' } };

function counted(...alerts: readonly Record<string, string>[]) {
  const firing = alerts.map((labels) => ({
    labels: { alertname: 'KubeDown', severity: 'critical', namespace: 'shop', ...labels },
  }));
  const sample = alertSignal(SOURCE, web(VIEW), firing);
  return sample.state === 'known' ? sample.values[0] : sample.state;
}

test('counts what is about the target or a pod of it', () => {
  expect(counted({ deployment: 'web' }, { pod: 'web-a' })).toBe(2);
});

test.each<[string, Record<string, string>]>([
  ['another workload', { deployment: 'other' }],
  ['a pod of another', { pod: 'other-a' }],
  ['the same name elsewhere', { deployment: 'web', namespace: 'test' }],
  ['another alert', { deployment: 'web', alertname: 'Other' }],
  ['a milder one', { deployment: 'web', severity: 'info' }],
  ['nobody', {}],
])('one about %s does not count', (_name, labels) => {
  expect(counted(labels)).toBe(0);
});

test('where no alerts are received nothing is known', () => {
  expect(alertSignal(SOURCE, web(VIEW), null).state).toBe('unknown');
});
