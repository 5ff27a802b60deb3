import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { applyIn } from '../../../src/cli/commands/remediate/apply.ts';
import { requestsFor } from '../../../src/cli/commands/remediate/choose.ts';
import { keepIn } from '../../../src/cli/commands/remediate/keep-plan.ts';
import { planOne } from '../../../src/cli/commands/remediate/plan.ts';
import { type TakenBack, takeBackIn } from '../../../src/cli/commands/remediate/rollback.ts';
import type { Session } from '../../../src/cli/commands/remediate/session.ts';
import { type Books, openBooks } from '../../../src/cli/commands/remediate/state.ts';
import { isAllowed, type Plan } from '../../../src/remedy/plan/plan.ts';
import type { RunResult } from '../../../src/remedy/run/finish.ts';
import { type ClusterApi, Manifest } from '../../support/cluster-api.ts';
import { nameOf, type Refusal, type RepairCase, type Target } from './case.ts';
import { differences } from './differences.ts';
import { Scene } from './scene.ts';

/** What became of a case: what a test looks at. */
export interface Played {
  readonly plan: Plan;
  readonly result: RunResult;
  /** What was wrong with the object that was written, and with its backup. */
  readonly wrong: readonly string[];
  readonly taken: TakenBack | null;
  /** Fields that taking it back did not bring back, and more that is wrong then. */
  readonly left: readonly string[];
  /** By what they are about. */
  readonly refused: ReadonlyMap<string, Refused>;
}

/** What was said where an action must not be done. */
export interface Refused {
  readonly reasons: readonly string[];
  /** Of executing it all the same. */
  readonly outcome: string;
  readonly requests: number;
}

interface Door {
  readonly api: ClusterApi;
  readonly session: Session;
}

const TIMEOUT_MS = 75_000;
const LOOKS = 10;
const BETWEEN_MS = 500;

/** Plays a case in a namespace and with a state folder of its own. */
export async function play(one: RepairCase, { api, session }: Door): Promise<Played> {
  const scene = new Scene(api, `mekhanikube-repair-${nameOf(one)}`);
  const folder = mkdtempSync(join(tmpdir(), 'mekhanikube-repair-'));
  const books = openBooks({ MEKHANIKUBE_STATE: join(folder, 'state') });
  try {
    await scene.open();
    for (const object of one.objects) await scene.create(object);
    for (const object of one.ready ?? []) await scene.reaches(object);
    await one.prepare?.(scene);
    return await new Play(one, scene, session, books).run();
  } finally {
    books.close();
    rmSync(folder, { recursive: true });
    await one.cleanUp?.(scene);
    await scene.close();
  }
}

class Play {
  readonly #one: RepairCase;
  readonly #scene: Scene;
  readonly #session: Session;
  readonly #books: Books;

  constructor(one: RepairCase, scene: Scene, session: Session, books: Books) {
    this.#one = one;
    this.#scene = scene;
    this.#session = session;
    this.#books = books;
  }

