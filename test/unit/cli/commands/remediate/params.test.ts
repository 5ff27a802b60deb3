import fc from 'fast-check';
import { expect, test } from 'vitest';
import { paramsFrom } from '../../../../../src/cli/commands/remediate/params.ts';
import { thrownBy } from '../../../remedy/state/faulty-disk.ts';

test.each([
  [['replicas=3'], { replicas: 3 }],
  [['container=web', 'allowZero=true'], { container: 'web', allowZero: true }],
  [['memory.factor=1.5', 'memory.ceiling=1Gi'], { memory: { factor: 1.5, ceiling: '1Gi' } }],
  [['memory={"factor":1.5}'], { memory: { factor: 1.5 } }],
  [['image=registry.example/web:1=x'], { image: 'registry.example/web:1=x' }],
  [['value='], { value: '' }],
  [['value="3"'], { value: '3' }],
  [['list=[a, 2]'], { list: ['a', 2] }],
  [['a=1', 'a=2'], { a: 2 }],
  [[], {}],
])('%j are %j', (typed, params) => {
  expect(paramsFrom(typed)).toEqual(params);
});

test.each([
  ['replicas'],
  ['=3'],
  ['a..b=3'],
  ['.a=3'],
  ['a.=3'],
  ['__proto__=3'],
  ['__proto__.polluted=3'],
  ['a.__proto__.polluted=3'],
  ['a={'],
])('%s is no param', (typed) => {
  expect(thrownBy(() => paramsFrom([typed]))).toMatchObject({ code: 'usage', message: expect.stringContaining(typed) });
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('a value is not made a parent', () => {
  expect(thrownBy(() => paramsFrom(['a=1', 'a.b=2']))).toMatchObject({ code: 'usage', hint: 'a has a value already' });
});

test('any text is read or refused, and nothing of the language is touched', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (typed) => {
      const thrown = thrownBy(() => paramsFrom(typed));
      expect([undefined, 'usage']).toContain(thrown.code);
      expect(Object.keys(Object.prototype)).toEqual([]);
    }),
  );
});
