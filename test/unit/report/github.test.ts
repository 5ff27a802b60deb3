import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyText, reportSaying } from './hostile.ts';
import { broken, findings, healthy, render } from './sample.ts';

test('every line is one command, whatever the cluster says', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const report = reportSaying(text);
      const lines = render('github', report).split('\n');
      expect(lines.pop()).toBe('');
      expect(lines).toHaveLength(report.findings.length + 2);
      for (const line of lines) expect(line).toMatch(/^::(error|warning|notice) title=[^:,\r\n]+::[^\r\n]*$/);
    }),
  );
});

test('severities become commands', () => {
  const commands = render('github', broken).match(/^::\w+/gm);
  expect(commands).toEqual([
    '::error',
    '::error',
    '::error',
    '::error',
    '::warning',
    '::notice',
    '::warning',
    '::notice',
  ]);
  expect(findings).toHaveLength(6);
});

test('percent signs and line breaks are escaped, and colons and commas in titles', () => {
  const [line] = render('github', reportSaying('50%, a:b\nc')).split('\n');
  expect(line).toContain('title=50%25%2C a%3Ab⏎c (Pod 50%25%2C a%3Ab⏎c/50%25%2C a%3Ab⏎c)::critical: 50%25, a:b⏎c%0A');
});

test('a healthy cluster is one notice', () => {
  expect(render('github', healthy)).toBe(
    '::notice title=mekhanikube::No problems found in 4 namespaces of kind-prod v1.34.4 (7 objects, 8 checks).\n',
  );
});
