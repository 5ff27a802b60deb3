import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FactShapes, type GuardFacts, known, unknown } from '../../../../src/remedy/guards/facts.ts';
import { GUARDS } from '../../../../src/remedy/guards/index.ts';
import { judgeAll } from '../../../../src/remedy/guards/judge-all.ts';
import { BY_HAND, SAFE_DEFAULTS } from '../../../../src/remedy/guards/settings.ts';
import { ALLOWED, allowedFacts, NOW, pod, WEB, withMetadata } from './known-facts.ts';

/** For each guard a fact that it denies: with the other facts in order, only that guard says no. */
const DENIED: { readonly [Name in keyof FactShapes]: FactShapes[Name] } = {
  installation: { ...ALLOWED.installation, isStorageLow: true },
  mode: { ...ALLOWED.mode, by: 'policy' },
  target: { ...ALLOWED.target, live: { state: 'missing' } },
  protected: {
    ...ALLOWED.protected,
    subjects: [{ object: withMetadata(WEB, { namespace: 'kube-system' }), owners: [], namespace: null }],
  },
  allowList: { ...ALLOWED.allowList, lists: [] },
  ownership: {
    ...ALLOWED.ownership,
    writes: [
      {
        verb: 'evict',
        before: withMetadata(pod('a'), { ownerReferences: [{ apiVersion: 'x.io/v1', kind: 'Y', name: 'y' }] }),
      },
    ],
  },
  condition: { state: 'cleared', reason: 'no pod crashes' },
  schedule: { state: 'closed', reason: 'it is Sunday', opensAt: NOW },
  cooldown: { state: 'cooling', until: NOW, because: 'x' },
  blastRadius: { ...ALLOWED.blastRadius, effects: { podsDisrupted: 1000 } },
  quota: {
    ...ALLOWED.quota,
    demand: { pods: 1 },
    quotas: [{ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'q' }, spec: { hard: { pods: '1' } } }],
  },
  limitRange: {
    respect: true,
    namespaces: [
      {
        namespace: 'shop',
        objects: [pod('a', { spec: { containers: [{ name: 'c', resources: { limits: { cpu: '9' } } }] } })],
        ranges: [
          {
            apiVersion: 'v1',
            kind: 'LimitRange',
            metadata: { name: 'l' },
            spec: { limits: [{ type: 'Container', max: { cpu: '1' } }] },
          },
        ],
      },
    ],
  },
  capacity: { ...ALLOWED.capacity, need: { alternatives: [[]], tolerations: [], requests: new Map() } },
  disruptionBudget: {
    ...ALLOWED.disruptionBudget,
    pods: [{ pod: pod('a'), by: 'evict' }],
    budgets: [
      {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: 'b', namespace: 'shop' },
        spec: { selector: {} },
      },
    ],
  },
  rights: [{ right: { group: '', resource: 'pods', verb: 'delete', namespace: 'shop' }, answer: 'denied' }],
  approval: { ...ALLOWED.approval, settings: SAFE_DEFAULTS.approval },
  disk: { ...ALLOWED.disk, freeBytes: 0 },
  dryRun: { ...ALLOWED.dryRun, refusal: { reason: 'no', isUnsupported: true } },
  tokens: { ...ALLOWED.tokens, concurrency: { state: 'full', scope: 'cluster', runs: ['r'], limit: 1 } },
};

type Name = keyof FactShapes;

function isName(name: string): name is Name {
  return Object.hasOwn(ALLOWED, name);
}

const NAMES: readonly Name[] = Object.keys(ALLOWED).filter(isName);
const ORDER = GUARDS.map(({ id }) => id);

function deniedBy(facts: GuardFacts): readonly string[] {
  return judgeAll(facts).judged.flatMap(({ guard, verdict }) => (verdict.allows ? [] : [guard]));
}

test('allows where every guard does', () => {
  const judgement = judgeAll(allowedFacts());
  expect(judgement.judged.filter(({ verdict }) => !verdict.allows)).toEqual([]);
  expect(judgement).toMatchObject({ allows: true, waitsFor: [] });
});

