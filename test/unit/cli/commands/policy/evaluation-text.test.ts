import { expect, test } from 'vitest';
import { evaluationJson } from '../../../../../src/cli/commands/policy/evaluation-json.ts';
import { evaluationText } from '../../../../../src/cli/commands/policy/evaluation-text.ts';
import type { PolicyEvaluation, TargetEvaluation } from '../../../../../src/remedy/policy/evaluate.ts';
import { policy, ref } from '../../../remedy/policy/sample.ts';

const NOW_MS = Date.parse('2026-01-10T12:00:00Z');
const STYLE = { all: false, bold: (text: string) => text, nowMs: NOW_MS };
const LEAF = { id: 'crash', truth: 'true', pending: false, text: 'pod-crash-loop', negated: false } as const;

function target(name: string, parts: Partial<TargetEvaluation>): TargetEvaluation {
  const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name } };
  return {
    target: ref('Deployment', name),
    object,
    truth: 'true',
    outcome: 'Matches',
    busyWith: null,
    leaves: [LEAF],
    findings: [],
    ...parts,
  };
}

function evaluation(parts: Partial<PolicyEvaluation>): PolicyEvaluation {
  const opening = { open: true, untilMs: null } as const;
  return { policy: policy(), name: 'web', inactive: null, opening, targets: [], unread: [], storm: null, ...parts };
}

const text = (
  parts: Partial<PolicyEvaluation>,
  plans = new Map<TargetEvaluation, readonly string[]>(),
  style = STYLE,
) => evaluationText({ evaluation: evaluation(parts), plans }, style);

test('a table of targets, each condition with its truth, and the plan below', () => {
  const one = target('web', {
    leaves: [LEAF, { ...LEAF, id: 'sick', truth: 'false', text: 'no node-*', negated: true }],
  });
  const waiting = target('api', {
    outcome: 'Pending',
    leaves: [{ ...LEAF, truth: 'false', pending: true, text: 'for 0s of 3m' }],
  });
  const busy = target('db', { outcome: 'TargetBusy', busyWith: 'first' });
  const plans = new Map([[one, ['undo: rollout.undo']]]);
  expect(
    text({ targets: [one, waiting, busy, target('fine', { outcome: 'No' })] }, plans),
  ).toBe(`web  Propose, priority 100, always open
  TARGET               VERDICT             CONDITIONS
  Deployment shop/web  Matches             crash: true, pod-crash-loop
                                           not sick: false, no node-*
                                           -> undo: rollout.undo
  Deployment shop/api  Pending             crash: pending, for 0s of 3m
  Deployment shop/db   TargetBusy (first)  crash: true, pod-crash-loop
  1 of 4 targets do not match
`);
});

test('what does not match is shown where it is asked for', () => {
  const fine = [target('fine', { outcome: 'No' })];
  expect(text({ targets: fine })).toContain('1 of 1 targets do not match (--all shows them)');
  expect(text({ targets: fine }, new Map(), { ...STYLE, all: true })).toContain('Deployment shop/fine  No');
});

test.each<[Partial<PolicyEvaluation>, string]>([
  [{}, 'no target'],
  [{ inactive: 'mode is Off' }, 'not judged: mode is Off'],
  [{ unread: ['jobs could not all be read'] }, 'jobs could not all be read: there may be more targets'],
  [
    { storm: { matching: 40, threshold: 5 } },
    'storm: 40 targets match at once, more than 5: nothing is done, the cause is probably shared',
  ],
  [{ opening: { open: true, untilMs: NOW_MS + 3_600_000 } }, 'open for 60m'],
  [
    { opening: { open: false, blackout: true, nextMs: NOW_MS } },
    'closed by a blackout, opens 2026-01-10T12:00:00.000Z',
  ],
  [{ opening: { open: false, blackout: false, nextMs: null } }, 'closed, never opens'],
])('%o: %s', (parts, expected) => {
  expect(text(parts)).toContain(expected);
});

test('as JSON, without whole objects', () => {
  const one = target('web', {});
  const json = evaluationJson({ evaluation: evaluation({ targets: [one] }), plans: new Map([[one, ['a']]]) });
  expect(json.targets).toEqual([
    {
      target: one.target,
      outcome: 'Matches',
      truth: 'true',
      busyWith: null,
      conditions: [LEAF],
      findings: [],
      plan: ['a'],
    },
  ]);
});
