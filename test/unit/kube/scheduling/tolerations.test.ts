import { describe, expect, test } from 'vitest';
import { taintText, tolerates, untolerated } from '../../../../src/kube/scheduling/tolerations.ts';

const gpu = { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' };

describe('tolerates', () => {
  test.each([
    [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }, true],
    [{ key: 'dedicated', operator: 'Equal', value: 'gpu' }, true],
    [{ key: 'dedicated', value: 'batch' }, false],
    [{ key: 'dedicated' }, false],
    [{ key: 'other', operator: 'Exists' }, false],
    [{ key: 'dedicated', operator: 'Exists' }, true],
    [{ key: 'dedicated', operator: 'Exists', effect: 'NoExecute' }, false],
    [{ operator: 'Exists' }, true],
    [{ operator: 'Exists', effect: 'NoSchedule' }, true],
    [{ key: '', operator: 'Exists' }, true],
    [{ key: 'dedicated', operator: 'Matches', value: 'gpu' }, false],
  ])('%o: %s', (toleration, expected) => {
    expect(tolerates(toleration, gpu)).toBe(expected);
  });

  test('compares whole numbers with Gt and Lt', () => {
    const tier = (value: string) => ({ key: 'tier', value, effect: 'NoSchedule' });
    const bound = (operator: string, value: string) => ({ key: 'tier', operator, value });
    expect(tolerates(bound('Gt', '5'), tier('6'))).toBe(true);
    expect(tolerates(bound('Gt', '5'), tier('5'))).toBe(false);
    expect(tolerates(bound('Lt', '5'), tier('-1'))).toBe(true);
    expect(tolerates(bound('Lt', '5'), tier('4x'))).toBe(false);
    expect(tolerates(bound('Lt', ''), tier('4'))).toBe(false);
  });

  test('an empty value is a value', () => {
    expect(tolerates({ key: 'spot' }, { key: 'spot', effect: 'NoSchedule' })).toBe(true);
    expect(tolerates({ key: 'spot', value: '' }, { key: 'spot', effect: 'NoSchedule' })).toBe(true);
  });
});

test('PreferNoSchedule keeps no pod away', () => {
  const taints = [gpu, { key: 'spot', effect: 'PreferNoSchedule' }, { key: 'out', effect: 'NoExecute' }];
  expect(untolerated(taints, []).map(taintText)).toEqual(['dedicated=gpu:NoSchedule', 'out:NoExecute']);
  expect(untolerated(taints, [{ key: 'out', operator: 'Exists' }])).toEqual([gpu]);
});
