import type { WriteRequest } from '../../cluster/write/writer.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import type { KubeObject } from '../../kube/object.ts';
import { refText } from '../../kube/object-ref.ts';
import type { IfDrifted } from '../patch/undo.ts';
import type { Repair } from '../plan/repair.ts';
import type { Keeper } from './keeper.ts';
import { type Made, type WayBack, wayBack } from './undo-write.ts';

/** How far a rollback came: what is left is listed. */
export interface RolledBack {
  readonly isWhole: boolean;
  /** How many writes were taken back by a request. */
  readonly requests: number;
  /** Why the rest stays. */
  readonly left: readonly string[];
  /** What needed no request. */
  readonly notes: readonly string[];
}

/** Where to roll back, and with what. */
export interface RollingBack {
  readonly repair: Repair;
  readonly keeper: Keeper;
  readonly reason: string;
  /** Positions of the writes of the step that were made. */
  readonly writes: readonly number[];
  /** `Abort` where absent. */
  readonly ifDrifted?: IfDrifted;
}

const ATTEMPTS = 5;
const BETWEEN_MS = 1_000;
const ROLLBACK_MS = 60_000;

/** Takes the writes of one step back, the last one first. It goes by the backup and the live object alone. */
export async function rollbackStep(step: string, rolling: RollingBack): Promise<RolledBack> {
  const { keeper, writes } = rolling;
  const backup = await keeper.readBackup(step);
  const answers = await keeper.readAnswers(step);
  const left: string[] = [];
  const notes: string[] = [];
  let requests = 0;
  for (const index of [...writes].sort((a, b) => b - a)) {
    const write = backup.writes[index];
    if (write === undefined) continue;
    const made = { write, before: backup.before[index] ?? null, after: answers.get(index) ?? null };
    const outcome = await takeBack(step, index, made, rolling);
    if (outcome.state === 'blocked') left.push(outcome.reason);
    else if (outcome.state === 'nothing-to-do') notes.push(outcome.reason);
    else {
      requests++;
      if (outcome.note !== undefined) notes.push(outcome.note);
    }
  }
  return { isWhole: left.length === 0, requests, left, notes };
}

type Outcome = Exclude<WayBack, { state: 'ready' }> | { readonly state: 'taken-back'; readonly note?: string };

async function takeBack(
  step: string,
  index: number,
  made: Made,
  { repair, keeper, reason, ifDrifted }: RollingBack,
): Promise<Outcome> {
  // A crash may have come between the request and the record of it.
  let hasSent = wasInterrupted(step, index, keeper);
  await keeper.record({ type: 'ROLLBACK_INTENT', step, write: index, reason });
  let problem = '';
  let byHand = '';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    if (attempt > 1) await repair.clock.sleep(BETWEEN_MS);
    const way = await wayBack(made, repair, ifDrifted);
    if (way.state === 'blocked') return block(step, index, way.reason, keeper);
    if (way.state === 'nothing-to-do') {
      await keeper.record({
        type: 'ROLLED_BACK',
        step,
        write: index,
        resourceVersion: null,
        ...(hasSent ? { recovered: true } : {}),
      });
      // What an earlier attempt did without an answer is done all the same.
      return hasSent ? { state: 'taken-back' } : way;
    }
    const deadlineMs = repair.clock.monotonicMs() + ROLLBACK_MS;
    const outcome = await repair.writer.write(way.request, { dryRun: false, deadlineMs });
    hasSent = true;
    if (outcome.state === 'done') {
      await keeper.record({ type: 'ROLLED_BACK', step, write: index, resourceVersion: versionOf(outcome.object) });
      return { state: 'taken-back', ...(way.note === undefined ? {} : { note: way.note }) };
    }
    problem = outcome.reason;
    byHand = commandFor(way.request);
    if (outcome.state === 'rejected' || outcome.state === 'missing') break;
  }
  return block(step, index, `${refText(made.write.request.ref)}: ${problem}${byHand}`, keeper);
}

function wasInterrupted(step: string, write: number, keeper: Keeper): boolean {
  const last = keeper
    .happened()
    .findLast((happening) => 'write' in happening && happening.step === step && happening.write === write);
  return last?.type === 'ROLLBACK_INTENT';
}

/** Longer ones are of no use on a screen, and may hold what is nobody's business. */
const LONGEST_COMMAND = 600;

/** What somebody with more rights would type. */
function commandFor(request: WriteRequest): string {
  if (request.verb === 'create' || request.verb === 'evict') return '';
  const { ref } = request;
  const words =
    request.verb === 'delete'
      ? kubectl('delete', ...inNamespaceOf(ref), target(ref))
      : kubectl(
          'patch',
          ...inNamespaceOf(ref),
          target(ref),
          '--type=json',
          '-p',
          JSON.stringify(request.operations.filter(({ path }) => path !== '/metadata/resourceVersion')),
        );
  return words.length > LONGEST_COMMAND ? '' : `; by hand: ${words}`;
}

async function block(step: string, write: number, reason: string, keeper: Keeper): Promise<Outcome> {
  await keeper.record({ type: 'ROLLBACK_BLOCKED', step, write, reason });
  return { state: 'blocked', reason };
}

function versionOf(object: KubeObject | null): string | null {
  return object?.metadata.resourceVersion ?? null;
}
