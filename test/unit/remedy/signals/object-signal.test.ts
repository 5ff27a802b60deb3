import { describe, expect, test } from 'vitest';
import { compileCel } from '../../../../src/remedy/signals/cel.ts';
import { objectSignal } from '../../../../src/remedy/signals/object-signal.ts';
import { deployment, node, pod, replicaSet, view, web } from './sample.ts';

const STATUS = { observedGeneration: 2, conditions: [{ type: 'Available', status: 'False' }] };
const OBJECTS = [
  deployment('web', { spec: { replicas: 2 }, status: STATUS }),
  replicaSet('web-1', 'web'),
  pod('a', { restarts: 3 }),
  node('worker-1'),
];
const VIEW = view(OBJECTS);

test.each<[string, unknown]>([
  ['target.metadata.generation > 1 && target.status.observedGeneration == target.metadata.generation', true],
  ['target.spec.replicas', 2],
  ['has(target.spec.paused)', false],
  ["target.status.conditions.exists(c, c.type == 'Available' && c.status == 'False')", true],
  ['size(related.pods)', 1],
  ['related.pods.all(p, p.status.containerStatuses.exists(c, c.restartCount > 2))', true],
  ['size(related.replicaSets) + size(related.horizontalPodAutoscalers)', 1],
])('%s: %s', (cel, value) => {
  expect(objectSignal({ cel }, web(VIEW), VIEW)).toMatchObject({ state: 'known', values: [value] });
});

describe('unknown', () => {
  test.each([
    ['a field that is not there', 'target.spec.minReadySeconds > 3'],
    ['a field that no snapshot holds', '!has(target.spec.template.spec.nothing)'],
    ['an object', 'target.metadata'],
    ['a type that does not fit', "target.spec.replicas == 'two' || target.spec.replicas + 'x' == 'y'"],
  ])('%s', (_name, cel) => {
    expect(objectSignal({ cel }, web(VIEW), VIEW).state).toBe('unknown');
  });
  test('what belongs to it and was not read', () => {
    const blind = view(OBJECTS, { forbidden: ['ReplicaSet'] });
    expect(objectSignal({ cel: 'size(related.replicaSets) == 0' }, web(blind), blind).state).toBe('unknown');
    expect(objectSignal({ cel: 'target.spec.replicas == 2' }, web(blind), blind).state).toBe('known');
  });
  test('more pods than a loop may take', () => {
    const many = view([...OBJECTS.slice(0, 2), ...Array.from({ length: 101 }, (_, index) => pod(`p${index}`))]);
    expect(objectSignal({ cel: 'size(related.pods) > 1' }, web(many), many).state).toBe('unknown');
  });
});

describe('not taken', () => {
  test.each([
    ['another variable', 'process.env.HOME', /Unknown variable/],
    ['a regular expression', "target.metadata.name.matches('(a+)+$')", /matches is not taken/],
    [
      'loops in loops in loops',
      'related.pods.all(a, related.pods.all(b, related.pods.all(c, true)))',
      /nested at most 2/,
    ],
    ['more than it can be', Array.from({ length: 200 }, () => 'true').join(' && '), /nodes/i],
    ['half an expression', 'target.spec.replicas >', /Unexpected token/],
  ])('%s', (_name, cel, reason) => {
    expect(compileCel(cel)).toMatch(reason);
  });
  test('the inside of the runtime is no field', () => {
    for (const cel of ['target.constructor', 'target.__proto__', 'target.metadata.toString']) {
      const compiled = compileCel(cel);
      if (typeof compiled === 'string') throw new Error(compiled);
      expect(compiled.evaluate({ target: { metadata: {} }, related: {} })).toMatchObject({ state: 'error' });
    }
  });
});

test('tells the fields that it asks for', () => {
  const compiled = compileCel(
    'target.spec.replicas > 1 && target.status.conditions.exists(c, c.type == target.metadata.name)',
  );
  expect(typeof compiled === 'string' ? compiled : compiled.paths).toEqual([
    ['spec', 'replicas'],
    ['status', 'conditions'],
    ['metadata', 'name'],
  ]);
});
