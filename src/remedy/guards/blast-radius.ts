import { countText } from '../../base/list-text.ts';
import { refText } from '../../kube/object-ref.ts';
import { quantityText } from '../../kube/quantities.ts';
import { defineGuard } from './define-guard.ts';
import type { BlastRadiusFacts } from './facts.ts';
import type { Denial } from './guard.ts';
import type { Loss } from './live-facts.ts';
import { memoryGrowth } from './memory-growth.ts';
import { deny, together } from './verdicts.ts';

/** How much one step may change, and how much may be in trouble before nothing is changed at all. */
export const blastRadius = defineGuard({
  id: 'blast-radius',
  title: 'How much is changed at once',
  on: 'blastRadius',
  judge: (facts) =>
    together([
      ...storm(facts),
      ...targets(facts),
      ...pods(facts),
      ...facts.losses.flatMap((loss) => healthy(loss, facts)),
      ...growth(facts),
    ]),
});

function over(what: string, limit: string): readonly Denial[] {
  return [deny(`${what}, and ${limit}`, { id: 'BlastRadius' })];
}

function storm({ targets, limits: { stormThreshold } }: BlastRadiusFacts): readonly Denial[] {
  if (targets === null || stormThreshold === null || targets.inTrouble <= stormThreshold) return [];
  const reason = `${countText(targets.inTrouble, 'target')} are in trouble at once, more than stormThreshold ${stormThreshold}`;
  return [deny(reason, { id: 'Storm', hint: 'look for the cause that they share, before changing each of them' })];
}

function targets({ targets: facts, limits: { maxTargets, maxTargetsPercent } }: BlastRadiusFacts): readonly Denial[] {
  if (facts === null) return [];
  const { changing, covered } = facts;
  const what = `${countText(changing, 'target')} of ${covered} would be changed at the same time`;
  // One target must be possible, however few there are.
  const share = maxTargetsPercent === null ? null : Math.max(1, Math.floor((covered * maxTargetsPercent) / 100));
  return [
    ...(maxTargets !== null && changing > maxTargets ? over(what, `maxTargets is ${maxTargets}`) : []),
    ...(share !== null && changing > share ? over(what, `maxTargetsPercent ${maxTargetsPercent} allows ${share}`) : []),
  ];
}

function pods({ effects, limits: { maxPodsDisrupted } }: BlastRadiusFacts): readonly Denial[] {
  const { podsDisrupted } = effects;
  if (maxPodsDisrupted === null || podsDisrupted <= maxPodsDisrupted) return [];
  return over(
    `${countText(podsDisrupted, 'pod')} would be stopped or replaced`,
    `maxPodsDisrupted is ${maxPodsDisrupted}`,
  );
}

function healthy({ workload, wanted, ready, lost }: Loss, { limits }: BlastRadiusFacts): readonly Denial[] {
  const { minHealthyPercent } = limits;
  // The status may lag behind the pods.
  const left = Math.max(0, ready - lost);
  if (lost === 0 || left * 100 >= wanted * minHealthyPercent) return [];
  const what = `${refText(workload)} would have ${left} of ${countText(wanted, 'wanted pod')} ready meanwhile`;
  return over(what, `minHealthyPercent is ${minHealthyPercent}`);
}

function growth({ effects, writes, limits }: BlastRadiusFacts): readonly Denial[] {
  const { replicas, resourceFactor = 1 } = effects;
  const { maxReplicas, maxReplicaFactor, maxResourceFactor, maxMemory } = limits;
  const denials: Denial[] = [];
  if (replicas !== undefined && replicas.to > replicas.from) {
    const what = `replicas would go from ${replicas.from} to ${replicas.to}`;
    const factor = replicas.to / Math.max(1, replicas.from);
    if (maxReplicas !== null && replicas.to > maxReplicas) denials.push(...over(what, `maxReplicas is ${maxReplicas}`));
    if (maxReplicaFactor !== null && factor > maxReplicaFactor) {
      denials.push(...over(what, `maxReplicaFactor is ${maxReplicaFactor}`));
    }
  }
  if (maxResourceFactor !== null && !(resourceFactor <= maxResourceFactor)) {
    denials.push(
      ...over(`a resource would grow by the factor ${resourceFactor}`, `maxResourceFactor is ${maxResourceFactor}`),
    );
  }
  const memory = maxMemory === null ? null : memoryGrowth(writes);
  if (maxMemory !== null && memory !== null && memory > maxMemory) {
    const [most, max] = [quantityText('memory', memory), quantityText('memory', maxMemory)];
    denials.push(...over(`a container would get ${most} of memory`, `maxMemory is ${max}`));
  }
  return denials;
}
