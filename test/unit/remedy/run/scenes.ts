import { expect } from 'vitest';
import type { KubeObject } from '../../../../src/kube/object.ts';
import { type ObjectRef, refOf } from '../../../../src/kube/object-ref.ts';
import { OUTCOMES } from '../../../../src/remedy/journal/record.ts';
import type { RunResult } from '../../../../src/remedy/run/finish.ts';
import { runPlan } from '../../../../src/remedy/run/run-plan.ts';
import type { Write } from '../../../../src/remedy/write.ts';
import { made } from '../../../support/consider.ts';
import { DB, essence, type Rig, rig, type Wanted, WEB } from './rig.ts';

/** A run, how it ends where nothing befalls it, and the objects that tell. */
export interface Scene {
  readonly name: string;
  readonly wanted: Wanted;
  readonly fails: boolean;
  readonly refs: readonly ObjectRef[];
}

const extra = made('Thing', 'extra', { apiVersion: 'example.com/v1', metadata: { uid: undefined }, spec: { size: 5 } });
const { uid: _, resourceVersion: __, generation: ___, ...bare } = extra.metadata;
const toCreate: KubeObject = { ...extra, metadata: bare };
export const EXTRA = refOf(extra);

const resizeTo = (target: KubeObject, size: number): Write => ({
  verb: 'patch',
  before: target,
  edits: [{ path: ['spec', 'size'], value: size }],
});
const one = { id: '01-resize', action: 'resize', params: { size: 4 } };
const many = { id: '01-several', action: 'several' };
const create: Wanted['several'] = () => [{ verb: 'create', manifest: toCreate }];
const remove: Wanted['several'] = (target) => [
  { verb: 'delete', before: target, propagation: 'Background', wayBack: 'recreate' },
];

export const SCENES: readonly Scene[] = [
  { name: 'one patch', wanted: { steps: [one] }, fails: false, refs: [WEB] },
  { name: 'one patch for a time', wanted: { steps: [one], revertAfterMs: 60_000 }, fails: false, refs: [WEB] },
  {
    name: 'one patch that is told of',
    wanted: { steps: [one, { id: '02-notify', action: 'notify' }] },
    fails: false,
    refs: [WEB],
  },
  { name: 'one patch that does not help', wanted: { steps: [one] }, fails: true, refs: [WEB] },
  {
    name: 'two steps, of which the second does not help',
    wanted: { steps: [one, { ...one, id: '02-resize', target: DB }] },
    fails: true,
    refs: [WEB, DB],
  },
  { name: 'a creation', wanted: { steps: [many], several: create }, fails: false, refs: [WEB, EXTRA] },
  {
    name: 'a creation that does not help',
    wanted: { steps: [many], several: create },
    fails: true,
    refs: [WEB, EXTRA],
  },
  { name: 'a deletion', wanted: { steps: [many], several: remove }, fails: false, refs: [WEB] },
  { name: 'a deletion that does not help', wanted: { steps: [many], several: remove }, fails: true, refs: [WEB] },
];

/** Two writes of one step: a patch of each object. */
export const TWO_WRITES: Scene = {
  name: 'two writes that do not help',
  wanted: { steps: [many], several: (target, live) => [resizeTo(target, 4), resizeTo(live(DB), 7)] },
  fails: true,
  refs: [WEB, DB],
};

export async function staged({ wanted, fails }: Scene): Promise<Rig> {
  const rigged = await rig(wanted);
  if (fails)
    rigged.progress.set(fails && wanted.steps.length > 1 ? 'db' : 'web', () => ({
      state: 'failed',
      reason: 'no better',
    }));
  return rigged;
}

export const stateOf = (rigged: Rig, { refs }: Scene) => refs.map((ref) => essence(rigged.cluster.at(ref)));

/** The objects before the run, and after one that nothing befell, without our marker. */
export function ends(scene: Scene): Promise<Ends> {
  const known = KNOWN.get(scene) ?? endsOf(scene);
  KNOWN.set(scene, known);
  return known;
}

interface Ends {
  readonly before: unknown;
  readonly after: unknown;
}

const KNOWN = new Map<Scene, Promise<Ends>>();

async function endsOf(scene: Scene): Promise<Ends> {
  const rigged = await staged({ ...scene, fails: false });
  const before = stateOf(rigged, scene);
  const result = await runPlan(rigged.conduct());
  expect(result.outcome).toBe('succeeded');
  const after = stateOf(rigged, scene);
  expect(after).not.toEqual(before);
  return { before, after: unmarked(after, rigged.plan.id) };
}

/** Runs have ids of their own. */
export const unmarked = (value: unknown, run: string): unknown =>
  JSON.parse(JSON.stringify(value).replaceAll(run, 'RUN'));

/** Requests with effect that carry our marker: what was done, and not what was taken back. */
export function forwards({ cluster, plan }: Rig): readonly string[] {
  return cluster.effects.flatMap(({ request }) => {
    if (request.verb === 'delete' || request.verb === 'evict') return [`${request.verb} ${request.uid}`];
    const text =
      request.verb === 'create'
        ? JSON.stringify(request.manifest.metadata.annotations ?? {})
        : JSON.stringify(request.operations.filter(({ op }) => op !== 'test'));
    const ref = request.verb === 'create' ? refOf(request.manifest) : request.ref;
    return text.includes(plan.id) ? [`${request.verb} ${ref.name}`] : [];
  });
}

/** What must hold however a run ended. */
export function expectConsistent(rigged: Rig, scene: Scene, result: RunResult, { before, after }: Ends): void {
  expect(OUTCOMES).toContain(result.outcome);
  const happened = rigged.happened();
  expect(happened.at(-1)).toMatchObject({ type: 'DONE', outcome: result.outcome });
  expect(happened.filter(({ type }) => type === 'DONE')).toHaveLength(1);
  const done = forwards(rigged);
  expect(done).toEqual([...new Set(done)]);
  const state = unmarked(stateOf(rigged, scene), rigged.plan.id);
  if (result.outcome === 'succeeded') expect(state).toEqual(after);
  // Where a person has to look, and only there, it may be otherwise.
  else if (result.left.length === 0) {
    expect(state).toEqual(before);
    if (done.length > 0) expect(result.outcome).toBe('rolled-back');
  } else expect(['partially-rolled-back', 'needs-human']).toContain(result.outcome);
}
