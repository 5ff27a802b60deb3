import { expect, test } from 'vitest';
import { recoverText } from '../../../../../src/cli/commands/remediate/recover-text.ts';

const late = { outcome: 'needs-human', reason: 'its time was over, 3 s ago', left: [], notes: [] } as const;

test('what could not be taken back says why, on one line and without control characters', () => {
  const left = ['spec.replicas of Deployment shop/web: we wrote 4, it was 2, now it is 9', 'a\u001b[31mb'];
  expect(recoverText([{ run: 'A', result: { ...late, left, notes: ['pods are not moved back'] } }], [])).toBe(
    [
      'A: needs-human: its time was over, 3 s ago',
      `  left: ${left[0]}`,
      '  left: a\\x1b[31mb',
      '  note: pods are not moved back',
      '',
    ].join('\n'),
  );
});

test('a run that stuck says its reason once', () => {
  const reason = 'somebody else changed it';
  expect(recoverText([{ run: 'A', result: { ...late, reason, left: [reason] } }], [])).toBe(
    `A: needs-human: ${reason}\n`,
  );
});

test('what is still to be taken back is named with its time', () => {
  expect(recoverText([], [])).toBe('No run was interrupted.\n');
  expect(recoverText([], [{ run: 'B', due: '2026-01-10T12:00:00.000Z' }])).toBe(
    'No run was interrupted.\nB is taken back at 2026-01-10T12:00:00.000Z, by the first command that repairs after that.\n',
  );
});
