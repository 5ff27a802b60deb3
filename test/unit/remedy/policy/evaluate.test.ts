import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../../src/findings/finding.ts';
import { refText } from '../../../../src/kube/object-ref.ts';
import { type EvaluationContext, evaluatePolicies } from '../../../../src/remedy/policy/evaluate.ts';
import type { Policy } from '../../../../src/remedy/policy/load/parse-policies.ts';
import { deployment, NOW_MS, pod, view, WEB } from '../signals/sample.ts';
import { finding, policy, ref } from './sample.ts';

const RAN = ['pod-crash-loop', 'node-memory-pressure'];
const onWeb = finding('pod-crash-loop', ref('Deployment', 'web'));
const metadata = (name: string) => ({ metadata: { name } });

function context(findings: readonly Finding[], parts: Partial<EvaluationContext> = {}): EvaluationContext {
  return {
    view: view([...WEB, deployment('api')]),
    findings: { findings, ran: RAN, unjudged: [] },
    gathered: { metrics: null, prometheus: new Map() },
    restarts: {},
    alerts: null,
    states: new Map(),
    now: { wallMs: NOW_MS, monoMs: 0, session: 'test' },
    ...parts,
  };
}

function outcomes(policies: readonly Policy[], given: EvaluationContext) {
  return evaluatePolicies(policies, given).evaluations.flatMap(({ name, targets }) =>
    targets.map(
      ({ target, outcome, busyWith }) =>
        `${name}: ${refText(target)}: ${outcome}${busyWith === null ? '' : ` ${busyWith}`}`,
    ),
  );
}

test('says what matches, why, and about which findings', () => {
  const [one] = evaluatePolicies([policy()], context([onWeb])).evaluations;
  expect(one?.targets.map(({ target, outcome, findings }) => [target.name, outcome, findings])).toEqual([
    ['api', 'No', []],
    ['web', 'Matches', [onWeb]],
  ]);
  expect(one?.targets[1]?.leaves).toEqual([
    { id: 'crash', truth: 'true', pending: false, text: 'pod-crash-loop', negated: false },
  ]);
  expect(one?.opening).toEqual({ open: true, untilMs: null });
});

test('a finding under none speaks against, and is not what it is about', () => {
  const guarded = policy({
    when: {
      all: [{ id: 'a', finding: { check: 'pod-crash-loop' } }],
      none: [{ id: 'b', finding: { check: 'node-*' } }],
    },
  });
  const sick = finding('node-memory-pressure', ref('Node', 'worker-1', null));
  const given = context([onWeb, sick], { view: view([...WEB, pod('web-a')]) });
  expect(outcomes([guarded], given)).toEqual(['web: Deployment shop/web: No']);
});

describe('the unknown never triggers', () => {
  test('where a check did not run', () => {
    expect(outcomes([policy()], context([], { findings: { findings: [], ran: [], unjudged: [] } }))).toEqual([
      'web: Deployment shop/api: Unknown',
      'web: Deployment shop/web: Unknown',
    ]);
  });
  test.each([
    [
      'under all',
      {
        all: [
          { id: 'a', finding: { check: 'pod-*' } },
          { id: 'u', alert: { labels: { a: 'b' } } },
        ],
      },
    ],
    [
      'under none',
      { all: [{ id: 'a', finding: { check: 'pod-*' } }], none: [{ id: 'u', alert: { labels: { a: 'b' } } }] },
    ],
    [
      'under none of none',
      {
        all: [{ id: 'a', finding: { check: 'pod-*' } }],
        none: [{ none: [{ id: 'u', alert: { labels: { a: 'b' } } }] }],
      },
    ],
  ])('%s', (_name, when) => {
    expect(outcomes([policy({ when })], context([onWeb]))[1]).toBe('web: Deployment shop/web: Unknown');
  });
});

test('what only lacks time is pending, and is remembered', () => {
  const slow = policy({
    when: { all: [{ id: 'crash', finding: { check: 'pod-crash-loop' }, for: '3m', maxAge: '5m' }] },
  });
  const at = (minutes: number) => ({ wallMs: NOW_MS + minutes * 60_000, monoMs: minutes * 60_000, session: 'test' });
  const first = evaluatePolicies([slow], context([onWeb], { now: at(0) }));
  expect(first.evaluations[0]?.targets[1]?.outcome).toBe('Pending');
  const later = (minutes: number) => outcomes([slow], context([onWeb], { now: at(minutes), states: first.states }))[1];
  expect(later(2)).toBe('web: Deployment shop/web: Pending');
  expect(later(3)).toBe('web: Deployment shop/web: Matches');
});

