import { describe, expect, test } from 'vitest';
import { parsePolicies } from '../../../../../src/remedy/policy/load/parse-policies.ts';
import { document, FACTS } from '../sample.ts';

/** `spec.mode: message` of each problem. */
function problems(value: unknown): readonly string[] {
  return parsePolicies('p.yaml', JSON.stringify(value), FACTS).problems.map(
    ({ field, message }) => `${field}: ${message}`,
  );
}

const leaf = { id: 'crash', finding: { check: 'pod-crash-loop' } };
const safe = { cooldown: { perTarget: '30m' }, rate: { window: '1h', max: 4 } };
const cluster = { kind: 'ClusterRemediationPolicy' };
const node = { targets: [{ apiVersion: 'v1', kind: 'Node' }], steps: [{ id: 'a', action: 'node.drain' }] };

test('the sample itself has no problem', () => {
  expect(problems(document())).toEqual([]);
});

describe('taken', () => {
  test.each<[string, unknown]>([
    ['Auto with a cooldown and a rate', document({ mode: 'Auto', safeguards: safe })],
    ['drain in the cluster kind', document(node, cluster)],
    [
      'what cannot be taken back, with approval',
      document({
        mode: 'Approve',
        safeguards: { allowIrreversible: true },
        targets: [{ apiVersion: 'v1', kind: 'Pod' }],
        steps: [{ id: 'a', action: 'object.delete' }],
      }),
    ],
    [
      'a gradual revert of scale',
      document({
        steps: [{ id: 'a', action: 'scale' }],
        revert: { after: '1h', strategy: 'Gradual', gradual: { step: 1, interval: '5m' } },
      }),
    ],
    ['no target for who only tells', document({ targets: [], steps: [{ id: 'a', action: 'notify' }] })],
    [
      'a severity as people write it',
      document({ when: { all: [{ id: 'a', finding: { check: 'pod-*', minSeverity: 'High' } }] } }),
    ],
    ['onUnknown: False without quotes', document({ when: { all: [{ ...leaf, onUnknown: false }] } })],
    ['three levels of conditions', document({ when: { all: [{ any: [{ none: [{ ...leaf, id: 'x' }] }, leaf] }] } })],
  ])('%s', (_name, value) => {
    expect(problems(value)).toEqual([]);
  });
});

