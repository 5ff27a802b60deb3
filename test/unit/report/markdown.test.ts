import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeBlock, codeSpan, html, plain } from '../../../src/report/markdown-text.ts';
import { anyText, HOSTILE, reportSaying } from './hostile.ts';
import { broken, healthy, render } from './sample.ts';

test.each([
  ['a | b', 'a \\| b'],
  ['<img src=x>', '&lt;img src=x&gt;'],
  ['AT&T &lt;', 'AT&amp;T &amp;lt;'],
  ['*bold* _it_ ~no~ `code`', '\\*bold\\* \\_it\\_ \\~no\\~ \\`code\\`'],
  ['[text](http://evil)', '\\[text\\]\\(http\\://evil\\)'],
  ['ping @team, see #12 and !3', 'ping @<!-- -->team, see #<!-- -->12 and !<!-- -->3'],
  ['repo:100:x', 'repo\\:100:x'],
  ['shop/web: 3 of 4', 'shop/web: 3 of 4'],
  ['www.evil.example', 'www\\.evil.example'],
  ['back\\slash', 'back\\\\slash'],
])('%s means itself', (text, markdown) => {
  expect(plain(text)).toBe(markdown);
});

test('code keeps its backticks inside', () => {
  expect(codeSpan('a')).toBe('`a`');
  expect(codeSpan('a`b')).toBe('``a`b``');
  expect(codeSpan('`a')).toBe('`` `a ``');
  expect(codeSpan('a|b', true)).toBe('`a\\|b`');
  expect(codeBlock('a ``` b', 'sh')).toBe('````sh\na ``` b\n````');
});

test('inside HTML there is no Markdown to escape', () => {
  expect(html('<b>_a_ @x</b>')).toBe('&lt;b&gt;_a_ @<!-- -->x&lt;/b&gt;');
});

/** What a reader's Markdown takes for anything but code. */
function outsideOfCode(markdown: string): string {
  return markdown.replace(/^(`{3,})sh\n.*\n\1$/gm, '').replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
}

test('any text leaves the table and the folds whole', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const markdown = render('markdown', reportSaying(text));
      expect(markdown).not.toMatch(/[^\n\P{Cc}]/u);
      expect(markdown.split('\n').filter((line) => /^\| [a-z]+ \|/.test(line))).toHaveLength(3);
      for (const row of markdown.match(/^\| (critical|low) \|.*$/gm) ?? []) {
        expect(row.replace(/\\./g, '').match(/\|/g)).toHaveLength(5);
      }
      const folds = outsideOfCode(markdown).match(/^<\/?details>$/gm);
      expect(folds).toEqual(['<details>', '</details>', '<details>', '</details>']);
    }),
  );
});

test('hostile text brings no HTML, heading or mention of its own', () => {
  // The link's target is the check's own.
  const markdown = render('markdown', reportSaying(HOSTILE)).replace(/\[why\]\(<.*>\)/g, '');
  expect(markdown.match(/^#.*$/gm)).toEqual(['## mekhanikube', '### Not looked at']);
  expect(outsideOfCode(markdown)).not.toContain('<b>&');
  expect(outsideOfCode(markdown)).not.toMatch(/@team|#1\b/);
});

test('a healthy cluster is said in a sentence', () => {
  expect(render('markdown', healthy)).toBe(
    '## mekhanikube\n\n**No problems found in 4 namespaces of kind-prod v1.34.4 \\(7 objects, 8 checks\\).**\n\n' +
      'Read at 2026-01-10T12\\:00:00Z.\n',
  );
});

test('a command stands in a block that can be copied', () => {
  expect(render('markdown', broken)).toContain('```sh\nkubectl edit -n shop deployment/web\n```');
});
