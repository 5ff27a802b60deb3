import { setTimeout as sleep } from 'node:timers/promises';
import type { TakenBack } from '../../../src/cli/commands/remediate/rollback.ts';
import type { Session } from '../../../src/cli/commands/remediate/session.ts';
import { isAllowed, type Plan } from '../../../src/remedy/plan/plan.ts';
import type { RunResult } from '../../../src/remedy/run/finish.ts';
import { type ClusterApi, Manifest } from '../../support/cluster-api.ts';
import { ownBooks, Repairs } from '../../support/repairs.ts';
import { nameOf, type Refusal, type RepairCase, type Target } from './case.ts';
import { differences, lacking } from './differences.ts';
import { Scene } from './scene.ts';

/** What became of a case: what a test looks at. */
export interface Played {
  readonly result: Pick<RunResult, 'outcome' | 'reason'>;
  /** What was wrong with the object that was written, and with its backup. */
  readonly wrong: readonly string[];
  readonly taken: Pick<TakenBack, 'outcome' | 'left'> | null;
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
  const repairs = new Repairs(session, ownBooks());
  try {
    await scene.open();
    for (const object of one.objects) await scene.create(object);
    for (const object of one.ready ?? []) await scene.reaches(object);
    await one.prepare?.(scene);
    return await new Play(one, scene, repairs).run();
  } finally {
    repairs.books.close();
    await one.cleanUp?.(scene);
    await scene.close();
  }
}

class Play {
  readonly #one: RepairCase;
  readonly #scene: Scene;
  readonly #repairs: Repairs;

  constructor(one: RepairCase, scene: Scene, repairs: Repairs) {
    this.#one = one;
    this.#scene = scene;
    this.#repairs = repairs;
  }

