import { describe, expect, test } from 'vitest';
import { SCAN_CHECKS } from '../../../src/checks/index.ts';
import { diagnose } from '../../../src/diagnose/diagnose.ts';
import type { KindCoverage } from '../../../src/snapshot/coverage.ts';
import { listed, unread } from '../../../src/snapshot/coverage.ts';
import { createSnapshot } from '../../../src/snapshot/snapshot.ts';

function findings(...coverage: KindCoverage[]) {
  const snapshot = createSnapshot({
    cluster: { name: 'test', context: null, version: null },
    takenAt: '2026-01-10T12:00:00Z',
    namespaces: null,
    coverage,
    objects: new Map(),
  });
  return diagnose(snapshot, [], SCAN_CHECKS).findings;
}

describe('scan-forbidden', () => {
  test('names what may not be listed anywhere, and what not in some namespaces', () => {
    const [finding, ...others] = findings(
      unread('Secret', 'forbidden', '403'),
      unread('Node', 'forbidden', '403'),
      { ...listed('Pod'), except: ['b', 'a'] },
      { ...listed('Event'), except: ['a', 'b'] },
      { ...listed('Job'), except: ['a'] },
    );
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      check: 'scan-forbidden',
      severity: 'medium',
      subject: { kind: 'Scan', name: 'test' },
      message:
        'May not list nodes, secrets, nor events, pods in namespaces a, b, nor jobs in namespace a: what is wrong there cannot be seen',
    });
    expect(finding?.fixes[0]?.command).toBe('kubectl auth can-i --list -n a');
  });

  test('counts namespaces where they are many', () => {
    const except = ['a', 'b', 'c', 'd', 'e'];
    expect(findings({ ...listed('Pod'), except })[0]?.message).toContain('pods in a, b, c and 2 more namespaces:');
  });
});

test('scan-partial says what did not arrive, and why', () => {
  const all = findings(unread('Pod', 'failed', 'timed out after 30s'), listed('Node'));
  expect(all.map(({ check, message }) => [check, message])).toEqual([
    ['scan-partial', 'Could not read pods (timed out after 30s): what is wrong there cannot be seen'],
  ]);
});

test('what the server does not have, and what a recording does not hold, is no finding', () => {
  expect(
    findings(
      listed('Pod'),
      unread('Ingress', 'absent', 'not served'),
      unread('Secret', 'not-recorded', 'no such file'),
    ),
  ).toEqual([]);
});
