import { messageOf } from '../../base/errors.ts';
import type { Resources } from '../../cluster/resources.ts';
import { type Approval, type Fact, type GuardFacts, known, unknown } from '../guards/facts.ts';
import { type Given, gatherLive } from '../guards/gather/index.ts';
import { judgeAll } from '../guards/judge-all.ts';
import type { Installation, Safeguards } from '../guards/settings.ts';
import type { Reader } from '../live/reader.ts';
import { neededRights } from '../rights/needed-rights.ts';
import { type Ask, reviewRights } from '../rights/review-rights.ts';
import type { Judgement } from './plan.ts';
import type { Subject } from './repair.ts';

/** What stands behind a plan: a policy, or a person. */
export interface Mandate {
  readonly mode: Extract<GuardFacts['mode'], { known: true }>['value']['policy'];
  readonly by: 'policy' | 'person';
  /** Who made the plan. */
  readonly author: string;
  readonly safeguards: Safeguards;
  readonly allow: Extract<GuardFacts['allowList'], { known: true }>['value']['lists'];
  readonly approvals: readonly Approval[];
}

/** What the state folder and the policies tell; each may be unknown. */
export type Remembered = Pick<GuardFacts, 'condition' | 'schedule' | 'cooldown' | 'disk' | 'tokens'> & {
  readonly installationState: Given['installationState'];
  readonly targets: Given['targets'];
};

/** What the guards of one run are asked with. */
export interface Guarding {
  readonly reader: Reader;
  readonly resources: Resources;
  readonly ask: Ask;
  readonly installation: Installation;
  readonly mandate: Mandate;
  readonly purpose: 'plan' | 'execute';
  /** The run that the plan becomes; null while it has no id. */
  readonly run: string | null;
  now(): Date;
  remembered(subject: Subject): Promise<Remembered>;
}

/** Asks all guards about a step, with what the cluster, the state folder and the policy tell now. */
export async function judgeStep(subject: Subject, guarding: Guarding): Promise<readonly Judgement[]> {
  const { mandate, purpose, installation, reader } = guarding;
  const { target, proposal, action } = subject;
  const remembered = await guarding.remembered(subject);
  const { installationState, targets, ...ofState } = remembered;
  const live = await gatherLive({
    target,
    plannedUid: subject.plannedUid,
    proposal,
    safeguards: mandate.safeguards,
    installation,
    reader,
    installationState,
    targets,
  });
  const facts: GuardFacts = {
    ...live,
    ...ofState,
    mode: known({ policy: mandate.mode, by: mandate.by, purpose }),
    allowList: known({
      action: action.id,
      objects: [subject.wanted.target, ...subject.writes.map(({ request }) => request.ref)],
      lists: [{ of: 'the installation', allow: installation.allow }, ...mandate.allow],
    }),
    rights: await rightsOf(subject, guarding),
    approval: known({
      settings: purpose === 'plan' ? null : mandate.safeguards.approval,
      risk: proposal.risk,
      planId: guarding.run,
      planHash: subject.planHash ?? '',
      author: mandate.author,
      approvals: mandate.approvals,
      now: guarding.now(),
    }),
    dryRun: known({
      object: subject.wanted.target,
      refusal: subject.dryRunRefusal,
      settings: mandate.safeguards,
      purpose,
    }),
  };
  return judgeAll(facts).judged.map(({ guard, verdict }) =>
    verdict.allows
      ? { guard, allows: true, reason: verdict.note ?? '', hint: null, waitsFor: null }
      : {
          guard,
          allows: false,
          reason: verdict.reason,
          hint: verdict.hint ?? null,
          waitsFor: verdict.waitsFor ?? null,
        },
  );
}

async function rightsOf(
  { action, target, proposal }: Subject,
  { resources, ask }: Guarding,
): Promise<Fact<Extract<GuardFacts['rights'], { known: true }>['value']>> {
  const resourceOf = async (apiVersion: string, kind: string): Promise<string | undefined> => {
    const found = await resources.find(apiVersion, kind);
    return found.state === 'found' ? found.resource.name : undefined;
  };
  try {
    return known(await reviewRights(await neededRights(action.rights, target, proposal.writes, resourceOf), ask));
  } catch (thrown) {
    return unknown(messageOf(thrown));
  }
}
