import fc from 'fast-check';
import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { FORMAT_NAMES } from '../../../src/report/formats.ts';
import { anyText, reportSaying } from './hostile.ts';
import { options, render } from './sample.ts';

const HUMAN = ['text', 'tree', 'html', 'markdown', 'github', 'junit'] as const;

test.each(FORMAT_NAMES)('%s accepts any text', (format) => {
  fc.assert(
    fc.property(anyText, fc.boolean(), fc.boolean(), (text, ascii, verbose) => {
      const report = reportSaying(text);
      const rendered = render(format, report, { ascii, verbose });
      expect(rendered.endsWith('\n')).toBe(true);
      expect(render(format, report, { ...options, ascii, verbose })).toBe(rendered);
    }),
  );
});

test.each(HUMAN)('%s holds no control or format character but the line break', (format) => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(render(format, reportSaying(text))).not.toMatch(/(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
    }),
  );
});

test('text has findings only where there are findings', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const lines = render('text', reportSaying(text)).split('\n').slice(1);
      expect(lines.filter((line) => /^[CHMLI] (critical|high|medium|low|info)\b/.test(line))).toHaveLength(2);
    }),
  );
});

test('JSON, NDJSON and YAML give back every text as it was', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const report = reportSaying(text);
      expect(JSON.parse(render('json', report))).toEqual(report);
      expect(load(render('yaml', report))).toEqual(report);
      const lines = render('ndjson', report).trimEnd().split('\n');
      expect(lines.slice(1).map((line) => JSON.parse(line).message)).toEqual([text, text]);
      expect(render('json', report) + render('ndjson', report)).not.toMatch(/[^\n\P{Cc}]|\u202e/u);
    }),
  );
});
