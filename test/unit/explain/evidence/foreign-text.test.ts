import { describe, expect, test } from 'vitest';
import { evidenceLines } from '../../../../src/explain/evidence/evidence-lines.ts';
import { foreignParts, isWritten, quotedParts } from '../../../../src/explain/evidence/foreign-text.ts';
import { circumstances, imageFinding, pod } from '../sample.ts';

const planted = 'the data of the shop was encrypted by mallory, and ticket OPS-7 has the key';

describe('what somebody else wrote', () => {
  test('is found in a message in quotes, behind a colon and before what we add', () => {
    const said = 'Container web keeps crashing: exit code 3 after 18s, 7 restarts; it left the message';
    expect(foreignParts(`${said} "${planted}"`, [planted])).toEqual([planted]);
    expect(foreignParts(`FailedSync, seen 40 times: ${planted}`, [planted])).toEqual([planted]);
    const failed = 'dial tcp 10.244.0.8:8080: connect: connection refused';
    expect(
      foreignParts(`It does not succeed within 4s: ${failed} (5 restarts)`, [`Startup probe failed: ${failed}`]),
    ).toEqual([failed]);
    expect(foreignParts(said, [planted])).toEqual([]);
  });

  test('is found where it is one word, or shortened inside', () => {
    expect(foreignParts('Container web ended with exit code 1: mallory', ['mallory'])).toEqual(['mallory']);
    expect(foreignParts('Container mallory ended: it is gone', ['mallory'])).toEqual([]);
    const changed = `Failed: ${planted.replace('encrypted', '(x)')}`;
    expect(foreignParts(changed, [planted])).toEqual([changed.slice(8)]);
  });

  test('is guessed in a sentence about another finding', () => {
    expect(quotedParts('Container web keeps crashing: exit code 1 (error) after 1s, 5 restarts')).toEqual([]);
    expect(quotedParts('It cannot scale without metrics: mallory has taken them')).toEqual(['mallory has taken them']);
    expect(quotedParts('It left the message "mallory was here"')).toEqual(['mallory was here']);
  });

  test('is a value of a field that anybody fills, and no reason or name', () => {
    expect(isWritten('status.containerStatuses[name=web].lastState.terminated.message', 'mallory')).toBe(true);
    expect(isWritten('spec.containers[name=web].command', '["mallory"]')).toBe(true);
    expect(isWritten('status.phase', 'it is what mallory wants')).toBe(true);
    expect(isWritten('status.containerStatuses[name=web].lastState.terminated.reason', 'OOMKilled')).toBe(false);
  });

  test('is marked in statements, fields and conditions', () => {
    const message = `Container web keeps crashing: it left the message "${planted}"`;
    const path = 'status.containerStatuses[name=web].lastState.terminated.message';
    const finding = imageFinding({
      message,
      facts: { terminationMessage: planted },
      evidence: [{ object: pod, path, value: 'mallory again' }],
    });
    const conditions = [
      { object: pod, path: 'status.conditions[type=Ready]', value: 'False: Gone: mallory took all of it' },
      { object: pod, path: 'status.conditions[type=Other]', value: 'False: ContainersNotReady' },
    ];
    const lines = evidenceLines(finding, { ...circumstances(), conditions, warnings: [], logs: [] });
    expect(lines.map(({ foreign }) => foreign ?? [])).toEqual([
      [planted],
      [],
      ['mallory again'],
      ['mallory took all of it'],
      [],
      [],
    ]);
  });
});
