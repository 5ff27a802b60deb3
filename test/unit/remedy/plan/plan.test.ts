import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../../src/kube/object.ts';
import { hashOf } from '../../../../src/remedy/plan/make-plan.ts';
import { isAllowed, type Plan, PlanSchema } from '../../../../src/remedy/plan/plan.ts';
import { considerStep } from '../../../../src/remedy/plan/plan-step.ts';
import type { Subject, WantedStep } from '../../../../src/remedy/plan/repair.ts';
import { requestFor, toWriteRequest } from '../../../../src/remedy/plan/request.ts';
import { signatureOf } from '../../../../src/remedy/plan/signature.ts';
import { named, type Write } from '../../../../src/remedy/write.ts';
import { made } from '../../../support/consider.ts';
import { DB, type Rig, rig, WEB, web } from '../run/rig.ts';

const resize = { id: '01-resize', action: 'resize', params: { size: 4 } };
const OCCASION = { finding: null, marker: 'run/01-resize', planHash: null, plannedUid: null };
const wanted: WantedStep = {
  ...resize,
  target: WEB,
  timeoutMs: 30_000,
  onFailure: 'Rollback',
  proof: { cleared: [], forMs: 0, noNewFindings: null },
};
const considered = async ({ repair }: Rig, change: Partial<WantedStep> = {}) =>
  (await considerStep({ ...wanted, ...change }, OCCASION, repair)).planned;

