import { compareText, firstDifference } from '../base/collate.ts';
import type { Level } from '../checks/define-check.ts';
import { compareSeverity } from '../findings/severity.ts';
import { refKey, refOf } from '../kube/object-ref.ts';
import { severityOf } from './group.ts';
import type { Judged } from './run-checks.ts';

const RANKS: Readonly<Record<Level, number>> = { cause: 0, failure: 1, state: 2, rollup: 3, residue: 4 };

/**
 * On one object, the nearer judgement takes in the farther one (R3): the missing ConfigMap takes in
 * CreateContainerConfigError, the OOM kill takes in the crash loop.
 *
 * Returns, for each judgement that was taken in, the one that took it. Equal ranks are independent, as are different
 * containers of a pod; what is only possible never takes in what is certain (R9).
 */
export function absorbOnSameObject(judged: readonly Judged[]): ReadonlyMap<Judged, Judged> {
  const absorbed = new Map<Judged, Judged>();
  for (const onObject of byObject(judged).values()) {
    if (onObject.length < 2) continue;
    const candidates = [...onObject].sort(nearestFirst);
    for (const one of onObject) {
      const by = candidates.find((other) => other !== one && explains(other, one) && !leadsTo(absorbed, other, one));
      if (by !== undefined) absorbed.set(one, by);
    }
  }
  return absorbed;
}

function explains(near: Judged, far: Judged): boolean {
  if (near.judgement.latent === true || !sameContainer(near, far)) return false;
  if (near.judgement.confidence === 'possible' && (far.judgement.confidence ?? 'certain') === 'certain') return false;
  if (near.check.explains?.includes(far.check.id)) return true;
  return RANKS[far.check.level] < RANKS.rollup && RANKS[near.check.level] < RANKS[far.check.level];
}

function sameContainer(left: Judged, right: Judged): boolean {
  const [one, other] = [left.judgement.container, right.judgement.container];
  return one === undefined || other === undefined || one === other;
}

/** True if `from` was taken in, directly or not, by `to`: the other way round would be a circle. */
function leadsTo(absorbed: ReadonlyMap<Judged, Judged>, from: Judged, to: Judged): boolean {
  for (let step = absorbed.get(from); step !== undefined; step = absorbed.get(step)) {
    if (step === to) return true;
  }
  return false;
}

function nearestFirst(left: Judged, right: Judged): number {
  return firstDifference(
    RANKS[left.check.level] - RANKS[right.check.level],
    compareSeverity(severityOf(left), severityOf(right)),
    compareText(left.check.id, right.check.id),
    compareText(left.judgement.cause, right.judgement.cause),
  );
}

function byObject(judged: readonly Judged[]): ReadonlyMap<string, Judged[]> {
  const groups = new Map<string, Judged[]>();
  for (const one of judged) {
    const key = refKey(refOf(one.object));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}
