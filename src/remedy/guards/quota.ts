import type { ObjectOf } from '../../kube/object.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { quantityText, quantityValue } from '../../kube/quantities.ts';
import { defineGuard } from './define-guard.ts';
import type { Denial } from './guard.ts';
import type { QuotaFacts } from './live-facts.ts';
import { coversPods } from './quota-scopes.ts';
import { allow, deny, together } from './verdicts.ts';

type Quota = ObjectOf<'ResourceQuota'>;

/**
 * What is needed against what every ResourceQuota has left. A dry run counts the object that is written, and not the
 * pods that its controller will make of it.
 */
export const quota = defineGuard({
  id: 'quota',
  title: 'Room in the quotas of the namespace',
  on: 'quota',
  judge: (facts) =>
    facts.respect
      ? together(facts.quotas.flatMap((object) => judgeQuota(object, facts)))
      : allow('the policy does not look at quotas'),
});

/** A guard against sums like 0.1 + 0.2. */
const TINY = 1e-9;

function judgeQuota(object: Quota, { demand, pod }: QuotaFacts): readonly Denial[] {
  const needs = Object.entries(demand).filter(([, amount]) => !(amount <= 0));
  return needs.flatMap(([name, amount]) => {
    const hard = Object.keys({ ...object.spec?.hard, ...object.status?.hard }).filter(
      (key) => meaning(key) === meaning(name),
    );
    if (hard.length === 0 || !coversPods(object, pod)) return [];
    return hard.flatMap((key) => judgeAmount(object, key, amount));
  });
}

function judgeAmount(object: Quota, key: string, amount: number): readonly Denial[] {
  const name = refText(refOf(object));
  // The server counts against the status, which follows the spec: what is stricter holds.
  const hards = [object.spec?.hard?.[key], object.status?.hard?.[key]].flatMap((value) => quantityValue(value) ?? []);
  const hard = hards.length === 0 ? undefined : Math.min(...hards);
  const used = quantityValue(object.status?.used?.[key]);
  const needed = quantityText(key, amount);
  if (hard === undefined || used === undefined || Number.isNaN(amount)) {
    return [deny(`${key}: ${needed} more needed, and ${name} does not say how much is used`, { id: 'Unknown' })];
  }
  if (amount <= hard - used + TINY) return [];
  const [left, all, taken] = [Math.max(0, hard - used), hard, used].map((value) => quantityText(key, value));
  const reason = `${key}: ${needed} more needed, and ${name} has ${left} left (${taken} of ${all} used)`;
  return [deny(reason, { id: 'QuotaExceeded', hint: `raise ${key} of ${name}, or free some` })];
}

/** One name for what a quota has two for. @see https://kubernetes.io/docs/concepts/policy/resource-quotas/ */
function meaning(key: string): string {
  if (['cpu', 'memory', 'ephemeral-storage'].includes(key)) return `requests.${key}`;
  return key.replace(/^count\/(?!.*\.)/, '');
}
