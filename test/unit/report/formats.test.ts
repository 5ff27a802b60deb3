import { expect, test } from 'vitest';
import { FORMAT_NAMES, type FormatName, isFormatName } from '../../../src/report/formats.ts';
import { SCRIPT, SCRIPT_HASH, STYLE, STYLE_HASH } from '../../../src/report/html/page.generated.ts';
import { FORMATS } from '../../../src/report/render.ts';
import { broken, healthy, partialCoverage, render, reportOf } from './sample.ts';

const REPORTS = { broken, healthy, unread: reportOf({ coverage: partialCoverage }) };

const EXTENSIONS: Readonly<Record<FormatName, string>> = {
  text: 'txt',
  tree: 'tree.txt',
  html: 'html',
  json: 'json',
  yaml: 'yaml',
  ndjson: 'ndjson',
  markdown: 'md',
  sarif: 'sarif.json',
  junit: 'xml',
  prometheus: 'prom',
  github: 'github.txt',
  gitlab: 'gitlab.json',
};

test.each(FORMAT_NAMES)('%s writes these reports', async (format) => {
  for (const [name, report] of Object.entries(REPORTS)) {
    await expect(withoutAssets(render(format, report))).toMatchFileSnapshot(
      `golden/${name}.golden.${EXTENSIONS[format]}`,
    );
  }
});

/** Style and script have their own files, and what they do is tested in a browser. */
function withoutAssets(text: string): string {
  return text
    .replace(STYLE, '')
    .replace(SCRIPT, '')
    .replace(STYLE_HASH, '(its hash)')
    .replace(SCRIPT_HASH, '(its hash)');
}

test.each([60, 120])('tree writes this report at %i columns', async (width) => {
  await expect(render('tree', broken, { width })).toMatchFileSnapshot(`golden/broken-${width}.golden.tree.txt`);
});

test('tree is written in ASCII alone, and in colour', async () => {
  const text = render('tree', broken, { width: 100, verbose: true, ascii: true, color: true });
  await expect(text).toMatchFileSnapshot('golden/broken-ascii-color.golden.tree.txt');
});

test.each([60, 120])('text writes these reports at %i columns', async (width) => {
  await expect(render('text', broken, { width })).toMatchFileSnapshot(`golden/broken-${width}.golden.txt`);
});

test('text tells everything when asked to, and colours it', async () => {
  const text = render('text', broken, { width: 100, verbose: true, color: true });
  await expect(text).toMatchFileSnapshot('golden/broken-verbose-color.golden.txt');
});

test.each(FORMAT_NAMES)('%s gives the same bytes for the same report, and ends its last line', (format) => {
  const again: typeof broken = JSON.parse(JSON.stringify(broken));
  expect(render(format, again)).toBe(render(format, broken));
  expect(render(format, broken)).toMatch(/[^\n]\n$/);
});

test('every format has a renderer', () => {
  expect(Object.keys(FORMATS).sort()).toEqual([...FORMAT_NAMES].sort());
  expect(isFormatName('sarif')).toBe(true);
  expect(isFormatName('SARIF')).toBe(false);
  expect(isFormatName('pdf')).toBe(false);
});