  async run(): Promise<Played> {
    const { refusals } = this.#one;
    const refused = new Map<string, Refused>();
    const refuseAll = async (afterwards: boolean) => {
      for (const refusal of refusals) {
        if ((refusal.afterwards === true) === afterwards) refused.set(refusal.when, await this.#refuse(refusal));
      }
    };
    await refuseAll(false);
    const plan = await this.#plan(await this.#target(this.#one.target), await this.#params());
    if (!isAllowed(plan)) {
      return {
        result: { outcome: 'abandoned', reason: denials(plan).join('; ') },
        wrong: [],
        taken: null,
        left: [],
        refused,
      };
    }
    const [result] = await Promise.all([this.#repairs.apply(plan), this.#one.meanwhile?.(this.#scene)]);
    if (result.outcome !== 'succeeded')
      return { result, wrong: [], taken: result, left: await this.#left(plan), refused };
    const wrong = await this.#wrong(plan);
    await refuseAll(true);
    const taken = await this.#repairs.takeBack(plan);
    const needless = this.#one.back === 'nothing' && taken.requests > 0 ? [`${taken.requests} requests were sent`] : [];
    return { result, wrong, taken, left: [...needless, ...(await this.#left(plan))], refused };
  }

  /** Plans what must be refused, and tries to execute it all the same. */
  async #refuse({ target = this.#one.target, params }: Refusal): Promise<Refused> {
    const plan = await this.#plan(await this.#target(target), params ?? (await this.#params()));
    const reasons = denials(plan);
    // What is allowed by mistake is not to be done.
    if (reasons.length === 0) return { reasons, outcome: 'allowed', requests: 0 };
    const { outcome } = await this.#repairs.apply(plan);
    return { reasons, outcome, requests: this.#repairs.begun(plan) };
  }

  #plan(target: Target, params: Readonly<Record<string, unknown>>): Promise<Plan> {
    const { action, timeoutMs = TIMEOUT_MS } = this.#one;
    return this.#repairs.plan({ action, params, target, timeoutMs, namespace: this.#scene.namespace });
  }

  async #wrong(plan: Plan): Promise<readonly string[]> {
    const { holds = [], check } = this.#one;
    const wrong: string[] = [];
    for (const wanted of holds) wrong.push(...lacking(await this.#scene.read(wanted), wanted));
    const target = this.#run(plan).objects(stepOf(plan), { in: 'related' })[0];
    wrong.push(...((await check?.(this.#scene, Manifest.parse(target))) ?? []));
    const damaged = this.#run(plan).verify().bad;
    return [
      ...wrong,
      ...(await this.#writtenOnce(plan)),
      ...damaged.map(({ path }) => `${path} of the backup is damaged`),
    ];
  }

  /** The object must be the one of the backup, one change later, and name the run that made it. */
  async #writtenOnce(plan: Plan): Promise<readonly string[]> {
    const { generations = 1, isMarked = true } = this.#one;
    const request = plan.steps[0]?.writes[0]?.request;
    if (request === undefined) return ['nothing was planned'];
    const live = await this.#live(plan);
    if (request.verb === 'delete' || request.verb === 'evict') {
      // A kubelet may need longer to end it than its successor needs to get ready.
      const stays = live?.metadata['uid'] === request.uid && live.metadata['deletionTimestamp'] === undefined;
      return stays ? [`${request.ref.name} is still there`] : [];
    }
    if (live === undefined) return [`${request.ref.name} is gone`];
    const grown = Number(live.metadata['generation']) - Number(this.#backupOf(plan)?.metadata['generation']);
    const isGrown = request.verb === 'create' || generations === null || grown === generations;
    const marker = Object(live.metadata['annotations'] ?? {})['mekhanikube.io/last-run'];
    const isNamed = marker === (isMarked ? `${plan.id}/${stepOf(plan)}` : undefined);
    return [
      ...(isGrown ? [] : [`the generation grew by ${grown}`]),
      ...(isNamed ? [] : [`the annotation names ${marker}`]),
      ...timesWritten(live),
    ];
  }

  async #left(plan: Plan): Promise<readonly string[]> {
    const { back = 'equal' } = this.#one;
    if (back === 'nothing' || back === 'impossible') return [];
    let left: readonly string[] = [];
    // A controller may be a moment late to take away what it added: the taint of a node that was cordoned.
    for (let look = 1; look <= LOOKS; look++) {
      const live = await this.#live(plan);
      if (back === 'gone') left = live === undefined || isGoing(live) ? [] : ['it is still there'];
      else left = live === undefined ? ['it is not there'] : differences(this.#backupOf(plan), live, back);
      if (left.length === 0) break;
      await sleep(BETWEEN_MS);
    }
    return left;
  }

  #run(plan: Plan) {
    return this.#repairs.books.backups.findRun(plan.id);
  }

  /** As it lies on the disk. */
  #backupOf(plan: Plan): Manifest | undefined {
    const [object] = this.#run(plan).objects(stepOf(plan), { in: 'before', write: 0 });
    return object === undefined ? undefined : Manifest.parse(object);
  }

  async #live(plan: Plan): Promise<Manifest | undefined> {
    const ref = plan.steps[0]?.writes[0]?.request.ref;
    return ref === undefined ? undefined : this.#scene.read(this.#scene.named(ref.apiVersion, ref.kind, ref.name));
  }

  async #target(target: RepairCase['target']): Promise<Target> {
    return typeof target === 'function' ? target(this.#scene) : target;
  }

  async #params(): Promise<Readonly<Record<string, unknown>>> {
    const { params } = this.#one;
    return typeof params === 'function' ? params(this.#scene) : params;
  }
}

function stepOf({ steps }: Plan): string {
  return steps[0]?.id ?? '';
}

function denials({ steps }: Plan): readonly string[] {
  return steps.flatMap(({ judgements }) => judgements.filter(({ allows }) => !allows).map(({ reason }) => reason));
}

function isGoing({ metadata }: Manifest): boolean {
  return metadata['deletionTimestamp'] !== undefined;
}

/** Our name stands for one request among those who wrote the object. */
function timesWritten({ metadata }: Manifest): readonly string[] {
  const entries: unknown = metadata['managedFields'];
  if (!Array.isArray(entries)) return ['nobody knows who wrote it'];
  const ours = entries.filter((entry) => Object(entry).manager === 'mekhanikube');
  return ours.length === 1 ? [] : [`we stand ${ours.length} times among those who wrote it`];
}