test('what lacks more than time is no match', () => {
  const both = policy({
    when: {
      all: [
        { id: 'crash', finding: { check: 'pod-crash-loop' }, for: '3m' },
        { id: 'b', object: { cel: 'target.metadata.generation > 5' } },
      ],
    },
  });
  expect(outcomes([both], context([onWeb]))[1]).toBe('web: Deployment shop/web: No');
});

describe('one policy has a target', () => {
  const low = policy({ priority: 10 }, metadata('a-low'));
  const high = policy({ priority: 20 }, metadata('z-high'));
  test('that of the higher priority', () => {
    expect(outcomes([low, high], context([onWeb])).filter((line) => line.includes('shop/web'))).toEqual([
      'z-high: Deployment shop/web: Matches',
      'a-low: Deployment shop/web: TargetBusy z-high',
    ]);
  });
  test('among equals by name, whatever the order of files', () => {
    const [a, b] = [policy({}, metadata('a')), policy({}, metadata('b'))];
    const expected = ['a: Deployment shop/web: Matches', 'b: Deployment shop/web: TargetBusy a'];
    for (const files of [
      [a, b],
      [b, a],
    ]) {
      expect(outcomes(files, context([onWeb])).filter((line) => line.includes('shop/web'))).toEqual(expected);
    }
  });
  test('a pod of it included', () => {
    const ofPods = policy(
      { priority: 5, targets: [{ apiVersion: 'v1', kind: 'Pod' }], steps: [{ id: 'a', action: 'notify' }] },
      metadata('pods'),
    );
    const onPod = finding('pod-crash-loop', ref('Deployment', 'web'), { members: [ref('Pod', 'web-a')] });
    const given = context([onPod], { view: view([...WEB, pod('web-a')]) });
    expect(outcomes([high, ofPods], given)).toContain('pods: Pod shop/web-a: TargetBusy z-high');
    expect(outcomes([ofPods], given)).toContain('pods: Pod shop/web-a: Matches');
  });
  test('who only observes, is off or suspended, has none', () => {
    const idle = [{ mode: 'Observe' }, { mode: 'Off' }, { suspend: true }].map((spec, index) =>
      policy({ priority: 900, ...spec }, metadata(`idle-${index}`)),
    );
    const { evaluations } = evaluatePolicies([...idle, low], context([onWeb]));
    expect(evaluations.map(({ inactive }) => inactive)).toEqual([null, 'mode is Off', 'it is suspended', null]);
    expect(outcomes([...idle, low], context([onWeb]))).toContain('a-low: Deployment shop/web: Matches');
  });
});

describe('a storm', () => {
  const many = Array.from({ length: 40 }, (_, index) => `d${index}`);
  const given = context(
    many.map((name) => finding('pod-crash-loop', ref('Deployment', name))),
    { view: view(many.map((name) => deployment(name))) },
  );
  const limited = (stormThreshold: number) => policy({ safeguards: { blastRadius: { stormThreshold } } });
  test('of more targets than the threshold stops all of them', () => {
    const [one] = evaluatePolicies([limited(39)], given).evaluations;
    expect(one?.storm).toEqual({ matching: 40, threshold: 39 });
    expect(new Set(one?.targets.map(({ outcome }) => outcome))).toEqual(new Set(['Storm']));
  });
  test('is none at the threshold', () => {
    const [one] = evaluatePolicies([limited(40)], given).evaluations;
    expect(one?.storm).toBeNull();
    expect(new Set(one?.targets.map(({ outcome }) => outcome))).toEqual(new Set(['Matches']));
  });
  test('is not passed on to a policy of lower priority', () => {
    const lines = outcomes(
      [policy({ priority: 900, safeguards: { blastRadius: { stormThreshold: 5 } } }, metadata('first')), limited(100)],
      given,
    );
    expect(lines.filter((line) => line.startsWith('web: ') && !line.endsWith('TargetBusy first'))).toEqual([]);
  });
});

test('what of the targets could not be read is told', () => {
  const blind = context([], { view: view(WEB, { forbidden: ['Deployment'] }) });
  expect(evaluatePolicies([policy()], blind).evaluations[0]?.unread).toEqual(['deployments could not all be read']);
});
