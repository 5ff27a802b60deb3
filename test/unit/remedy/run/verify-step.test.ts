import { expect, test } from 'vitest';
import type { Finding } from '../../../../src/findings/finding.ts';
import type { Progress } from '../../../../src/remedy/action.ts';
import type { PlannedStep } from '../../../../src/remedy/plan/plan.ts';
import type { FreshLook } from '../../../../src/remedy/plan/repair.ts';
import { runPlan } from '../../../../src/remedy/run/run-plan.ts';
import { verifyStep } from '../../../../src/remedy/run/verify-step.ts';
import { finding, ref } from '../policy/sample.ts';
import { rig, WEB, web } from './rig.ts';

const crash = finding('pod-crash-loop', ref('Deployment', 'web'));
const worse: Finding = { ...finding('pod-not-ready', ref('Deployment', 'db')), severity: 'critical' };

interface World {
  readonly proof?: Partial<PlannedStep['proof']>;
  /** By the milliseconds that have passed. */
  progress?(ms: number): Progress;
  look?(ms: number): Partial<FreshLook>;
  readonly known?: readonly string[];
}

const done = (): Progress => ({ state: 'done', reason: 'it holds' });

async function verified({ proof = {}, progress = done, look = () => ({}), known = [] }: World) {
  const rigged = await rig({ steps: [{ id: '01-resize', action: 'resize', params: { size: 4 } }] });
  const { clock } = rigged;
  const looked: (readonly string[] | null)[] = [];
  rigged.progress.set('web', () => progress(clock.monotonicMs()));
  const repair = {
    ...rigged.repair,
    look: async (namespaces: readonly string[] | null) => {
      looked.push(namespaces);
      return { findings: [], unjudged: [], ...look(clock.monotonicMs()) };
    },
  };
  // As if it had been written.
  rigged.cluster.edit(WEB, () => ({ spec: { size: 4 } }));
  const [step] = rigged.plan.steps;
  if (step === undefined) return expect.fail();
  const waiting: string[] = [];
  const proven = await verifyStep(
    { ...step, proof: { ...step.proof, ...proof } },
    {
      repair,
      target: web,
      writes: step.writes,
      written: [],
      writtenAt: clock.now(),
      known: new Set(known),
      onWaiting: async (reason) => void waiting.push(reason),
    },
    30_000,
  );
  return { proven, waiting, tookMs: clock.monotonicMs(), looked };
}

test('what is done at once takes no time, and no look where none is asked for', async () => {
  expect(await verified({})).toEqual({
    proven: { state: 'verified', reason: 'it holds' },
    waiting: [],
    tookMs: 0,
    looked: [],
  });
});

test('it waits, and says each reason once', async () => {
  const progress = (ms: number): Progress => (ms < 6_000 ? { state: 'waiting', reason: '1 of 2 ready' } : done());
  expect(await verified({ progress })).toMatchObject({
    proven: { state: 'verified' },
    waiting: ['1 of 2 ready'],
    tookMs: 6_000,
  });
});

test('a failure ends it at once', async () => {
  const { proven, tookMs } = await verified({ progress: () => ({ state: 'failed', reason: 'quota' }) });
  expect([proven, tookMs]).toEqual([{ state: 'failed', reason: 'quota' }, 0]);
});

test('its time is bounded, and the last reason is told', async () => {
  const { proven, tookMs } = await verified({ progress: () => ({ state: 'waiting', reason: '1 of 2 ready' }) });
  expect(proven).toEqual({ state: 'failed', reason: 'not within 30 s: 1 of 2 ready' });
  expect(tookMs).toBeLessThanOrEqual(30_000);
});

test('the finding must be gone, and stay so', async () => {
  const proof = { cleared: [crash.id], forMs: 10_000 };
  // Gone, back once, and gone for good.
  const look = (ms: number) => ({ findings: ms < 4_000 || (ms >= 8_000 && ms < 12_000) ? [crash] : [] });
  const { proven, waiting, tookMs, looked } = await verified({ proof, look });
  expect(proven.state).toBe('verified');
  expect(tookMs).toBeGreaterThanOrEqual(22_000);
  expect(waiting).toEqual([
    'still there: pod-crash-loop',
    'it must stay so for 10 s',
    'still there: pod-crash-loop',
    'it must stay so for 10 s',
  ]);
  expect(looked[0]).toEqual(['shop']);
});

test('a look that sees less than the one before proves nothing; what was hidden from the first does not count', async () => {
  const [proof, look] = [{ cleared: [crash.id] }, () => ({ unjudged: ['pod-crash-loop', 'hpa-at-max'] })];
  const { proven } = await verified({ proof, look, known: ['unjudged hpa-at-max'] });
  expect(proven).toEqual({ state: 'failed', reason: 'not within 30 s: a part of the namespace could not be read' });
  const known = ['unjudged hpa-at-max', 'unjudged pod-crash-loop'];
  expect((await verified({ proof, look, known })).proven.state).toBe('verified');
});

test('what happens to a node is not the doing of a change in a namespace', async () => {
  const subject = { apiVersion: 'v1', kind: 'Node', namespace: null, name: 'worker' };
  const node: Finding = { ...worse, id: 'node', subject };
  const { proven } = await verified({ proof: { noNewFindings: 'high' }, look: () => ({ findings: [node] }) });
  expect(proven.state).toBe('verified');
});

test('a new finding is as bad as the one that was to go; one that was known, or a lesser one, is not', async () => {
  const proof = { noNewFindings: 'high' as const };
  const look = () => ({ findings: [worse] });
  expect((await verified({ proof, look })).proven).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining('new: pod-not-ready'),
  });
  expect((await verified({ proof, look, known: [worse.id] })).proven.state).toBe('verified');
  const lesser = () => ({ findings: [{ ...worse, severity: 'low' as const }] });
  expect((await verified({ proof, look: lesser })).proven.state).toBe('verified');
});

test('what somebody else sets back meanwhile has failed: there is nothing to wait for', async () => {
  const rigged = await rig({ steps: [{ id: '01-resize', action: 'resize', params: { size: 4 } }] });
  rigged.progress.set('web', () => {
    rigged.cluster.edit(WEB, () => ({ spec: { size: 2, list: [{ name: 'a', on: false }] } }));
    return { state: 'waiting', reason: '1 of 2 ready' };
  });
  const result = await runPlan(rigged.conduct());
  expect(result.reason).toBe('somebody else took the change of spec.size of Thing shop/web back');
  expect(rigged.clock.monotonicMs()).toBeLessThan(30_000);
});
