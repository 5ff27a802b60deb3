import { expect, test } from 'vitest';
import { CHECKS } from '../../../../src/checks/index.ts';
import { diagnose } from '../../../../src/diagnose/diagnose.ts';
import { fixtures, snapshotOf } from '../../../support/fixture.ts';

const profile = CHECKS.filter((check) => check.profile === 'hardening');
const hardened = fixtures().find(({ name }) => name.endsWith('posture/privileged-container/hardened.yaml'));

function found(objects: readonly unknown[]): readonly string[] {
  const snapshot = snapshotOf({ takenAt: '2026-01-10T12:00:00Z', objects });
  return diagnose(snapshot, profile).findings.map(({ check }) => check);
}

test('the profile has nothing to say of a workload that keeps to it', () => {
  expect(hardened?.objects.length).toBeGreaterThan(10);
  expect(found(hardened?.objects ?? [])).toEqual([]);
});

test('it has, once the security context of its containers is taken away', () => {
  const text = JSON.stringify(hardened?.objects ?? []).replaceAll(
    '"readOnlyRootFilesystem":true',
    '"readOnlyRootFilesystem":false',
  );
  expect(found(JSON.parse(text))).toEqual(['rootfs-writable', 'rootfs-writable']);
});

test('no finding of the profile is worse than medium, and none explains another', () => {
  const objects = fixtures()
    .filter(({ name }) => name.includes('posture/'))
    .map((fixture) => fixture.objects);
  const findings = objects.flatMap(
    (list) => diagnose(snapshotOf({ takenAt: '2026-01-10T12:00:00Z', objects: list }), profile).findings,
  );
  expect(new Set(findings.map(({ severity }) => severity))).toEqual(new Set(['info', 'low', 'medium']));
  expect(findings.flatMap(({ symptoms }) => symptoms)).toEqual([]);
});
