import type { Finding } from '../../../../src/findings/finding.ts';
import type { KubeObject } from '../../../../src/kube/object.ts';
import { type ObjectRef, refOf } from '../../../../src/kube/object-ref.ts';
import { openAudit } from '../../../../src/remedy/audit/audit.ts';
import { type Backups, openBackups } from '../../../../src/remedy/backup/backups.ts';
import { keyring } from '../../../../src/remedy/backup/encrypt.ts';
import type { Run } from '../../../../src/remedy/backup/run.ts';
import { openJournal } from '../../../../src/remedy/journal/journal.ts';
import type { Happening } from '../../../../src/remedy/journal/record.ts';
import { makePlan } from '../../../../src/remedy/plan/make-plan.ts';
import type { Judgement, Plan, PlannedStep } from '../../../../src/remedy/plan/plan.ts';
import type { FreshLook, Repair, Subject, WantedStep } from '../../../../src/remedy/plan/repair.ts';
import type { Conduct } from '../../../../src/remedy/run/conduct.ts';
import { type Books, diskKeeper } from '../../../../src/remedy/run/disk-keeper.ts';
import { type Disk, type OpenFile, realDisk } from '../../../../src/remedy/state/disk.ts';
import type { State } from '../../../../src/remedy/state/state.ts';
import type { Write } from '../../../../src/remedy/write.ts';
import { made } from '../../../support/consider.ts';
import { fakeClock } from '../../../support/fake-clock.ts';
import { FakeCluster } from '../../../support/fake-cluster.ts';
import { newRun } from '../backup/fixtures.ts';
import { freshPath, opened } from '../state/faulty-disk.ts';
import { type Outcomes, resize, several, tell } from './actions.ts';

export const web = made('Thing', 'web', {
  apiVersion: 'example.com/v1',
  spec: { size: 2, list: [{ name: 'a', on: false }] },
});
export const db = made('Thing', 'db', { apiVersion: 'example.com/v1', spec: { size: 1 } });
export const WEB = refOf(web);
export const DB = refOf(db);

/** What a test makes of the world; the rest has its usual form. */
export interface Wanted {
  readonly objects?: readonly KubeObject[];
  readonly steps: readonly (Partial<WantedStep> & Pick<WantedStep, 'id' | 'action'>)[];
  readonly fallback?: readonly (Partial<WantedStep> & Pick<WantedStep, 'id' | 'action'>)[];
  readonly finding?: Finding | null;
  readonly revertAfterMs?: number | null;
  /** Says what each write of the action `several` is. */
  readonly several?: (target: KubeObject, live: (ref: ObjectRef) => KubeObject) => readonly Write[];
}

/** A run in a real state folder, on a cluster in memory. */
export interface Rig {
  readonly cluster: FakeCluster;
  readonly clock: ReturnType<typeof fakeClock>;
  readonly plan: Plan;
  /** Names of steps that were told to somebody. */
  readonly told: string[];
  readonly waited: string[];
  /** How the actions' verification comes out, by step; `done` where absent. */
  readonly progress: Outcomes;
  readonly repair: { -readonly [Key in keyof Repair]: Repair[Key] };
  isSent: boolean;
  conduct(): Conduct;
  happened(): readonly Happening[];
  /** As another process finds it. */
  reopen(): void;
  run(): Run;
  books(): ReturnType<typeof openBooks>;
}

const PROOF = { cleared: [], forMs: 0, noNewFindings: null };

export async function rig(wanted: Wanted): Promise<Rig> {
  const [cluster, clock, path] = [new FakeCluster(), fakeClock(), freshPath()];
  for (const object of wanted.objects ?? [web, db]) cluster.put(object);
  const progress: Outcomes = new Map();
  const actions = new Map(
    [
      resize(progress),
      several(progress, (target) => wanted.several?.(target, (ref) => cluster.at(ref) ?? target) ?? []),
      tell,
    ].map((one) => [one.id, one]),
  );
  const look = async (): Promise<FreshLook> => ({ findings: [], unjudged: [] });
  const judge = async (_: Subject): Promise<readonly Judgement[]> => [];
  const repair = { actions, reader: cluster.reader, writer: cluster.writer, clock, judge, look };
  let books = openBooks(path, clock);
  const full = (step: Wanted['steps'][number]): WantedStep => ({
    params: {},
    target: WEB,
    timeoutMs: 30_000,
    onFailure: 'Rollback',
    proof: PROOF,
    ...step,
  });
  const run = books.backups.createRun(newRun());
  const { finding = null, revertAfterMs = null, fallback = [] } = wanted;
  const steps = wanted.steps.map(full);
  const plan = await makePlan(
    { target: WEB, finding, policy: null, steps, fallback: fallback.map(full), revertAfterMs },
    {
      id: run.id,
      cluster: { uid: CLUSTER_UID, server: 'https://127.0.0.1:6443', label: 'test' },
      actor: { user: 'ana', groups: [] },
    },
    repair,
  );
  run.writeJson('plan.json', plan);
  const rigged: Rig = {
    cluster,
    clock,
    plan,
    progress,
    repair,
    told: [],
    waited: [],
    isSent: true,
    conduct: () => ({
      repair,
      keeper: diskKeeper(rigged.run(), books, 'ana'),
      tell: async ({ id }: PlannedStep) => {
        rigged.told.push(id);
        return { isSent: rigged.isSent, reason: rigged.isSent ? `told ${id}` : 'nobody listens' };
      },
      onProgress: (_, text) => void rigged.waited.push(text),
    }),
    happened: () => books.journal.runs().find(({ run: id }) => id === plan.id)?.records ?? [],
    reopen() {
      books.close();
      books = openBooks(path, clock);
    },
    run: () => books.backups.findRun(plan.id),
    books: () => books,
  };
  return rigged;
}

/** The real disk. A process that dies leaves its pages to the kernel: flushing them is for the tests of the state. */
const QUICK_DISK: Disk = {
  ...realDisk,
  create: (path) => unsynced(realDisk.create(path)),
  open: (path) => unsynced(realDisk.open(path)),
  syncFolder: () => {},
};

function unsynced(file: OpenFile): OpenFile {
  return {
    write: (bytes, at) => file.write(bytes, at),
    cut: (bytes) => file.cut(bytes),
    close: () => file.close(),
    sync() {},
  };
}

const CLUSTER_UID = newRun().cluster.uid;

function openBooks(
  path: string,
  { now }: { now(): Date },
): Books & { readonly state: State; readonly backups: Backups; close(): void } {
  const state: State = opened(path, 'write', QUICK_DISK);
  const [journal, audit] = [openJournal(state, { now }), openAudit(state, { now })];
  const backups = openBackups(state, { keys: keyring([]), now });
  return {
    state,
    journal,
    audit,
    backups,
    close() {
      journal.close();
      audit.close();
      state.close();
    },
  };
}

/** What is left of an object without what the server keeps: what a person would compare. */
export function essence(object: KubeObject | undefined): unknown {
  if (object === undefined) return null;
  const { uid: _, resourceVersion: __, generation: ___, ...metadata } = object.metadata;
  return { ...object, metadata };
}
