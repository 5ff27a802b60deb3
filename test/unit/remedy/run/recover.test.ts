import { describe, expect, test } from 'vitest';
import { recoverRun } from '../../../../src/remedy/run/recover.ts';
import { runPlan } from '../../../../src/remedy/run/run-plan.ts';
import { Crash, dyingAt } from './dying.ts';
import type { Rig } from './rig.ts';
import { ends, expectConsistent, forwards, SCENES, type Scene, staged, TWO_WRITES } from './scenes.ts';

const WHEN = ['before', 'after'] as const;
/** Each test is many runs, each with files of its own. */
const LONG = { timeout: 240_000 };

/** How many effects on the disk and the cluster it has where it lives. */
async function effectsOf(scene: Scene): Promise<number> {
  const living = dyingAt((await staged(scene)).conduct(), Number.POSITIVE_INFINITY, 'before');
  await runPlan(living.conduct);
  return living.count();
}

async function died(scene: Scene, at: number, when: 'before' | 'after'): Promise<Rig> {
  const rigged = await staged(scene);
  await expect(runPlan(dyingAt(rigged.conduct(), at, when).conduct)).rejects.toThrow(Crash);
  rigged.reopen();
  return rigged;
}

describe.each([...SCENES, TWO_WRITES])('$name', (scene) => {
  test('ends in one state wherever it dies, and nothing is sent twice', LONG, async () => {
    const [count, known] = [await effectsOf(scene), await ends(scene)];
    expect(count).toBeGreaterThan(6);
    for (let at = 0; at < count; at++) {
      for (const when of WHEN) {
        const rigged = await died(scene, at, when);
        if (rigged.happened().at(-1)?.type === 'DONE') continue;
        const result = await recoverRun(rigged.conduct());
        try {
          expectConsistent(rigged, scene, result, known);
          expect(result.left).toEqual([]);
          const isDone = !scene.fails && forwards(rigged).length > 0;
          if (isDone) expect(result).toMatchObject({ outcome: 'succeeded', reason: 'it holds' });
        } catch (thrown) {
          const records = rigged.happened().map(({ type }) => type);
          throw new Error(`died ${when} effect ${at}: ${records.join(' ')}: ${JSON.stringify(result)}`, {
            cause: thrown,
          });
        }
      }
    }
  });
});

describe.each([...SCENES, TWO_WRITES].filter(({ fails, refs }) => fails && refs.length < 2))(
  '$name, twice',
  (scene) => {
    test('ends in one state also where the recovery dies', LONG, async () => {
      const [count, known] = [await effectsOf(scene), await ends(scene)];
      for (let at = 1; at < count; at += 4) {
        for (let again = 0; again < 6; again++) {
          const rigged = await died(scene, at, 'after');
          if (rigged.happened().at(-1)?.type === 'DONE') continue;
          const result = await recoverRun(
            dyingAt(rigged.conduct(), again, again % 2 === 0 ? 'before' : 'after').conduct,
          ).catch(() => null);
          rigged.reopen();
          if (rigged.happened().at(-1)?.type === 'DONE') continue;
          expect(result).toBeNull();
          expectConsistent(rigged, scene, await recoverRun(rigged.conduct()), known);
        }
      }
    });
  },
);

test('what nobody could find out stays a conflict, however often the recovery dies', async () => {
  const [scene] = SCENES;
  if (scene === undefined) return expect.fail();
  const sending = 5;
  const rigged = await died(scene, sending, 'after');
  expect([rigged.happened().at(-1)?.type, rigged.cluster.effects.length]).toEqual(['EXECUTING', 1]);
  rigged.cluster.unreadable = ['Thing'];
  for (let again = 0; again < 2; again++) {
    // It dies before it writes down how it ended.
    await expect(recoverRun(dyingAt(rigged.conduct(), 1, 'before').conduct)).rejects.toThrow(Crash);
    rigged.reopen();
    expect(rigged.happened().at(-1)?.type).toBe('CONFLICT');
  }
  expect(await recoverRun(rigged.conduct())).toMatchObject({
    outcome: 'needs-human',
    left: ['cannot read Thing shop/web: forbidden'],
  });
});
