import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { knowledgeOf } from '../../../../src/explain/knowledge/knowledge.ts';
import { codeOf, partsOf } from '../../../../src/explain/knowledge/sentences.ts';
import { shellWords } from '../../../../src/explain/knowledge/shell-words.ts';
import { refTo } from '../../../../src/kube/object-ref.ts';
import { exampleFinding, proseWith } from './example-finding.ts';

const HOSTILE = [
  "a'; rm -rf ~",
  '$(id)',
  'a`id`',
  '-o=name',
  '--as=root',
  'a b',
  'a\nb',
  '\u001b[31mred',
  '\u202eabc',
  '',
  'a|b',
];

describe.each(HOSTILE)('%j', (name) => {
  const prose = proseWith('`kubectl describe secret SECRET -n NAMESPACE` shows it. `kubectl logs POD -c CONTAINER`.');

  test('is no object: what names it is left out', () => {
    const finding = exampleFinding({
      members: [refTo('Pod', 'shop', name)],
      facts: { secret: name, container: name },
    });
    expect(knowledgeOf(finding, prose).look).toBe('Read the log: `kubectl logs -n shop web-6b4-f9l`.');
  });

  test('is no namespace', () => {
    const finding = exampleFinding({ members: [refTo('Pod', name, 'web')], facts: { namespace: name } });
    const { look } = knowledgeOf(finding, proseWith('`kubectl get pods -n NAMESPACE`. `kubectl get nodes`.'));
    expect(look).not.toContain(`-n ${name} `);
  });
});

test('free text is one word of the command, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (image) => {
      const finding = exampleFinding({ facts: { image } });
      const { look } = knowledgeOf(finding, proseWith('`kubectl get pods` and more. `crictl pull IMAGE` repeats it.'));
      const spans = partsOf(look).flatMap((part) => codeOf(part) ?? []);
      expect(spans.length).toBeLessThanOrEqual(2);
      const pull = spans.find((span) => span.startsWith('crictl'));
      if (pull !== undefined) expect(shellWords(pull)).toEqual(['crictl', 'pull', image]);
    }),
  );
});

test('free text with a quotation mark is quoted for the shell', () => {
  const finding = exampleFinding({ facts: { image: "a'; rm -rf ~" } });
  const { look } = knowledgeOf(finding, proseWith('`kubectl get pods`. `crictl pull IMAGE` repeats it.'));
  expect(look).toBe("`kubectl get pods`. `crictl pull 'a'\\''; rm -rf ~'` repeats it.");
});

test('a selector that is none, or an option, is left out', () => {
  for (const selector of ['<everything>', '-A', "app=web' -A '"]) {
    const finding = exampleFinding({ facts: { selector } });
    const { look } = knowledgeOf(
      finding,
      proseWith('`kubectl get nodes`. `kubectl get pods -l SELECTOR -n NAMESPACE`.'),
    );
    expect(look, selector).toBe('`kubectl get nodes`.');
  }
});

test('a fix and a message are shown on one line, without what is not seen and without code of their own', () => {
  const fixes = [{ text: 'Read\nthe \u001b[31m`log`', command: null }];
  const finding = exampleFinding({ fixes, message: 'It says\r\n\u202e`x`' });
  const prose = proseWith('`kubectl get nodes`.', { means: '`NODE`.', repair: '`NODE`.' });
  const { means, repair } = knowledgeOf(finding, prose);
  expect(repair).toBe("Read the [31m'log'.");
  expect(means).toBe("It says 'x'.");
});
