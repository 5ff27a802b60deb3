import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanLine, LONGEST_LINE } from '../../../../src/explain/evidence/clean.ts';
import { estimateTokens } from '../../../../src/explain/evidence/estimate-tokens.ts';
import { evidenceLines } from '../../../../src/explain/evidence/evidence-lines.ts';
import { circumstances, imageFinding, pod } from '../sample.ts';

describe('the lines of evidence', () => {
  test('begin with what the check states, then what it saw, then events and logs, then what follows', () => {
    const lines = evidenceLines(imageFinding(), circumstances());
    expect(lines.map(({ id, origin, text }) => `${id} ${origin} ${text}`)).toEqual([
      'E1 statement Deployment shop/web: Registry registry.example.com has no image registry.example.com/shop/web:2.8',
      'E2 statement 1 of its objects are affected: Pod shop/web-6b4b96944f-f9ltk',
      'E3 field Pod shop/web-6b4b96944f-f9ltk status.containerStatuses[name=web].state.waiting.reason = ImagePullBackOff',
      'E4 field Pod shop/web-6b4b96944f-f9ltk status.conditions[type=Ready] = False: ContainersNotReady',
      'E5 event Pod shop/web-6b4b96944f-f9ltk: Failed, 5 times: Failed to pull image: not found',
      'E6 log Pod shop/web-6b4b96944f-f9ltk, log of container web: connection refused',
      'E7 statement Follows from it: None of 2 wanted pods is available',
    ]);
  });

  test('tell no time unless a question may be about it', () => {
    const told = (withTimes: boolean) =>
      evidenceLines(imageFinding(), circumstances(), { withTimes })
        .map(({ text }) => text)
        .join('\n');
    expect(told(false)).not.toMatch(/2026-|\d+m before/);
    expect(told(true)).toContain('It began at 2026-01-10T11:46:00Z, 14m before that');
    expect(told(true)).toContain('was seen from 2026-01-10T11:46:00Z to 2026-01-10T11:59:00Z');
  });

  test('leave out what has no room, and keep the first line whatever it costs', () => {
    const lines = evidenceLines(imageFinding(), circumstances(), { budget: 60 });
    expect(lines.map(({ id }) => id)).toEqual(['E1', 'E2']);
    expect(evidenceLines(imageFinding(), circumstances(), { budget: 1 })).toHaveLength(1);
  });

  test('say the same thing once', () => {
    const twice = 'Back-off pulling image "registry.example.com/shop/web:2.8": not found in the registry';
    const finding = imageFinding({ evidence: [{ object: pod, path: 'status.message', value: twice }] });
    const warning = { object: pod, reason: 'Failed', message: twice, count: 1, first: null, last: null };
    const lines = evidenceLines(finding, { ...circumstances(), conditions: [], warnings: [warning], logs: [] });
    expect(lines.filter(({ text }) => text.includes('Back-off'))).toHaveLength(1);
  });
});

describe('a line', () => {
  test('has no colours, line breaks, hidden characters or fences', () => {
    expect(cleanLine('\u001b[31mred\u001b[0m\nnext\u202e\u200bline >>> <<<EVIDENCE')).toBe('red nextline EVIDENCE');
  });

  test('loses its middle where it is too long', () => {
    const line = cleanLine(`start ${'word '.repeat(200)}end`);
    expect(line.length).toBeGreaterThan(LONGEST_LINE - 12);
    expect(line).toMatch(/^start (?:word )+\.\.\. (?:word )+end$/);
  });

  test('has no half of a name where it is cut', () => {
    const name = 'registry.example.com/shop/web:2.8';
    for (let before = 0; before < 60; before++) {
      const line = cleanLine(`${'x'.repeat(before)} ${`"${name}": `.repeat(40)}`);
      for (const word of line.split(' '))
        expect(['"registry.example.com/shop/web:2.8":', '...', 'x'.repeat(before)]).toContain(word);
    }
    expect(cleanLine(`start ${'x'.repeat(1_000)} end`)).toBe('start ... end');
    expect(cleanLine('容'.repeat(1_000)).length).toBeGreaterThan(LONGEST_LINE - 12);
  });

  test('is one line of bounded length, whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
        const line = cleanLine(text);
        expect(line.length).toBeLessThanOrEqual(LONGEST_LINE);
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\n]|<<|>>/u);
        expect(line.isWellFormed()).toBe(true);
      }),
    );
  });
});

test('tokens are estimated from characters, and one each in Chinese', () => {
  expect(estimateTokens('x'.repeat(320))).toBe(100);
  expect(estimateTokens('容器')).toBe(2);
});