describe('refused', () => {
  test.each<[string, unknown, string]>([
    ['an unknown field', document({ mdoe: 'Auto' }), 'spec.mdoe: unknown field "mdoe": did you mean mode?'],
    [
      'an unknown mode',
      document({ mode: 'Yolo' }),
      'spec.mode: expected one of "Off"|"Observe"|"Propose"|"Approve"|"Auto"',
    ],
    ['a missing condition', document({ when: undefined }), 'spec.when: is missing'],
    ['no step', document({ steps: [] }), 'spec.steps: needs 1 at least'],
    [
      'eleven steps',
      document({ steps: Array.from({ length: 11 }, (_, index) => ({ id: `s${index}`, action: 'notify' })) }),
      'spec.steps: has more than 10',
    ],
    [
      'Auto without a rate',
      document({ mode: 'Auto', safeguards: { cooldown: safe.cooldown } }),
      'spec.safeguards.rate: is missing: mode Auto needs a rate',
    ],
    [
      'Auto without a cooldown',
      document({ mode: 'Auto', safeguards: { rate: safe.rate } }),
      'spec.safeguards.cooldown: is missing: mode Auto needs a cooldown',
    ],
    [
      'Auto with a cooldown after failures only',
      document({ mode: 'Auto', safeguards: { ...safe, cooldown: { afterFailure: '1h' } } }),
      'spec.safeguards.cooldown: is missing: mode Auto needs a cooldown',
    ],
    [
      'an irreversible action without leave',
      document({
        mode: 'Approve',
        targets: [{ apiVersion: 'v1', kind: 'Pod' }],
        steps: [{ id: 'a', action: 'object.delete' }],
      }),
      'spec.steps[0].action: object.delete cannot be taken back',
    ],
    [
      'an irreversible action that nobody approves',
      document({
        mode: 'Auto',
        safeguards: { ...safe, allowIrreversible: true },
        targets: [{ apiVersion: 'v1', kind: 'Pod' }],
        steps: [{ id: 'a', action: 'object.delete' }],
      }),
      'spec.steps[0].action: object.delete cannot be taken back',
    ],
    [
      'drain in a namespace',
      document({
        steps: [
          { id: 'a', action: 'notify' },
          { id: 'b', action: 'node.drain' },
        ],
        targets: [],
      }),
      'spec.steps[1].action: node.drain is for a ClusterRemediationPolicy only',
    ],
    ['a node in a namespace', document({ ...node }), 'spec.targets[0].kind: Node belongs to no namespace'],
    [
      'a gradual revert of something else',
      document({ revert: { strategy: 'Gradual', gradual: { step: 1, interval: '5m' } } }),
      'spec.revert.strategy: Gradual does not go with rollout.undo',
    ],
    [
      'two steps of one id',
      document({ steps: [{ id: 'a', action: 'notify' }], fallback: [{ id: 'a', action: 'notify' }] }),
      'spec.fallback[0].id: there are two steps "a"',
    ],
    [
      'an unknown action',
      document({ steps: [{ id: 'a', action: 'rollout.und' }] }),
      'spec.steps[0].action: there is no action "rollout.und"',
    ],
    [
      'params that the action does not take',
      document({ steps: [{ id: 'a', action: 'scale', params: { wrong: 1 } }] }),
      'spec.steps[0].params: wrong is no param',
    ],
    [
      'an action that does not go with a target',
      document({ targets: [{ apiVersion: 'v1', kind: 'Pod' }] }),
      'spec.targets[0].kind: rollout.undo of step undo does not go with Pod',
    ],
    ['no target', document({ targets: [] }), 'spec.targets: is empty, but a step changes something'],
    [
      'an unknown kind',
      document({ targets: [{ apiVersion: 'apps/v1', kind: 'Deploymnt' }] }),
      'spec.targets[0].kind: Deploymnt is no kind that is read',
    ],
    [
      'a kind of another group',
      document({ targets: [{ apiVersion: 'v1', kind: 'Deployment' }] }),
      'spec.targets[0].apiVersion: Deployment is not of v1',
    ],
    [
      'namespaces in the namespaced kind',
      document({ targets: [{ apiVersion: 'apps/v1', kind: 'Deployment', namespaces: ['shop'] }] }),
      'spec.targets[0].namespaces: belongs to a ClusterRemediationPolicy',
    ],
    [
      'a cluster policy in a namespace',
      document({}, { ...cluster, metadata: { name: 'web', namespace: 'shop' } }),
      'metadata.namespace: a ClusterRemediationPolicy belongs to no namespace',
    ],
    [
      'conditionCleared of nothing',
      document({ steps: [{ id: 'a', action: 'scale', verify: { conditionCleared: ['crsh'] } }] }),
      'spec.steps[0].verify.conditionCleared[0]: there is no condition "crsh" in when',
    ],
    [
      'two conditions of one id',
      document({ when: { all: [leaf], any: [leaf] } }),
      'spec.when.any[0]: there are two conditions "crash"',
    ],
    ['nothing that must be true', document({ when: { none: [leaf] } }), 'spec.when: names nothing that must be true'],
    [
      'unknown taken for false under none',
      document({ when: { all: [leaf], none: [{ any: [{ ...leaf, id: 'x', onUnknown: 'False' }] }] } }),
      'spec.when.none[0].any[0]: onUnknown: False under none would let unknown data act',
    ],
    [
      'four levels of conditions',
      document({ when: { all: [{ any: [{ all: [{ any: [leaf] }] }] }] } }),
      'spec.when.all[0].any[0].all[0].any: any: conditions are nested at most 3 deep',
    ],
    [
      'twenty-one conditions',
      document({
        when: { all: [{ any: Array.from({ length: 20 }, (_, index) => ({ ...leaf, id: `c${index}` })) }, leaf] },
      }),
      'spec.when: has 21 conditions, more than 20',
    ],
    [
      'a condition without a source',
      document({ when: { all: [{ id: 'a' }] } }),
      'spec.when.all[0]: needs exactly one of finding, restarts, event, metric, prometheus, object, alert; it has none',
    ],
    [
      'a condition without an id',
      document({ when: { all: [{ finding: { check: 'pod-*' } }] } }),
      'spec.when.all[0]: has no id: steps and reports name a condition by it',
    ],
    [
      'a check that there is not',
      document({ when: { all: [{ id: 'a', finding: { check: 'pod-crashloop' } }] } }),
      'spec.when.all[0]: there is no check "pod-crashloop"',
    ],
    [
      'CEL that does not parse',
      document({ when: { all: [{ id: 'a', object: { cel: 'target.spec.replicas >' } }] } }),
      'spec.when.all[0]: the expression is not taken: Unexpected token: EOF',
    ],
    [
      'a field that no snapshot holds',
      document({ when: { all: [{ id: 'a', object: { cel: 'target.spec.nothing == 1' } }] } }),
      'spec.when.all[0]: spec.nothing of Deployment is not read',
    ],
    [
      'a placeholder that stands for nothing',
      document({
        when: { all: [{ id: 'a', prometheus: { query: 'x{a="{{spec}}"}' }, compare: { op: 'gt', value: 1 } }] },
      }),
      'spec.when.all[0]: {{spec}} stands for nothing',
    ],
    [
      'a pattern of other signs',
      document({ when: { all: [{ id: 'a', finding: { check: 'pod-(a|b)' } }] } }),
      'spec.when.all[0].finding.check: is no name or pattern: only * and ? stand for other characters',
    ],
    [
      'a cron expression of six fields',
      document({ schedule: { windows: [{ cron: '0 0 8 * * 1', duration: '1h' }] } }),
      'spec.schedule.windows[0].cron: is no cron expression of five fields, like "0 8 * * 1-5"',
    ],
    [
      'a time zone that there is not',
      document({ schedule: { timezone: 'Europe/Pargue' } }),
      'spec.schedule.timezone: is no time zone like Europe/Prague',
    ],
    [
      'a metric without a comparison',
      document({ when: { all: [{ id: 'a', metric: { resource: 'cpu', scope: 'pod', unit: 'cores' } }] } }),
      'spec.when.all[0]: a metric condition needs compare: {op, value}',
    ],
    [
      'bytes of cpu',
      document({
        when: {
          all: [{ id: 'a', metric: { resource: 'cpu', scope: 'pod', unit: 'bytes' }, compare: { op: 'gt', value: 1 } }],
        },
      }),
      'spec.when.all[0].metric.unit: cpu has no bytes: use cores or a percentage',
    ],
    [
      'clear on the wrong side',
      document({ when: { all: [{ ...leaf, compare: { op: 'gte', value: 80, clear: 90 } }] } }),
      'spec.when.all[0].compare: clear must be a number below 80',
    ],
  ])('%s', (_name, value, expected) => {
    expect(problems(value)).toContain(expected);
  });
});
