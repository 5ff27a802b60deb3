import { describe, expect, test } from 'vitest';
import type { Node, NodeSelectorTerm, Pod } from '../../../../src/kube/object.ts';
import {
  meets,
  nodeAlternativesOf,
  requirementText,
  satisfies,
  unmetBy,
} from '../../../../src/kube/scheduling/node-affinity.ts';
import type { LabelExpression } from '../../../../src/kube/selectors.ts';

function node(name: string, labels: Record<string, string> = {}): Node {
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, labels } };
}

function pod(nodeSelector?: Record<string, string>, terms?: readonly NodeSelectorTerm[]): Pod {
  const affinity = terms && {
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } },
  };
  const metadata = { name: 'web' };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { nodeSelector, ...(affinity && { affinity }) } };
}

const fits = (on: Node, of: Pod): boolean => satisfies(on, nodeAlternativesOf(of));
const has = (key: string, operator: string, ...values: string[]) => ({ key, operator, values });

describe('satisfies', () => {
  const worker = node('worker-1', { disk: 'ssd', cores: '8', zone: 'a' });

  test('without any wish, every node does', () => {
    expect(fits(worker, pod())).toBe(true);
    expect(fits(worker, pod({}))).toBe(true);
  });

  test('nodeSelector and one of the terms must hold', () => {
    expect(fits(worker, pod({ disk: 'ssd' }, [{ matchExpressions: [has('zone', 'In', 'a')] }]))).toBe(true);
    expect(fits(worker, pod({ disk: 'hdd' }, [{ matchExpressions: [has('zone', 'In', 'a')] }]))).toBe(false);
    const either = [{ matchExpressions: [has('zone', 'In', 'b')] }, { matchExpressions: [has('cores', 'Exists')] }];
    expect(fits(worker, pod(undefined, either))).toBe(true);
    const both = [{ matchExpressions: [has('zone', 'In', 'a'), has('cores', 'DoesNotExist')] }];
    expect(fits(worker, pod(undefined, both))).toBe(false);
  });

  test('empty terms select nothing', () => {
    expect(fits(worker, pod(undefined, []))).toBe(false);
    expect(fits(worker, pod(undefined, [{}]))).toBe(false);
    expect(fits(worker, pod(undefined, [{}, { matchExpressions: [has('disk', 'Exists')] }]))).toBe(true);
  });

  test('fields are the name of the node', () => {
    const named = (operator: string, ...values: string[]) =>
      pod(undefined, [{ matchFields: [has('metadata.name', operator, ...values)] }]);
    expect(fits(worker, named('In', 'worker-1'))).toBe(true);
    expect(fits(worker, named('In', 'worker-2'))).toBe(false);
    expect(fits(worker, named('NotIn', 'worker-2'))).toBe(true);
    expect(fits(worker, named('NotIn', 'worker-1'))).toBe(false);
    expect(fits(worker, named('In', 'worker-1', 'worker-2'))).toBe(false);
    expect(fits(worker, named('Exists'))).toBe(false);
  });
});

describe('meets', () => {
  const label = (expression: LabelExpression) => ({ expression, of: 'label' as const });
  test.each([
    ['16', 'Gt', '8', true],
    ['8', 'Gt', '8', false],
    ['8', 'Lt', '16', true],
    ['-1', 'Lt', '0', true],
    ['9007199254740993', 'Gt', '9007199254740992', true],
    ['8x', 'Gt', '4', false],
    ['', 'Lt', '4', false],
    ['8', 'Gt', '4.5', false],
  ])('%s %s %s: %s', (own, operator, bound, expected) => {
    expect(meets(node('a', { cores: own }), label(has('cores', operator, bound)))).toBe(expected);
  });

  test('a label that is missing is neither more nor less', () => {
    expect(meets(node('a'), label(has('cores', 'Gt', '4')))).toBe(false);
    expect(meets(node('a'), label(has('cores', 'Lt', '4')))).toBe(false);
    expect(meets(node('a'), label(has('cores', 'NotIn', '4')))).toBe(true);
  });
});

test('words', () => {
  const text = (expression: LabelExpression) => requirementText({ expression, of: 'label' });
  expect(text(has('disk', 'In', 'ssd'))).toBe('disk=ssd');
  expect(text(has('disk', 'NotIn', 'ssd'))).toBe('disk!=ssd');
  expect(text(has('zone', 'In', 'a', 'b'))).toBe('zone in (a,b)');
  expect(text(has('cores', 'Gt', '8'))).toBe('cores>8');
  expect(text(has('gpu', 'Exists'))).toBe('gpu');
});

describe('unmetBy', () => {
  const nodes = [node('a', { disk: 'hdd', zone: 'x' }), node('b', { disk: 'ssd', zone: 'y' })];
  const unmet = (of: Pod) => {
    const found = unmetBy(nodes, nodeAlternativesOf(of));
    return found && { ...found, missing: found.missing.map(requirementText), nearest: found.nearest?.metadata.name };
  };

  test('names the requirement that no node meets, and what the nodes have', () => {
    expect(unmet(pod({ zone: 'x', disk: 'nvme' }))).toMatchObject({
      missing: ['disk=nvme'],
      together: false,
      values: ['hdd', 'ssd'],
      similarKeys: [],
      nearest: 'a',
    });
  });

  test('names a key that is meant, where there is none of that name', () => {
    expect(unmet(pod({ zome: 'x' }))).toMatchObject({ missing: ['zome=x'], values: [], similarKeys: ['zone'] });
  });

  test('names what the nearest node lacks, where each alone is met', () => {
    expect(unmet(pod({ zone: 'y', disk: 'hdd' }))).toMatchObject({
      missing: ['zone=y'],
      together: true,
      nearest: 'a',
    });
  });

  test('takes the alternative that comes closest', () => {
    const terms = [
      { matchExpressions: [has('a', 'Exists'), has('b', 'Exists')] },
      { matchExpressions: [has('a', 'Exists')] },
      { matchExpressions: [has('zone', 'In', 'x'), has('disk', 'In', 'ssd')] },
    ];
    expect(unmet(pod(undefined, terms))).toMatchObject({ together: true });
    expect(unmet(pod(undefined, terms.slice(0, 2)))).toMatchObject({ missing: ['a'] });
  });

  test('knows nothing of empty terms and of no nodes', () => {
    expect(unmet(pod(undefined, [{}]))).toBeUndefined();
    expect(unmetBy([], nodeAlternativesOf(pod({ a: 'b' })))).toMatchObject({ values: [], nearest: null });
  });
});
