import { describe, expect, test } from 'vitest';
import type { Judgement, Plan, PlannedStep } from '../../../src/remedy/plan/plan.ts';
import type { RunResult } from '../../../src/remedy/run/finish.ts';
import { planText } from '../../../src/report/plan-text.ts';
import { runText } from '../../../src/report/run-text.ts';

const OPTIONS = { width: 100, color: false, ascii: false, verbose: false };
const REF = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };

const no = (change: Partial<Judgement> = {}): Judgement => ({
  guard: 'schedule',
  allows: false,
  reason: 'outside of its window',
  hint: null,
  waitsFor: null,
  ...change,
});
const yes = (reason = ''): Judgement => ({ guard: 'mode', allows: true, reason, hint: null, waitsFor: null });

const step = (change: Partial<PlannedStep> = {}): PlannedStep => ({
  id: '01-scale',
  action: 'scale',
  params: { replicas: 4 },
  target: REF,
  targetUid: 'u',
  summary: 'set replicas of Deployment shop/web from 2 to 4',
  risk: 'R2',
  wayBack: 'replicas is set to 2 again, if nobody has changed it since',
  notes: ['pods are not moved back'],
  writes: [
    {
      request: { verb: 'patch', ref: REF, uid: 'u', resourceVersion: '7', operations: [] },
      changes: [
        { path: ['metadata', 'annotations', 'mekhanikube.io/last-run'], after: 'run/01-scale' },
        { path: ['spec', 'replicas'], before: 2, after: 4 },
        { path: ['spec', 'template', 'spec', 'containers', { key: 'name', value: 'web' }, 'image'], before: 'web:1' },
      ],
    },
  ],
  judgements: [yes(), yes('seen: 2 of 2 ready')],
  signature: 's',
  proposeOnly: false,
  timeoutMs: 60_000,
  onFailure: 'Rollback',
  proof: { cleared: [], forMs: 0, noNewFindings: null },
  ...change,
});

const plan = (change: Partial<Plan> = {}): Plan =>
  ({
    formatVersion: 1,
    id: '01KJMMA2G0Q07KYMPKNN9HH8FR',
    cluster: { uid: 'c', label: 'kind' },
    createdAt: '2026-03-01T12:00:00Z',
    actor: { user: 'ana', groups: [] },
    origin: { finding: null, policy: null },
    target: REF,
    steps: [step()],
    revertAfterMs: null,
    fallback: [],
    hash: 'h',
    ...change,
  }) as Plan;

