import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../../src/findings/finding.ts';
import type { SourceOf } from '../../../../src/remedy/policy/schema/sources.ts';
import { type Findings, findingSignal } from '../../../../src/remedy/signals/finding-signal.ts';
import { symptom } from '../../../support/symptom.ts';
import { finding, ref } from '../policy/sample.ts';
import { ago, NOW_MS, node, pod, target, view, WEB, web } from './sample.ts';

const VIEW = view([...WEB, pod('web-1-a'), node('worker-2')]);
const ANY_ONE = { op: 'gte', value: 1, clear: null } as const;

function source(parts: Partial<SourceOf<'finding'>> = {}): SourceOf<'finding'> {
  return { check: 'pod-*', minSeverity: 'info', symptoms: true, ...parts };
}

function seen(findings: readonly Finding[], parts: Partial<SourceOf<'finding'>> = {}, more: Partial<Findings> = {}) {
  const known: Findings = { findings, ran: ['pod-crash-loop', 'node-memory-pressure'], unjudged: [], ...more };
  return findingSignal(source(parts), ANY_ONE, web(VIEW), known, NOW_MS);
}

const value = ({ sample }: ReturnType<typeof seen>) => (sample.state === 'known' ? sample.values[0] : sample.state);

const onWeb = finding('pod-crash-loop', ref('Deployment', 'web'));
const onPod = finding('pod-crash-loop', ref('Secret', 'db'), { members: [ref('Pod', 'web-1-a')] });
const onOther = finding('pod-crash-loop', ref('Deployment', 'other'));
const onNode = finding('node-memory-pressure', ref('Node', 'worker-1', null));
const onOtherNode = finding('node-memory-pressure', ref('Node', 'worker-2', null));
const folded = finding('config-map-missing', ref('ConfigMap', 'c'), {
  symptoms: [symptom({ check: 'pod-crash-loop', subject: ref('Deployment', 'web'), message: '' })],
});

describe('scope', () => {
  test.each<[SourceOf<'finding'>['scope'], string, number]>([
    ['self', '*', 2],
    ['ownedPods', '*', 3],
    ['namespace', '*', 4],
    ['node', '*', 1],
    [undefined, '*', 4],
    [undefined, 'node-*', 1],
  ])('%s of %s: %d', (scope, check, expected) => {
    const found = seen([onWeb, onPod, onOther, onNode, onOtherNode, folded], {
      check,
      ...(scope === undefined ? {} : { scope }),
    });
    expect(value(found)).toBe(expected);
  });
  test('of a Node: what is found of it', () => {
    const sample = findingSignal(
      source({ check: 'node-*', scope: 'self' }),
      ANY_ONE,
      target(VIEW, VIEW.all('Node')[1]),
      { findings: [onNode, onOtherNode], ran: ['node-memory-pressure'], unjudged: [] },
      NOW_MS,
    );
    expect(sample.findings).toEqual([onOtherNode]);
  });
});

test('gives the findings that it counted', () => {
  expect(seen([onOther, onWeb]).findings).toEqual([onWeb]);
});

test('a symptom counts as what it comes from, unless the policy says otherwise', () => {
  expect(seen([folded]).findings).toEqual([folded]);
  expect(value(seen([folded], { symptoms: false }))).toBe(0);
});

test('a milder finding does not count', () => {
  expect(value(seen([onWeb], { minSeverity: 'high' }))).toBe(1);
  expect(value(seen([onWeb], { minSeverity: 'critical' }))).toBe(0);
});

test('tells since when there have been enough', () => {
  const since = (minutes: number) => ({ ...onWeb, since: ago(minutes) });
  const lasted = (findings: readonly Finding[], value: number) => {
    const compare = { op: 'gte', value, clear: null } as const;
    const { sample } = findingSignal(
      source(),
      compare,
      web(VIEW),
      { findings, ran: ['pod-crash-loop'], unjudged: [] },
      NOW_MS,
    );
    return sample.state === 'known' ? (sample.lastedMs ?? 0) / 60_000 : -1;
  };
  expect(lasted([since(5), since(20)], 1)).toBe(20);
  expect(lasted([since(5), since(20)], 2)).toBe(5);
  expect(lasted([onWeb], 1)).toBe(0);
});

describe('what was not looked at is unknown', () => {
  const skipped = (namespace: string | null, check = 'pod-crash-loop') => ({
    unjudged: [{ check, namespace, reason: 'may not list pods' }],
  });
  test('everywhere, or in the namespace of the target', () => {
    expect(value(seen([], {}, skipped(null)))).toBe('unknown');
    expect(value(seen([], {}, skipped('shop')))).toBe('unknown');
  });
  test('not in another namespace, nor by another check', () => {
    expect(value(seen([], {}, skipped('other')))).toBe(0);
    expect(value(seen([], {}, skipped(null, 'job-failed')))).toBe(0);
  });
  test('a check that did not run at all', () => {
    expect(value(seen([], { check: 'job-*' }))).toBe('unknown');
  });
  test('what was found nevertheless is a lower bound', () => {
    expect(seen([onWeb], {}, skipped('shop')).sample).toMatchObject({ values: [1], atLeast: true });
  });
});
