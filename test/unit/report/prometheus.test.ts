import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyText, reportSaying } from './hostile.ts';
import { broken, healthy, render } from './sample.ts';

const SAMPLE =
  /^mekhanikube_[a-z_]+\{[a-z]+="(?:[^"\\\n]|\\[\\"n])*"(?:,[a-z]+="(?:[^"\\\n]|\\[\\"n])*")*\} -?\d+(?:\.\d+)?$/;
const COMMENT = /^# (HELP|TYPE) mekhanikube_[a-z_]+ [^\n]+$/;

function strange(text: string): readonly string[] {
  return text
    .trimEnd()
    .split('\n')
    .filter((line) => !SAMPLE.test(line) && !COMMENT.test(line));
}

test('every line is a comment or a sample, whatever the cluster says', () => {
  expect(strange(render('prometheus', broken))).toEqual([]);
  fc.assert(
    fc.property(anyText, (text) => {
      expect(strange(render('prometheus', reportSaying(text)))).toEqual([]);
    }),
  );
});

test('each metric has its help and type once, before its samples, and no series comes twice', () => {
  const lines = render('prometheus', broken).trimEnd().split('\n');
  const types = lines.filter((line) => line.startsWith('# TYPE'));
  expect(new Set(types).size).toBe(types.length);
  const series = lines.filter((line) => !line.startsWith('#')).map((line) => line.slice(0, line.lastIndexOf(' ')));
  expect(new Set(series).size).toBe(series.length);
  for (const one of series) {
    const name = one.slice(0, one.indexOf('{'));
    expect(lines.indexOf(`# TYPE ${name} gauge`)).toBeLessThan(lines.findIndex((line) => line.startsWith(one)));
  }
});

test('no label holds the name of an object', () => {
  const text = render('prometheus', broken);
  for (const name of ['shop', 'web', 'billing', 'worker-2']) expect(text).not.toContain(`"${name}`);
});

test('severities without findings are zero, so that an alert ends', () => {
  expect(render('prometheus', healthy)).toContain('findings_by_severity{cluster="kind-prod",severity="critical"} 0\n');
  expect(render('prometheus', broken)).toContain('findings_by_severity{cluster="kind-prod",severity="critical"} 2\n');
});

test('tells how much was read, and when', () => {
  const text = render('prometheus', broken);
  expect(text).toContain('mekhanikube_kind_unread{cluster="kind-prod",kind="ConfigMap",state="partial"} 1\n');
  expect(text).toContain('mekhanikube_checks{cluster="kind-prod",state="crashed"} 1\n');
  expect(text).toContain('mekhanikube_snapshot_timestamp_seconds{cluster="kind-prod"} 1768046400\n');
});

test('a label value is escaped', () => {
  const report = { ...healthy, cluster: { ...healthy.cluster, name: 'a"b\\c\nd' } };
  expect(render('prometheus', report)).toContain('{cluster="a\\"b\\\\c\\nd"}');
});
