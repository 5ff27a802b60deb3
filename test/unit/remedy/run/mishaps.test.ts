import { describe, expect, test } from 'vitest';
import { runPlan } from '../../../../src/remedy/run/run-plan.ts';
import type { Mishap } from '../../../support/fake-cluster.ts';
import { type Rig, WEB } from './rig.ts';
import {
  ends,
  expectConsistent,
  forwards,
  SCENES,
  type Scene,
  staged,
  stateOf,
  TWO_WRITES,
  unmarked,
} from './scenes.ts';

const MISHAPS: readonly Mishap[] = [
  'conflict',
  'unknown-applied',
  'unknown-lost',
  'rejected',
  'missing',
  'budget',
  'unsent',
];

/** The requests that a scene sends where nothing befalls it. */
async function requestsOf(scene: Scene): Promise<number> {
  const rigged = await staged(scene);
  await runPlan(rigged.conduct());
  return rigged.cluster.sent.length;
}

async function befallen(scene: Scene, mishap: Mishap, hits: (index: number) => boolean): Promise<Rig> {
  const rigged = await staged(scene);
  rigged.cluster.mishap = (_, index) => (hits(index) ? mishap : null);
  return rigged;
}

describe.each([...SCENES, TWO_WRITES])('$name', (scene) => {
  test.each(MISHAPS)(
    'ends as the journal says, with %s once or for ever from any request on',
    { timeout: 120_000 },
    async (mishap) => {
      const [count, known] = [await requestsOf(scene), await ends(scene)];
      for (let at = 0; at < count; at++) {
        for (const hits of [(index: number) => index === at, (index: number) => index >= at]) {
          const rigged = await befallen(scene, mishap, hits);
          const result = await runPlan(rigged.conduct());
          expectConsistent(rigged, scene, result, known);
        }
      }
    },
  );
});

const sceneOf = (name: string): Scene => SCENES.find((scene) => scene.name === name) ?? expect.fail(name);
const ONE = sceneOf('one patch');
const ONE_FAILING = sceneOf('one patch that does not help');
const TWO = sceneOf('two steps, of which the second does not help');

describe('one patch', () => {
  const ended = async (mishap: Mishap, hits: (index: number) => boolean = (index) => index === 0) => {
    const rigged = await befallen(ONE, mishap, hits);
    const result = await runPlan(rigged.conduct());
    return { rigged, result, records: rigged.happened().map(({ type }) => type) };
  };

  test('whose answer is lost is found by its marker, and not sent again', async () => {
    const { rigged, result } = await ended('unknown-applied');
    expect(result.outcome).toBe('succeeded');
    expect(rigged.cluster.sent).toHaveLength(1);
    const executed = rigged.happened().find(({ type }) => type === 'EXECUTED');
    expect(executed).toMatchObject({ recovered: true });
    expect(executed).not.toHaveProperty('markerLost');
  });

  test('that never arrived is thought through and sent again', async () => {
    const { rigged, result, records } = await ended('unknown-lost');
    expect(result.outcome).toBe('succeeded');
    expect(rigged.cluster.sent).toHaveLength(2);
    expect(records.filter((type) => type === 'CONFLICT' || type === 'INTENT')).toEqual([
      'INTENT',
      'CONFLICT',
      'INTENT',
    ]);
    expect(rigged.clock.slept).toEqual([1_000, 1_000]);
  });

  test('that somebody else is always faster than is given up', async () => {
    const { rigged, result } = await ended('conflict', () => true);
    expect(result).toMatchObject({ outcome: 'conflict', reason: expect.stringContaining('gave up after 3 attempts') });
    expect(rigged.cluster.sent).toHaveLength(3);
    expect(rigged.cluster.effects).toEqual([]);
  });

  test.each(['rejected', 'unsent', 'missing'] as const)('that is %s is not tried again', async (mishap) => {
    const { rigged, result } = await ended(mishap, () => true);
    expect(result).toMatchObject({ outcome: 'failed', reason: expect.stringContaining(`made up: ${mishap}`) });
    expect(rigged.cluster.sent).toHaveLength(1);
  });

  test('that waits for a budget waits no longer than its step may take', async () => {
    const { rigged, result } = await ended('budget', () => true);
    expect(result.outcome).toBe('failed');
    expect(rigged.clock.monotonicMs()).toBeLessThanOrEqual(30_000);
    expect((await ended('budget')).result.outcome).toBe('succeeded');
  });

  test('that arrives late is not sent twice, and the run knows that it was done', async () => {
    for (const late of [0, 1, 2]) {
      const { rigged, result } = await ended({ late });
      expect([late, forwards(rigged).length]).toEqual([late, 1]);
      expect([late, result.outcome]).toEqual([late, 'succeeded']);
    }
  });

  test('whose object cannot be read afterwards needs a person', async () => {
    const rigged = await befallen(ONE, 'unknown-applied', () => true);
    rigged.cluster.mishap = () => {
      rigged.cluster.unreadable = ['Thing'];
      return 'unknown-applied';
    };
    const result = await runPlan(rigged.conduct());
    expect(result).toMatchObject({
      outcome: 'needs-human',
      left: [expect.stringContaining('cannot read Thing shop/web')],
    });
  });
});

test('a rollback that cannot be sent says what is left', async () => {
  const rigged = await befallen(TWO, 'rejected', (index) => index > 1);
  const result = await runPlan(rigged.conduct());
  expect(result).toMatchObject({ outcome: 'needs-human', left: [expect.any(String), expect.any(String)] });
  const half = await befallen(TWO, 'rejected', (index) => index === 2);
  expect(await runPlan(half.conduct())).toMatchObject({
    outcome: 'partially-rolled-back',
    left: [
      expect.stringMatching(
        /^Thing shop\/db: made up: rejected; by hand: kubectl patch -n shop .* --type=json -p '\[.*"\/spec\/size","value":1/,
      ),
    ],
  });
});

test('what somebody else changed since is not overwritten by a rollback', async () => {
  const rigged = await staged(ONE_FAILING);
  rigged.progress.set('web', () => {
    rigged.cluster.edit(WEB, (object) => ({ spec: { ...(object as unknown as { spec: object }).spec, size: 9 } }));
    return { state: 'failed', reason: 'no better' };
  });
  const result = await runPlan(rigged.conduct());
  expect(result.outcome).toBe('needs-human');
  expect(result.left).toEqual(['somebody else changed Thing shop/web: spec.size was 2, we set 4, it is 9']);
  expect(rigged.cluster.at(WEB)).toMatchObject({ spec: { size: 9 } });
  expect(rigged.cluster.effects).toHaveLength(1);
});

test('other fields of somebody else survive a rollback', async () => {
  const rigged = await staged(ONE_FAILING);
  const { before } = await ends(ONE_FAILING);
  rigged.progress.set('web', () => {
    rigged.cluster.edit(WEB, (object) => ({
      extra: 'theirs',
      metadata: { ...object.metadata, labels: { theirs: 'x' } },
    }));
    return { state: 'failed', reason: 'no better' };
  });
  expect(await runPlan(rigged.conduct())).toMatchObject({ outcome: 'rolled-back', left: [] });
  const [was] = before as readonly { metadata: object }[];
  expect(unmarked(stateOf(rigged, ONE_FAILING), rigged.plan.id)).toEqual([
    { ...was, extra: 'theirs', metadata: { ...was?.metadata, labels: { theirs: 'x' } } },
  ]);
});
