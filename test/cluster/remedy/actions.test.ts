import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mapBounded } from '../../../src/base/map-bounded.ts';
import { openSession, type Session } from '../../../src/cli/commands/remediate/session.ts';
import { ACTIONS } from '../../../src/remedy/actions/index.ts';
import { testKubeconfig } from '../../support/cluster.ts';
import { ClusterApi } from '../../support/cluster-api.ts';
import { nameOf, type RepairCase } from './case.ts';
import { CASES, NODE_CASES } from './cases/index.ts';
import { type Played, play } from './play.ts';
import { clear } from './scene.ts';

const kubeconfig = testKubeconfig();
const AT_ONCE = 6;
/** They write nothing to the cluster. */
const TELLING: ReadonlySet<string> = new Set(['notify', 'webhook.call']);
const only = process.env['MEKHANIKUBE_TEST_CASES']?.split(',');
const isChosen = (one: RepairCase) => only?.includes(nameOf(one)) ?? true;
const cases = CASES.filter(isChosen);
const nodeCases = NODE_CASES.filter(isChosen);

describe.skipIf(kubeconfig === null)('every action on a real cluster', () => {
  let api: ClusterApi;
  let session: Session;
  const played = new Map<RepairCase, Played | Error>();
  beforeAll(async () => {
    api = await ClusterApi.connect(kubeconfig ?? '');
    session = await openSession({ kubeconfig: kubeconfig ?? '' }, new AbortController());
    await clear(api, 'actions');
    const playOne = async (one: RepairCase) => {
      played.set(
        one,
        await play(one, { api, session }).catch((thrown: unknown) => new Error(String(thrown), { cause: thrown })),
      );
    };
    await mapBounded(cases, AT_ONCE, playOne);
    await mapBounded(nodeCases, 1, playOne);
  }, 600_000);
  afterAll(() => {
    session?.close();
    api?.close();
  });

  function of(one: RepairCase): Played {
    const found = played.get(one);
    if (found === undefined || found instanceof Error) throw found ?? new Error('it was not played');
    return found;
  }

  describe.each([...cases, ...nodeCases].map((one) => [nameOf(one), one] as const))('%s', (_name, one) => {
    const { ends = 'succeeded', back = 'equal', leaves } = one;
    test(`is planned, executed and ends: ${ends}`, () => {
      const { outcome, reason } = of(one).result;
      expect({ outcome, reason }).toEqual({ outcome: ends, reason: expect.any(String) });
    });

    test.runIf(ends === 'succeeded')('is on the server once, as it was asked for', () => {
      expect(of(one).wrong).toEqual([]);
    });

    test(`is taken back: ${back}`, () => {
      const { taken, left } = of(one);
      expect(left).toEqual([]);
      expect(taken?.outcome).toBe(leaves === undefined ? 'rolled-back' : 'needs-human');
      expect(taken?.left).toEqual(leaves === undefined ? [] : [expect.stringMatching(leaves)]);
    });

    test.each(one.refusals)('is refused when $when', ({ when, says }) => {
      const refused = of(one).refused.get(when);
      expect(refused?.reasons).toContainEqual(expect.stringMatching(says));
      expect({ outcome: refused?.outcome, requests: refused?.requests }).toEqual({ outcome: 'abandoned', requests: 0 });
    });
  });
});

test('no action is left out', () => {
  const shown = new Set([...CASES, ...NODE_CASES].map(({ action }) => action));
  const executed = [...ACTIONS.values()].filter(({ id, proposeOnly }) => proposeOnly !== true && !TELLING.has(id));
  expect(executed.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([]);
});