test('the order is that of the design', () => {
  expect(ORDER).toEqual([
    'installation',
    'mode',
    'target',
    'protected',
    'allow-list',
    'ownership',
    'condition',
    'schedule',
    'cooldown',
    'blast-radius',
    'quota',
    'limit-range',
    'capacity',
    'disruption-budget',
    'rights',
    'approval',
    'disk',
    'dry-run',
    'tokens',
  ]);
});

test.each(NAMES)('a denying %s makes exactly its guard deny', (name) => {
  const denying = deniedBy({ ...allowedFacts(), [name]: known(DENIED[name]) });
  expect(denying).toEqual([ORDER[NAMES.indexOf(name)]]);
});

test.each(NAMES)('%s that nobody looked at, or that nobody knows, makes exactly its guard deny', (name) => {
  const { [name]: _, ...others } = allowedFacts();
  expect(deniedBy(others)).toEqual([ORDER[NAMES.indexOf(name)]]);
  const judgement = judgeAll({ ...others, [name]: unknown('nobody may list it') });
  const reasons = judgement.judged.flatMap(({ verdict }) => (verdict.allows ? [] : [verdict.reason]));
  expect(reasons).toEqual(['nobody may list it']);
});

test('without any fact every guard denies', () => {
  expect(deniedBy({})).toEqual(ORDER);
});

const anyFacts = fc.array(fc.constantFrom('allowed', 'denied', 'unknown', 'absent'), {
  minLength: NAMES.length,
  maxLength: NAMES.length,
});

function factsOf(states: readonly string[]): GuardFacts {
  const entries = NAMES.flatMap((name, index) => {
    const state = states[index];
    if (state === 'absent') return [];
    if (state === 'unknown') return [[name, unknown('x')] as const];
    return [[name, known(state === 'denied' ? DENIED[name] : ALLOWED[name])] as const];
  });
  return Object.fromEntries(entries);
}

test('adding a denying fact never turns a no into a yes, and takes no other no away', () => {
  fc.assert(
    fc.property(anyFacts, fc.constantFrom(...NAMES), (states, name) => {
      const before = deniedBy(factsOf(states));
      const worse = states.map((state, index) => (NAMES[index] === name ? 'denied' : state));
      const after = deniedBy(factsOf(worse));
      const own = ORDER[NAMES.indexOf(name)];
      expect(after).toEqual(ORDER.filter((guard) => before.includes(guard) || guard === own));
      expect(judgeAll(factsOf(worse)).allows).toBe(false);
    }),
  );
});

test('the reasons stand in the order of the guards, whatever the facts', () => {
  fc.assert(
    fc.property(anyFacts, (states) => {
      const denying = deniedBy(factsOf(states));
      expect(denying).toEqual(ORDER.filter((guard) => denying.includes(guard)));
      expect(judgeAll(factsOf(states)).judged.map(({ guard }) => guard)).toEqual(ORDER);
    }),
  );
});

test('a guard that throws denies, and the others are asked all the same', () => {
  for (const broken of GUARDS) {
    const throwing = {
      ...broken,
      judge: () => {
        throw new Error('boom');
      },
    };
    const judgement = judgeAll(
      allowedFacts(),
      GUARDS.map((guard) => (guard === broken ? throwing : guard)),
    );
    expect(judgement.allows).toBe(false);
    expect(judgement.judged.filter(({ verdict }) => !verdict.allows)).toMatchObject([
      { guard: broken.id, verdict: { id: 'GuardFailed', reason: `the guard ${broken.id} failed: boom` } },
    ]);
  }
});

test('no guard at all is no yes', () => {
  expect(judgeAll(allowedFacts(), []).allows).toBe(false);
});

test('waits where nothing but waiting is in the way', () => {
  const waiting = { ...allowedFacts(), approval: known(DENIED.approval), schedule: known(DENIED.schedule) };
  expect(judgeAll(waiting)).toMatchObject({ allows: false, waitsFor: ['window', 'approval'] });
  expect(judgeAll({ ...waiting, disk: known(DENIED.disk) }).waitsFor).toEqual([]);
});

test('by hand nothing waits, and protection, quotas, budgets and the dry run stay', () => {
  expect(BY_HAND).toMatchObject({ cooldown: null, rate: null, breaker: null, approval: null });
  expect(BY_HAND.respect).toEqual(SAFE_DEFAULTS.respect);
  expect(BY_HAND).toMatchObject({ dryRun: 'Server', allowNoDryRun: false });
});
