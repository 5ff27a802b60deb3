import type { Finding } from '../../findings/finding.ts';
import type { KubeObject } from '../../kube/object.ts';
import { refText } from '../../kube/object-ref.ts';
import type { Action, Proposal } from '../action.ts';
import { plain } from '../patch/plain.ts';
import { writtenObject } from '../write.ts';
import { denial } from './denial.ts';
import { type Judgement, type PlannedStep, PlannedStepSchema, type PlannedWrite } from './plan.ts';
import type { Repair, Subject, WantedStep } from './repair.ts';
import { requestFor, toWriteRequest } from './request.ts';
import { signatureOf } from './signature.ts';
import { writtenChanges } from './written-changes.ts';

/** A step that was thought through on live data; `before` and `predicted` go with its writes, in their order. */
export interface ConsideredStep {
  readonly planned: PlannedStep;
  readonly target: KubeObject | null;
  /** The objects as they are; null for what is to be created. */
  readonly before: readonly (KubeObject | null)[];
  /** As the server's dry run returned them; null where it returned nothing. */
  readonly predicted: readonly (KubeObject | null)[];
  /** Why the server's trial tells nothing: somebody changed the object between our look at it and the trial. */
  readonly moved: string | null;
}

/** What a step is considered for. */
export interface Occasion {
  readonly finding: Finding | null;
  /** Left on what is changed. */
  readonly marker: string;
  readonly planHash: string | null;
  /** The target's uid as it was planned; null while planning. */
  readonly plannedUid: string | null;
}

const DRY_RUN_MS = 15_000;
/** How often an object that changes under our eyes is looked at: while it rolls out, its status does all the time. */
const LOOKS = 3;

/** Thinks one step through: reads its target, asks the action, lets the server try it, asks the guards. Writes nothing. */
export async function considerStep(wanted: WantedStep, occasion: Occasion, repair: Repair): Promise<ConsideredStep> {
  for (let look = 1; ; look++) {
    const considered = await considerOnce(wanted, occasion, repair);
    if (considered.moved === null || look === LOOKS) return considered;
  }
}

async function considerOnce(wanted: WantedStep, occasion: Occasion, repair: Repair): Promise<ConsideredStep> {
  const action = repair.actions.get(wanted.action);
  if (action === undefined) return unfit(wanted, 'action', `there is no action ${wanted.action}`);
  const read = await repair.reader.getAny(wanted.target);
  if (read.state === 'missing') return unfit(wanted, 'target', `${refText(wanted.target)} does not exist`);
  if (read.state === 'unreadable') {
    return unfit(wanted, 'target', `cannot read ${refText(wanted.target)}: ${read.reason}`);
  }
  const target = read.object;
  const { kind } = target;
  if (action.on !== 'any' && !action.on.some((known) => known === kind)) {
    return unfit(wanted, 'action', `${action.id} is for ${action.on.join(', ')}, not for ${kind}`);
  }
  const { params } = wanted;
  const { finding } = occasion;
  const { reader, clock } = repair;
  const proposal = await action.consider({ target, params, finding, reader, now: clock.now() });
  if (proposal.state === 'refused') {
    const judgements = proposal.refusals.map(({ reason, hint }) => denial('action', reason, hint));
    return { ...unfit(wanted, 'action', ''), target, planned: planned(wanted, action, target, { judgements }) };
  }
  return tried({ wanted, action, target, proposal }, occasion, repair);
}

type Fitting = Pick<Subject, 'wanted' | 'action' | 'target' | 'proposal'>;

