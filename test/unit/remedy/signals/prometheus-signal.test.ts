import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type PrometheusAnswer,
  prometheusSignal,
  queryFor,
  unknownPlaceholder,
} from '../../../../src/remedy/signals/prometheus-signal.ts';
import { deployment, target, view, WEB, web } from './sample.ts';

const SOURCE = { server: 'default', query: 'up', reduce: 'any', empty: 'Unknown', timeout: 1000 } as const;

function vector(...values: readonly string[]): PrometheusAnswer {
  return {
    state: 'answered',
    status: 200,
    body: {
      status: 'success',
      data: { resultType: 'vector', result: values.map((value) => ({ metric: {}, value: [1, value] })) },
    },
  };
}

describe('a query', () => {
  test('takes the names and labels of its target', () => {
    const of = view([deployment('web', {}, { 'app.kubernetes.io/name': 'shop' })]);
    expect(
      queryFor('rate(x{ns="{{namespace}}", name="{{ name }}", app="{{labels.app.kubernetes.io/name}}"}[5m])', web(of)),
    ).toBe('rate(x{ns="shop", name="web", app="shop"}[5m])');
  });
  test('whose label the target lacks is not asked', () => {
    expect(queryFor('x{a="{{labels.app}}"}', web(view(WEB)))).toBeUndefined();
  });
  test('no value ends the quotes that it stands in', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        const of = view([
          { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: `n${name}`, namespace: 'shop' } },
        ]);
        const text = queryFor('x{a="{{name}}"}', target(of, of.all('Deployment')[0])) ?? '';
        const inside = text.slice('x{a="'.length, -'"}'.length);
        expect(inside.replace(/\\./g, '')).not.toMatch(/["'`\n\\]/);
      }),
    );
  });
  test('a placeholder that means nothing is told', () => {
    expect(unknownPlaceholder('x{a="{{name}}", b="{{spec.x}}"}')).toBe('spec.x');
    expect(unknownPlaceholder('x{a="{{name}}", b="{{labels.app}}"}')).toBeUndefined();
  });
});

test.each(['any', 'all'] as const)('%s keeps every value', (reduce) => {
  expect(prometheusSignal({ ...SOURCE, reduce }, vector('1', '5'))).toMatchObject({ values: [1, 5], reduce });
});
test('max and min are one value', () => {
  expect(prometheusSignal({ ...SOURCE, reduce: 'max' }, vector('1', '5'))).toMatchObject({ values: [5] });
  expect(prometheusSignal({ ...SOURCE, reduce: 'min' }, vector('1', '+Inf'))).toMatchObject({ values: [1] });
});
test('a scalar is one value', () => {
  const body = { status: 'success', data: { resultType: 'scalar', result: [1, '0.5'] } };
  expect(prometheusSignal(SOURCE, { state: 'answered', status: 200, body })).toMatchObject({ values: [0.5] });
});

test.each([
  ['False', 'false'],
  ['True', 'true'],
  ['Unknown', 'unknown'],
] as const)('no series, with empty: %s, means %s', (empty, means) => {
  expect(prometheusSignal({ ...SOURCE, empty }, vector())).toMatchObject({ state: 'absent', means });
});

test.each<[string, PrometheusAnswer | undefined]>([
  ['422', { state: 'answered', status: 422, body: { status: 'error', error: 'too many samples' } }],
  ['a timeout', { state: 'failed', reason: 'timed out' }],
  ['NaN', vector('1', 'NaN')],
  ['a text that is no number', vector('x')],
  ['a page of a proxy', { state: 'answered', status: 200, body: '<html>' }],
  [
    'a matrix',
    { state: 'answered', status: 200, body: { status: 'success', data: { resultType: 'matrix', result: [] } } },
  ],
  ['nobody to ask', undefined],
])('%s is unknown', (_name, answer) => {
  expect(prometheusSignal(SOURCE, answer).state).toBe('unknown');
});