describe('a plan', () => {
  test('says what changes, what allows it, and the way back', () => {
    expect(planText([plan()], OPTIONS)).toMatchInlineSnapshot(`
      "PLAN        Deployment shop/web
                  asked for by hand
        id        01KJMMA2G0Q07KYMPKNN9HH8FR
        1         set replicas of Deployment shop/web from 2 to 4 (scale, risk R2)
        changes   spec.replicas: 2 -> 4
                  spec.template.spec.containers[name=web].image: web:1 -> (none)
        back      replicas is set to 2 again, if nobody has changed it since
        note      pods are not moved back
        guards    2 of 2 allow it
      "
    `);
  });

  test('says why, for which policy, and every no with its hint', () => {
    const origin = {
      finding: { id: 'f', check: 'pod-crash-loop', message: 'web crashes' },
      policy: { name: 'shop/web', hash: 'h', mode: 'Approve' },
    };
    const judgements = [
      yes(),
      no({ waitsFor: 'window', hint: 'wait until 22:00' }),
      no({ guard: 'quota', reason: 'no room' }),
    ];
    const steps = [
      step({ judgements }),
      step({ proposeOnly: true, writes: [], judgements: [], summary: 'look at it', notes: [], wayBack: '' }),
    ];
    const fallback = [
      step({
        id: '90-notify',
        action: 'notify',
        risk: 'R0',
        summary: 'tell oncall',
        writes: [],
        notes: [],
        wayBack: '',
      }),
    ];
    expect(planText([plan({ origin, steps, fallback })], OPTIONS)).toMatchInlineSnapshot(`
      "PLAN        Deployment shop/web
                  web crashes
                  policy shop/web, mode Approve
        id        01KJMMA2G0Q07KYMPKNN9HH8FR
        finding   f
        1         set replicas of Deployment shop/web from 2 to 4 (scale, risk R2)
        changes   spec.replicas: 2 -> 4
                  spec.template.spec.containers[name=web].image: web:1 -> (none)
        back      replicas is set to 2 again, if nobody has changed it since
        note      pods are not moved back
        guards    1 of 3 allow it
        NO        schedule: outside of its window (waits for window)
                  -> wait until 22:00
        NO        quota: no room
        2         look at it (scale, only shown)
        else      tell oncall (notify, risk R0)
        guards    2 of 2 allow it
      "
    `);
  });

  test('shows everything with --verbose, and only a part of it without', () => {
    const changes = Array.from({ length: 20 }, (_, index) => ({
      path: ['data', `key-${index}`],
      before: 'x'.repeat(300),
    }));
    const request = { verb: 'patch' as const, ref: REF, uid: 'u', resourceVersion: '7', operations: [] };
    const long = plan({ steps: [step({ writes: [{ request, changes }] })] });
    const [short, whole] = [planText([long], OPTIONS), planText([long], { ...OPTIONS, verbose: true })];
    expect(short).toContain('and 8 more (--verbose shows them)');
    expect(short).not.toContain('key-12');
    expect(whole).toContain('key-19');
    expect(whole).not.toContain('x'.repeat(121));
    expect(planText([plan()], { ...OPTIONS, verbose: true })).toContain('last-run');
  });

  test('lets no control character of the cluster through', () => {
    const changes = [{ path: ['data', 'a\u001b[2Jb'], before: '\u001b]0;title\u0007', after: '\u202e' }];
    const request = {
      verb: 'patch' as const,
      ref: { ...REF, name: '\u001b[1m' },
      uid: 'u',
      resourceVersion: '7',
      operations: [],
    };
    const text = planText(
      [
        plan({
          steps: [
            step({ summary: '\u001b[31mred', writes: [{ request, changes }], judgements: [no({ reason: '\u0000' })] }),
          ],
        }),
      ],
      OPTIONS,
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it is about
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
  });

  test('that makes, deletes or evicts names the object', () => {
    const requests = [
      { verb: 'create' as const, ref: REF, manifest: {} },
      {
        verb: 'delete' as const,
        ref: REF,
        uid: 'u',
        resourceVersion: null,
        propagation: 'Background' as const,
        wayBack: 'none' as const,
      },
      { verb: 'evict' as const, ref: { ...REF, apiVersion: 'v1', kind: 'Pod' }, uid: 'u', resourceVersion: null },
    ];
    const text = planText(
      [plan({ steps: [step({ writes: requests.map((request) => ({ request, changes: [] })) })] })],
      OPTIONS,
    );
    for (const line of ['create Deployment shop/web', 'delete Deployment shop/web', 'evict Pod shop/web'])
      expect(text).toContain(line);
  });
});

const result = (change: Partial<RunResult> = {}): RunResult => ({
  outcome: 'succeeded',
  reason: '4 of 4 pods are ready',
  steps: [{ id: '01-scale', state: 'verified', reason: '4 of 4 pods are ready' }],
  denied: [],
  left: [],
  notes: [],
  ...change,
});

describe('a run', () => {
  test('that worked says how it is taken back', () => {
    expect(runText(plan(), result(), OPTIONS)).toMatchInlineSnapshot(`
      "DONE        Done and verified
                  Deployment shop/web
                  4 of 4 pods are ready
        run       01KJMMA2G0Q07KYMPKNN9HH8FR
        verified  set replicas of Deployment shop/web from 2 to 4: 4 of 4 pods are ready
        back      mekhanikube remediate rollback 01KJMMA2G0Q07KYMPKNN9HH8FR
      "
    `);
  });

  test('that did not says what is left', () => {
    const failed = result({
      outcome: 'partially-rolled-back',
      reason: 'no better',
      steps: [
        { id: '01-scale', state: 'failed', reason: 'no better' },
        { id: 'unknown', state: 'conflict', reason: 'x' },
      ],
      denied: [no({ hint: 'wait' })],
      left: ['somebody else changed Deployment shop/web'],
      notes: ['told oncall'],
    });
    expect(runText(plan(), failed, OPTIONS)).toMatchInlineSnapshot(`
      "NOT DONE    It did not work, and not all of it could be taken back
                  Deployment shop/web
                  no better
        run       01KJMMA2G0Q07KYMPKNN9HH8FR
        failed    set replicas of Deployment shop/web from 2 to 4: no better
        conflict  unknown: x
        NO        schedule: outside of its window
                  -> wait
        left      somebody else changed Deployment shop/web
        note      told oncall
      "
    `);
  });

  test.each([
    'rolled-back',
    'partially-rolled-back',
    'failed',
    'conflict',
    'abandoned',
    'cancelled',
    'needs-human',
  ] as const)('that is %s does not pass for one that worked', (outcome) => {
    const text = runText(plan(), result({ outcome, reason: '' }), OPTIONS);
    expect(text).toMatch(/^NOT DONE/);
    expect(text).not.toContain('remediate rollback');
  });
});