  async run(): Promise<Played> {
    const { refusals, meanwhile } = this.#one;
    const refused = new Map<string, Refused>();
    for (const refusal of refusals.filter(({ afterwards }) => afterwards !== true)) {
      refused.set(refusal.when, await this.#refuse(refusal));
    }
    const plan = await this.#plan(await this.#target(this.#one.target), await this.#params());
    if (!isAllowed(plan)) return { plan, result: nothingDone(plan), wrong: [], taken: null, left: [], refused };
    const [{ result }] = await Promise.all([applyIn(this.#stage(), plan.id, {}), meanwhile?.(this.#scene)]);
    const wrong = result.outcome === 'succeeded' ? await this.#wrong(plan) : [];
    for (const refusal of refusals.filter(({ afterwards }) => afterwards === true)) {
      refused.set(refusal.when, await this.#refuse(refusal));
    }
    if (result.outcome !== 'succeeded') return { plan, result, wrong, taken: null, left: [], refused };
    const taken = await takeBackIn(this.#stage(), this.#books.backups.findRun(plan.id), {});
    return { plan, result, wrong, taken, left: await this.#left(plan, taken), refused };
  }

  /** Plans what must be refused, and tries to execute it all the same. */
  async #refuse(refusal: Refusal): Promise<Refused> {
    const target = await this.#target(refusal.target ?? this.#one.target);
    const plan = await this.#plan(target, refusal.params ?? (await this.#params()));
    const judgements = plan.steps.flatMap((step) => step.judgements);
    const reasons = judgements.filter(({ allows }) => !allows).map(({ reason }) => reason);
    // What is allowed by mistake is not to be done.
    if (reasons.length === 0) return { reasons, outcome: 'allowed', requests: 0 };
    const { result } = await applyIn(this.#stage(), plan.id, {});
    const records = this.#books.journal.runs().find(({ run }) => run === plan.id)?.records ?? [];
    return { reasons, outcome: result.outcome, requests: records.filter(({ type }) => type === 'EXECUTING').length };
  }

  async #plan({ kind, name }: Target, params: Readonly<Record<string, unknown>>): Promise<Plan> {
    const { action } = this.#one;
    const wish = {
      about: `${kind.toLowerCase()}/${name}`,
      action,
      params,
      timeoutMs: TIMEOUT_MS,
      namespace: this.#scene.namespace,
    };
    const [request] = requestsFor(wish, []);
    if (request === undefined) throw new Error(`${action} asks for nothing`);
    const plan = await planOne({ request, match: null }, this.#session, this.#books.state);
    return keepIn(this.#books, plan, this.#session, '0.0.0-test');
  }

  async #wrong(plan: Plan): Promise<readonly string[]> {
    const { holds = [], check } = this.#one;
    const wrong: string[] = [];
    for (const wanted of holds) wrong.push(...lacking(await this.#scene.read(wanted), wanted));
    const backup = this.#backupOf(plan);
    if (backup !== undefined) wrong.push(...((await check?.(this.#scene, backup)) ?? []));
    return [...wrong, ...(await this.#writtenOnce(plan)), ...this.#damaged(plan)];
  }

  /** The object must be the one of the backup, one change later, and name the run that made it. */
  async #writtenOnce(plan: Plan): Promise<readonly string[]> {
    const { generations = 1, isMarked = true } = this.#one;
    const [step] = plan.steps;
    const [write] = step?.writes ?? [];
    if (step === undefined || write === undefined) return ['nothing was planned'];
    const live = await this.#live(plan);
    if (write.request.verb === 'delete' || write.request.verb === 'evict') {
      const isGone = live === undefined || live.metadata['uid'] !== write.request.uid;
      return isGone ? [] : [`${write.request.ref.name} is still there`];
    }
    if (live === undefined) return [`${write.request.ref.name} is gone`];
    const wrong: string[] = [];
    const grown = Number(live.metadata['generation']) - Number(this.#backupOf(plan)?.metadata['generation']);
    if (write.request.verb === 'patch' && generations !== null && grown !== generations) {
      wrong.push(`the generation grew by ${grown}`);
    }
    const marker = annotationsOf(live)['mekhanikube.io/last-run'];
    const expected = isMarked ? `${plan.id}/${step.id}` : undefined;
    if (marker !== expected) wrong.push(`the annotation names ${marker}`);
    return [...wrong, ...manyHands(live)];
  }

  #damaged(plan: Plan): readonly string[] {
    return this.#books.backups
      .findRun(plan.id)
      .verify()
      .bad.map(({ path, reason }) => `the backup's ${path}: ${reason}`);
  }

  async #left(plan: Plan, taken: TakenBack): Promise<readonly string[]> {
    const { back = 'equal' } = this.#one;
    if (back === 'nothing') return taken.requests === 0 ? [] : [`${taken.requests} requests were sent`];
    if (back === 'gone') {
      const live = await this.#live(plan);
      const isGoing = live === undefined || live.metadata['deletionTimestamp'] !== undefined;
      return isGoing ? [] : ['it is still there'];
    }
    if (back === 'impossible') return taken.left.length > 0 ? [] : ['nothing was said to be left'];
    let left: readonly string[] = [];
    // A controller may be a moment late to take away what it added: the taint of a node that was cordoned.
    for (let look = 0; look < LOOKS; look++) {
      if (look > 0) await sleep(BETWEEN_MS);
      const live = await this.#live(plan);
      left = live === undefined ? ['it is not there'] : differences(this.#backupOf(plan), live, back === 'recreated');
      if (left.length === 0) break;
    }
    return left;
  }

  /** As it lies on the disk. */
  #backupOf(plan: Plan): Manifest | undefined {
    const [object] = this.#books.backups.findRun(plan.id).objects(plan.steps[0]?.id ?? '', { in: 'before', write: 0 });
    return object === undefined ? undefined : Manifest.parse(object);
  }

  async #live(plan: Plan): Promise<Manifest | undefined> {
    const ref = plan.steps[0]?.writes[0]?.request.ref;
    return ref === undefined ? undefined : this.#scene.read(this.#scene.named(ref.apiVersion, ref.kind, ref.name));
  }

  #target(target: RepairCase['target']): Target | Promise<Target> {
    return typeof target === 'function' ? target(this.#scene) : target;
  }

  async #params(): Promise<Readonly<Record<string, unknown>>> {
    const { params } = this.#one;
    return typeof params === 'function' ? params(this.#scene) : params;
  }

  #stage() {
    return {
      session: this.#session,
      books: this.#books,
      signal: new AbortController().signal,
      onProgress: () => {},
    };
  }
}

function nothingDone({ steps }: Plan): RunResult {
  const denied = steps.flatMap(({ judgements }) => judgements.filter(({ allows }) => !allows));
  const reason = denied.map(({ guard, reason }) => `${guard}: ${reason}`).join('; ');
  return { outcome: 'abandoned', reason, steps: [], denied, left: [], notes: [] };
}

/** Our name stands for one change in each part of the object, the status of a pod aside, which we never write. */
function manyHands({ metadata }: Manifest): readonly string[] {
  const entries: unknown = metadata['managedFields'];
  if (!Array.isArray(entries)) return ['nobody knows who wrote it'];
  const ours = entries.filter((entry) => Reflect.get(Object(entry), 'manager') === 'mekhanikube');
  return ours.length === 1 ? [] : [`we stand ${ours.length} times among those who wrote it`];
}

function annotationsOf({ metadata }: Manifest): Readonly<Record<string, unknown>> {
  return Object(metadata['annotations'] ?? {});
}

function lacking(found: Manifest | undefined, wanted: Manifest): readonly string[] {
  const name = `${wanted.kind} ${wanted.metadata.name}`;
  if (found === undefined) return [`${name} is not there`];
  return [...wanting([], found, wanted)].map((text) => `${name}: ${text}`);
}

function* wanting(path: readonly string[], found: unknown, wanted: unknown): Generator<string> {
  if (typeof wanted === 'object' && wanted !== null) {
    for (const [key, value] of Object.entries(wanted)) {
      yield* wanting([...path, key], Reflect.get(Object(found), key), value);
    }
  } else if (found !== wanted) yield `${path.join('/')} is ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`;
}
