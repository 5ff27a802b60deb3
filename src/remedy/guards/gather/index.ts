import { messageOf } from '../../../base/errors.ts';
import { type BlastRadiusFacts, type Fact, type GuardFacts, type InstallationFacts, known, unknown } from '../facts.ts';
import { gatherControls } from './control-maps.ts';
import { gatherDisruptionBudget } from './disruption-budget.ts';
import { type Gathering, Shared } from './gathering.ts';
import { gatherLosses } from './losses.ts';
import { gatherOwnership } from './ownership.ts';
import { gatherProtected } from './protected.ts';
import { gatherCapacity, gatherLimitRange, gatherQuota } from './room.ts';
import { gatherTarget } from './target.ts';

/** What only the caller knows of the facts that are gathered here. */
export interface Given extends Omit<Gathering, 'shared'> {
  readonly installationState: Omit<InstallationFacts, 'controls'>;
  readonly targets: BlastRadiusFacts['targets'];
}

/** The facts that the live cluster tells. One that cannot be read does not keep the others from being read. */
export async function gatherLive(given: Given): Promise<GuardFacts> {
  const gathering: Gathering = { ...given, shared: new Shared(given.reader) };
  const { installation, installationState, reader } = given;
  const [controls, losses] = await Promise.all([
    fact(() => gatherControls(installation.ownNamespaces, reader)),
    fact(() => gatherLosses(gathering)),
  ]);
  const { effects, writes } = given.proposal;
  const blast = { effects, writes, limits: given.safeguards.blastRadius, targets: given.targets };
  const gathered = await Promise.all([
    fact(() => gatherTarget(gathering)),
    fact(() => gatherProtected(gathering)),
    fact(() => gatherOwnership(gathering)),
    fact(() => gatherQuota(gathering)),
    fact(() => gatherLimitRange(gathering)),
    fact(() => gatherCapacity(gathering)),
    fact(() => gatherDisruptionBudget(gathering)),
  ]);
  const [target, protectedFact, ownership, quota, limitRange, capacity, disruptionBudget] = gathered;
  return {
    installation: controls.known ? known({ ...installationState, controls: controls.value }) : controls,
    blastRadius: losses.known ? known({ ...blast, losses: losses.value }) : losses,
    target,
    protected: protectedFact,
    ownership,
    quota,
    limitRange,
    capacity,
    disruptionBudget,
  };
}

async function fact<T>(gather: () => Promise<T>): Promise<Fact<T>> {
  try {
    return known(await gather());
  } catch (error) {
    return unknown(messageOf(error));
  }
}