test('a plan holds what the server would make of it, and writes nothing', async () => {
  const { plan, cluster } = await rig({ steps: [resize] });
  expect(cluster.effects).toEqual([]);
  expect(cluster.sent).toEqual([]);
  const [step] = plan.steps;
  expect(step).toMatchObject({
    id: '01-resize',
    summary: 'set the size of Thing shop/web to 4',
    risk: 'R2',
    targetUid: 'Thing-web-uid',
  });
  expect(step?.writes[0]?.changes).toEqual([
    { path: ['metadata', 'annotations', 'mekhanikube.io/last-run'], after: `${plan.id}/01-resize` },
    { path: ['spec', 'size'], before: 2, after: 4 },
  ]);
  expect(PlanSchema.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
});

test('what admission adds is a part of the change', async () => {
  const rigged = await rig({ steps: [resize] });
  rigged.cluster.mutate = (object) => ({ ...object, added: true });
  const step = await considered(rigged);
  expect(step.writes[0]?.changes).toContainEqual({ path: ['added'], after: true });
});

describe('a step that does not fit says why, and has no write', () => {
  test.each<[string, Partial<WantedStep>, string, string]>([
    ['an unknown action', { action: 'unknown' }, 'action', 'there is no action unknown'],
    ['a target that is gone', { target: { ...WEB, name: 'gone' } }, 'target', 'Thing shop/gone does not exist'],
    ['its own refusal', { params: { size: 2 } }, 'action', 'Thing shop/web has size 2 already'],
  ])('%s', async (_, change, guard, reason) => {
    const step = await considered(await rig({ steps: [resize] }), change);
    expect(step.judgements).toEqual([{ guard, allows: false, reason, hint: null, waitsFor: null }]);
    expect([step.writes, step.signature]).toEqual([[], '']);
  });

  test('a target that cannot be read', async () => {
    const rigged = await rig({ steps: [resize] });
    rigged.cluster.unreadable = ['Thing'];
    expect(await considered(rigged)).toMatchObject({
      judgements: [{ reason: 'cannot read Thing shop/web: forbidden' }],
    });
  });

  test('a path that the object does not have', async () => {
    const edits = [{ path: ['spec', 'list', named('absent'), 'on'], value: true }];
    const rigged = await rig({
      steps: [{ id: '01-several', action: 'several' }],
      several: (target) => [{ verb: 'patch', before: target, edits }],
    });
    expect(rigged.plan.steps[0]).toMatchObject({
      writes: [],
      judgements: [{ reason: 'Thing shop/web: there is no spec.list[name=absent].on' }],
    });
  });
});

test('the guards hear what the server refused in its dry run, and whether it could try at all', async () => {
  const rigged = await rig({ steps: [resize] });
  const heard: Subject['dryRunRefusal'][] = [];
  rigged.repair.judge = async ({ dryRunRefusal }) => {
    heard.push(dryRunRefusal);
    return [];
  };
  await considered(rigged);
  for (const reason of ['quota exceeded', 'admission webhook does not support dry run']) {
    rigged.cluster.admission = () => reason;
    await considered(rigged);
  }
  expect(heard).toEqual([
    null,
    { reason: 'quota exceeded', isUnsupported: false },
    { reason: 'admission webhook does not support dry run', isUnsupported: true },
  ]);
});

describe('the hash', () => {
  const hash = (plan: Plan, change: Partial<Plan> = {}) => hashOf({ ...plan, ...change });

  test('is that of the plan, and differs by all that is approved', async () => {
    const { plan } = await rig({ steps: [resize, { ...resize, id: '02-resize', target: DB }] });
    const [first, second] = plan.steps;
    if (first === undefined || second === undefined) return expect.fail();
    expect(hash(plan)).toBe(plan.hash);
    const others: Partial<Plan>[] = [
      { steps: [second, first] },
      { steps: [first] },
      { steps: [{ ...first, signature: 'other' }, second] },
      { steps: [{ ...first, onFailure: 'Stop' }, second] },
      { steps: [{ ...first, timeoutMs: 1 }, second] },
      { steps: [{ ...first, proof: { ...first.proof, cleared: ['x'] } }, second] },
      { fallback: [first] },
      { revertAfterMs: 1 },
      { cluster: { ...plan.cluster, uid: 'another' } },
      { origin: { ...plan.origin, policy: { name: 'p', hash: 'h', mode: 'Auto' } } },
    ];
    const hashes = [plan.hash, ...others.map((change) => hash(plan, change))];
    expect(new Set(hashes).size).toBe(hashes.length);
    const same: Partial<Plan>[] = [{ id: 'other' }, { createdAt: 'later' }, { actor: { user: 'bob', groups: [] } }];
    for (const change of same) expect(hash(plan, change)).toBe(plan.hash);
  });
});

describe('the signature', () => {
  const of = (write: Write, params: unknown = {}) =>
    signatureOf('patch', params, 'u', {
      state: 'proposed',
      summary: '',
      risk: 'R2',
      writes: [write],
      effects: { podsDisrupted: 0 },
      wayBack: '',
    });
  const patch = (before: KubeObject, value: unknown): Write => ({
    verb: 'patch',
    before,
    edits: [{ path: ['spec', 'size'], value }],
  });

  test('is also that of what is overwritten: an approval was given to both', () => {
    const drifted = { ...web, spec: { size: 17 } };
    expect(of(patch(drifted, 4))).not.toBe(of(patch(web, 4)));
  });

  test('is that of what is written, not of what it is written to', () => {
    const later = { ...web, metadata: { ...web.metadata, resourceVersion: '99' }, status: { ready: 1 } };
    expect(of(patch(later, 4))).toBe(of(patch(web, 4)));
    expect(of(patch(web, 5))).not.toBe(of(patch(web, 4)));
    const another = { ...web, metadata: { ...web.metadata, uid: 'other' } };
    expect(of(patch(another, 4))).not.toBe(of(patch(web, 4)));
    expect(of(patch(web, 4), { a: 1 })).not.toBe(of(patch(web, 4)));
    expect(of({ verb: 'create', manifest: web })).not.toBe(of({ verb: 'create', manifest: later }));
  });
});

describe('a request', () => {
  const object = made('Pod', 'web');
  const held = { ref: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web' }, uid: 'Pod-web-uid' };
  const sent = (write: Write) => {
    const requested = requestFor(write, 'run/step');
    return requested.state === 'ready' ? toWriteRequest(requested.request) : expect.fail(requested.reason);
  };

  test('of a patch is held to its object and marked', () => {
    expect(sent({ verb: 'patch', before: object, edits: [], subresource: 'resize' })).toEqual({
      verb: 'patch',
      ref: held.ref,
      subresource: 'resize',
      operations: [
        { op: 'test', path: '/metadata/uid', value: 'Pod-web-uid' },
        { op: 'test', path: '/metadata/resourceVersion', value: '7' },
        { op: 'add', path: '/metadata/annotations', value: { 'mekhanikube.io/last-run': 'run/step' } },
      ],
    });
  });

  test('of a creation carries the marker beside what it has', () => {
    const manifest = { ...object, metadata: { ...object.metadata, annotations: { a: 'b' } } };
    expect(sent({ verb: 'create', manifest })).toMatchObject({
      manifest: { metadata: { annotations: { a: 'b', 'mekhanikube.io/last-run': 'run/step' } } },
    });
  });

  test('of a deletion or an eviction names the uid', () => {
    expect(sent({ verb: 'delete', before: object, propagation: 'Foreground', wayBack: 'none' })).toEqual({
      verb: 'delete',
      ...held,
      propagation: 'Foreground',
    });
    expect(
      sent({ verb: 'delete', before: object, propagation: 'Orphan', graceSeconds: 0, wayBack: 'none' }),
    ).toMatchObject({ graceSeconds: 0 });
    expect(sent({ verb: 'evict', before: object })).toEqual({ verb: 'evict', ...held });
    expect(sent({ verb: 'evict', before: object, graceSeconds: 5 })).toMatchObject({ graceSeconds: 5 });
  });
});

test('a plan that only waits is allowed', async () => {
  const { plan } = await rig({ steps: [resize] });
  const judged = (...waits: readonly ('approval' | 'window' | null)[]): Plan => ({
    ...plan,
    steps: plan.steps.map((step) => ({
      ...step,
      judgements: waits.map((waitsFor) => ({ guard: 'g', allows: false, reason: '', hint: null, waitsFor })),
    })),
  });
  expect([isAllowed(plan), isAllowed(judged('approval', 'window')), isAllowed(judged('approval', null))]).toEqual([
    true,
    true,
    false,
  ]);
});