async function tried(fitting: Fitting, occasion: Occasion, repair: Repair): Promise<ConsideredStep> {
  const { wanted, action, target, proposal } = fitting;
  const before = proposal.writes.map((write) => (write.verb === 'create' ? null : write.before));
  const trials: Trial[] = [];
  for (const write of proposal.writes) {
    const requested = requestFor(write, occasion.marker);
    if (requested.state === 'impossible') {
      const judgements = [denial('action', `${refText(wanted.target)}: ${requested.reason}`)];
      return {
        planned: planned(wanted, action, target, { judgements }),
        target,
        before: [],
        predicted: [],
        moved: null,
      };
    }
    trials.push(await tryOut(requested.request, writtenObject(write), repair));
  }
  const writes = trials.map(({ write }) => write);
  const dryRunRefusal = trials.find(({ refusal }) => refusal !== null)?.refusal ?? null;
  const { planHash, plannedUid, finding } = occasion;
  const subject = { ...fitting, finding, dryRunRefusal, writes, planHash, plannedUid };
  // What only tells somebody has nothing to be guarded from; whether it is said again, its own interval decides.
  const judgements = writes.length === 0 ? [] : await repair.judge(subject);
  const signature = signatureOf(action.id, wanted.params, target.metadata.uid ?? null, proposal);
  return {
    planned: planned(wanted, action, target, { proposal, writes, judgements, signature }),
    target,
    before,
    predicted: trials.map((trial) => trial.predicted),
    moved: trials.find(({ moved }) => moved !== null)?.moved ?? null,
  };
}

interface Trial {
  readonly write: PlannedWrite;
  readonly predicted: KubeObject | null;
  readonly refusal: Subject['dryRunRefusal'];
  readonly moved: string | null;
}

async function tryOut(request: PlannedWrite['request'], object: KubeObject, { writer, clock }: Repair): Promise<Trial> {
  const deadlineMs = clock.monotonicMs() + DRY_RUN_MS;
  const outcome = await writer.write(toWriteRequest(request), { dryRun: true, deadlineMs });
  if (outcome.state !== 'done') {
    // A budget without room is a matter of time, and of the guard that looks at budgets.
    const refusal =
      outcome.state === 'budget' ? null : { reason: outcome.reason, isUnsupported: isUnsupported(outcome.reason) };
    const isMoved = outcome.state === 'conflict' && request.verb !== 'create';
    const moved = isMoved ? `${refText(request.ref)} was changed meanwhile: ${outcome.reason}` : null;
    return { write: { request, changes: [] }, predicted: null, refusal, moved };
  }
  const predicted = request.verb === 'patch' ? outcome.object : null;
  const changes = predicted === null ? [] : writtenChanges(object, predicted);
  return { write: { request, changes }, predicted, refusal: null, moved: null };
}

/** @see https://kubernetes.io/docs/reference/using-api/api-concepts/#dry-run */
function isUnsupported(reason: string): boolean {
  return /does not support dry ?run/i.test(reason);
}

interface Found {
  readonly proposal?: Extract<Proposal, { state: 'proposed' }>;
  readonly writes?: readonly PlannedWrite[];
  readonly judgements: readonly Judgement[];
  readonly signature?: string;
}

/** Without an action nobody knows more of it than its name. */
function planned(wanted: WantedStep, action: Action | null, target: KubeObject | null, found: Found): PlannedStep {
  const { id, params, timeoutMs, onFailure, proof } = wanted;
  const { proposal, writes = [], judgements, signature = '' } = found;
  return PlannedStepSchema.parse(
    plain({
      id,
      action: wanted.action,
      params,
      target: wanted.target,
      targetUid: target?.metadata.uid ?? null,
      summary: proposal?.summary ?? action?.title ?? wanted.action,
      risk: proposal?.risk ?? action?.risk ?? 'R0',
      wayBack: proposal?.wayBack ?? '',
      notes: proposal?.notes ?? [],
      writes,
      judgements,
      signature,
      proposeOnly: action?.proposeOnly === true,
      timeoutMs,
      onFailure,
      proof,
    }),
  );
}

function unfit(wanted: WantedStep, guard: string, reason: string): ConsideredStep {
  const judgements = [denial(guard, reason)];
  return { planned: planned(wanted, null, null, { judgements }), target: null, before: [], predicted: [], moved: null };
}
