import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { houseRules } from '../../../../../src/cli/commands/house-rules.ts';
import { factsHere } from '../../../../../src/cli/commands/policy/load.ts';
import { observe } from '../../../../../src/cli/commands/policy/observe.ts';
import { refText } from '../../../../../src/kube/object-ref.ts';
import { type Policy, parsePolicies } from '../../../../../src/remedy/policy/load/parse-policies.ts';
import { TEMPLATES } from '../../../../../src/remedy/policy/templates/templates.ts';
import { openRecording } from '../../../../../src/snapshot/recording/open.ts';
import type { Snapshot } from '../../../../../src/snapshot/snapshot.ts';
import { fixtures } from '../../../../support/fixture.ts';

const ROOT = join(import.meta.dirname, '../../../../..');

function read(name: string): Policy {
  const text = TEMPLATES.find((template) => template.name === name)?.text ?? '';
  const { policies, problems } = parsePolicies(`${name}.yaml`, text, factsHere());
  expect(problems).toEqual([]);
  const [policy] = policies;
  if (policy === undefined) throw new Error(`no policy in ${name}`);
  return policy;
}

/** `Deployment shop/web: Matches` of each target that is not simply none. */
async function simulated(name: string, snapshot: Snapshot): Promise<readonly string[]> {
  const { evaluations } = await observe(
    [read(name)],
    { snapshot, house: await houseRules({}, {}) },
    { list: null, prometheus: null },
    Date.parse(snapshot.takenAt),
  );
  return evaluations.flatMap(({ targets }) =>
    targets.filter(({ outcome }) => outcome !== 'No').map(({ target, outcome }) => `${refText(target)}: ${outcome}`),
  );
}

function fixture(check: string, name: string): Snapshot {
  const found = fixtures().find((one) => one.check === check && one.path.endsWith(`/${name}.yaml`));
  if (found === undefined) throw new Error(`no fixture ${check}/${name}`);
  return found.snapshot;
}

describe.each(TEMPLATES)('$name', ({ name, text, title }) => {
  test('is valid, carries its name, and does nothing by itself', () => {
    const { metadata, spec } = read(name);
    expect(metadata.name).toBe(name);
    expect(['Propose', 'Approve']).toContain(spec.mode);
    expect(spec.safeguards.cooldown).toBeDefined();
    expect(title).toMatch(/^[a-z]/);
  });
  test('lies among the examples', () => {
    expect(readFileSync(join(ROOT, 'examples/policies', `${name}.yaml`), 'utf8')).toBe(text);
  });
});

test('there are six, in order', () => {
  const names = TEMPLATES.map(({ name }) => name);
  expect(names).toHaveLength(6);
  expect(names).toEqual([...names].sort());
});

describe('against a recorded cluster of many faults', () => {
  test.each<[string, readonly string[]]>([
    ['crash-loop-rollback', ['Deployment fault-rollout-crash/web: Matches']],
    ['oom-memory-bump', ['Deployment fault-oom/worker: Matches']],
    [
      'stuck-rollout-undo',
      ['Deployment fault-rollout-crash/web: Matches', 'Deployment fault-rollout-stalled/web: Matches'],
    ],
    [
      'failed-job-retry',
      ['Job fault-job-deadline/nightly-report: Matches', 'Job fault-job-failed/db-migrate: Matches'],
    ],
    ['evicted-pods-cleanup', ['Pod fault-evicted/exporter: Matches']],
    ['node-pressure-cordon', []],
  ])('%s', async (name, expected) => {
    expect(await simulated(name, await openRecording(join(ROOT, 'examples/many-faults.json.gz')))).toEqual(expected);
  });
});

test('a node under pressure is cordoned, and its evicted pods stay as long as it is ill', async () => {
  const snapshot = fixture('node-memory-pressure', 'evicting');
  expect(await simulated('node-pressure-cordon', snapshot)).toEqual(['Node worker-1: Matches']);
  expect(await simulated('evicted-pods-cleanup', snapshot)).toEqual([]);
  expect(await simulated('node-pressure-cordon', fixture('node-memory-pressure', 'healthy'))).toEqual([]);
});

test('a check that could not look makes them wait', async () => {
  const recorded = await openRecording(join(ROOT, 'examples/many-faults.json.gz'));
  const nodes = recorded.coverage.map((one) =>
    one.kind === 'Node' ? { ...one, state: 'forbidden' as const, reason: 'forbidden' } : one,
  );
  const { Node: _nodes, ...objects } = recorded.objects;
  const blind: Snapshot = { ...recorded, coverage: nodes, objects };
  expect(await simulated('crash-loop-rollback', blind)).toContain('Deployment fault-rollout-crash/web: Unknown');
});
