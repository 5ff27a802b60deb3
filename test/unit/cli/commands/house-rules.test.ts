import { expect, test } from 'vitest';
import { houseRules, sighted } from '../../../../src/cli/commands/house-rules.ts';
import { listed, unread } from '../../../../src/snapshot/coverage.ts';
import { createSnapshot, type Snapshot } from '../../../../src/snapshot/snapshot.ts';

function recording(...coverage: Snapshot['coverage']): Snapshot {
  const cluster = { name: 'lab', context: null, version: null };
  const takenAt = '2026-01-10T12:00:00Z';
  return createSnapshot({ cluster, takenAt, namespaces: null, coverage, objects: new Map() });
}

async function judgesVolumes(snapshot: Snapshot, options: { volumeUsage?: boolean } = {}): Promise<boolean> {
  const house = await houseRules({ volumeUsage: true }, {});
  return sighted(house, snapshot, { quiet: true, ...options }).checks.some(({ id }) => id === 'pvc-near-full');
}

test('how full volumes are is judged of a recording that was asked for it', async () => {
  expect(await judgesVolumes(recording(listed('VolumeUsage')))).toBe(true);
  expect(await judgesVolumes(recording(unread('VolumeUsage', 'forbidden', 'may not')))).toBe(true);
});

test('nothing is said of it where a recording holds nothing, unless that is asked for', async () => {
  const others = recording(listed('Pod'), unread('VolumeUsage', 'not-recorded', 'not in the recording'));
  for (const snapshot of [recording(listed('Pod')), others]) {
    expect(await judgesVolumes(snapshot)).toBe(false);
    expect(await judgesVolumes(snapshot, { volumeUsage: true })).toBe(true);
  }
});

test('it is not judged where nobody asked', async () => {
  expect((await houseRules({}, {})).checks.map(({ id }) => id)).not.toContain('pvc-near-full');
});
