import { describe, expect, test } from 'vitest';
import type { Explanation } from '../../../src/explain/explanation.ts';
import { Report } from '../../../src/report/report.ts';
import { broken, render } from './sample.ts';

const knowledge = {
  means: 'The image is not in the registry.',
  look: 'See `kubectl describe pod web-1 -n shop`, and what `imagePullPolicy` says.',
  repair: 'Correct the image.',
  fine: 'Never.',
};

const verified: Explanation = {
  state: 'verified',
  note: null,
  droppedSentences: 0,
  model: 'qwen3:4b-instruct',
  language: 'English',
  summary: 'The image does not exist.',
  why: 'The event says so.',
  unknowns: ['Who deleted it.'],
  cause: 'The tag is wrong',
  object: 'Pod shop/web-1',
  evidence: ['Pod shop/web-1: Failed'],
  fixes: [{ text: 'Push the image', command: null }],
  knowledge,
};

const builtIn: Explanation = {
  ...verified,
  state: 'built-in',
  model: null,
  summary: knowledge.means,
  why: null,
  unknowns: [],
  cause: null,
  object: null,
  evidence: [],
  fixes: [],
};

function explained(...explanations: readonly Explanation[]) {
  const findings = broken.findings.slice(0, explanations.length);
  return {
    ...broken,
    findings: findings.map((finding, index) => ({ ...finding, explanation: explanations[index] ?? null })),
  };
}

describe('text', () => {
  test("has the model's words, how far they are verified, and the built-in text with commands to paste", () => {
    const text = render('text', explained(verified));
    for (const part of [
      '  explained The image does not exist.\n            The event says so.',
      '  mainly    The tag is wrong',
      '  not known Who deleted it.',
      '  begin     Look first at Pod shop/web-1\n            Push the image',
      '            $ kubectl describe pod web-1 -n shop\n',
      '  repair    Correct the image.',
      '  fine      Never.',
      '  state     verified, qwen3:4b-instruct',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('  means');
    expect(text).not.toContain('$ imagePullPolicy');
  });

  test('says how many sentences were taken out, and why words are English after all', () => {
    const partly: Explanation = {
      ...verified,
      state: 'partly-verified',
      droppedSentences: 2,
      note: 'not translated: x',
    };
    const text = render('text', explained(partly)).replace(/\s+/g, ' ');
    expect(text).toContain('partly verified, 2 sentences removed, qwen3:4b-instruct; not translated: x');
  });

  test('says once why no finding has the words of a model', () => {
    const text = render('text', explained({ ...builtIn, note: 'no server' }, { ...builtIn, note: 'no server' }));
    expect(text.split('no server')).toHaveLength(2);
    expect(text).toContain('Explanations are built in: no server.');
    expect(text).toContain('  means     The image is not in the registry.');
  });

  test('says at each finding why, where the others have words', () => {
    const text = render('text', explained(verified, { ...builtIn, note: 'it was refused' }));
    expect(text).toContain('  state     built-in; it was refused');
    expect(text).not.toContain('Explanations are built in');
  });

  test('makes what a model wrote harmless', () => {
    const text = render('text', explained({ ...verified, summary: 'a\u001b[31mb\nc' }));
    expect(text).not.toContain('\u001b');
  });
});

test('JSON carries all of it, and keeps to the schema', () => {
  const report = explained(verified, builtIn);
  expect(Report.parse(report)).toEqual(report);
  expect(JSON.parse(render('json', report)).findings[0].explanation).toEqual(verified);
});

test.each(['markdown', 'junit'] as const)('%s has the words and their state', (format) => {
  const text = render(format, explained(verified));
  expect(text).toContain('The image does not exist.');
  expect(text).toContain('verified, qwen3:4b');
});

test('SARIF has it among the properties of a result', () => {
  const { runs } = JSON.parse(render('sarif', explained(verified)));
  expect(runs[0].results[0].properties.explanation).toEqual(verified);
});
