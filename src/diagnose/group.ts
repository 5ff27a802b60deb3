import { compareText, firstDifference } from '../base/collate.ts';
import type { AnyCheck } from '../checks/define-check.ts';
import type { Confidence, Severity } from '../findings/severity.ts';
import { compareSeverity, worst } from '../findings/severity.ts';
import type { Kind } from '../kube/object.ts';
import { compareRefs, type ObjectRef, refKey, refOf } from '../kube/object-ref.ts';
import type { View } from '../snapshot/view.ts';
import type { Judged } from './run-checks.ts';

/** Judgements with one check and one cause on one owner: one finding, or one symptom. */
export interface Group {
  readonly check: AnyCheck;
  readonly subject: ObjectRef;
  /** Worst first, then by name. The first one speaks for all. */
  readonly judged: readonly [Judged, ...Judged[]];
  readonly causeKey: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** The object that the fingerprint names: the shared cause where there is one. */
  readonly anchor: ObjectRef;
}

/**
 * Collapses judgements by owner (R1): pods of one Deployment with the same check and cause become one group.
 *
 * Judgements that name one shared object as their cause become one group whoever owns them; its subject is the owner
 * while there is only one, and the shared object from the second on. What was taken in on its own object is grouped
 * apart: it is a symptom, and the rest of the same check is not.
 */
export function groupJudged(
  judged: readonly Judged[],
  absorbed: ReadonlyMap<Judged, Judged>,
  view: View<Kind>,
): readonly Group[] {
  const buckets = new Map<string, Judged[]>();
  for (const one of judged) {
    const { check, object, judgement } = one;
    const anchor = judgement.shared ?? view.topOwner(object);
    const key = [
      check.id,
      judgement.shared === undefined ? 'owner' : 'shared',
      refKey(anchor),
      judgement.cause,
      absorbed.has(one) ? 'taken in' : 'open',
    ].join('\0');
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [one]);
    else bucket.push(one);
  }
  return [...buckets.values()].map((bucket) => toGroup(bucket, view));
}

/** How bad a judgement is: its own word, or its check's. */
export function severityOf({ check, judgement }: Judged): Severity {
  return capped(judgement.severity ?? check.severity, judgement.confidence ?? 'certain');
}

/** What is only possible is never worse than medium. */
export function capped(severity: Severity, confidence: Confidence): Severity {
  return confidence === 'possible' && compareSeverity(severity, 'medium') < 0 ? 'medium' : severity;
}

const CONFIDENCES: readonly Confidence[] = ['certain', 'likely', 'possible'];

function toGroup(bucket: readonly Judged[], view: View<Kind>): Group {
  const judged = [...bucket].sort((left, right) =>
    firstDifference(
      compareSeverity(severityOf(left), severityOf(right)),
      // What is down now words the finding, before what would be down at its next start.
      Number(left.judgement.latent === true) - Number(right.judgement.latent === true),
      compareRefs(refOf(left.object), refOf(right.object)),
      compareText(left.judgement.container ?? '', right.judgement.container ?? ''),
    ),
  );
  const [first, ...rest] = judged;
  if (first === undefined) throw new RangeError('a group needs at least one judgement');
  const owners = new Map(judged.map(({ object }) => view.topOwner(object)).map((owner) => [refKey(owner), owner]));
  const owner = view.topOwner(first.object);
  const shared = first.judgement.shared;
  return {
    check: first.check,
    subject: shared !== undefined && owners.size > 1 ? shared : owner,
    judged: [first, ...rest],
    causeKey: first.judgement.cause,
    severity: worst(judged.map(severityOf)) ?? first.check.severity,
    confidence:
      CONFIDENCES.find((level) => judged.some((one) => (one.judgement.confidence ?? 'certain') === level)) ?? 'certain',
    anchor: shared ?? owner,
  };
}
