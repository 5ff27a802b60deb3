import { MekhanikubeError } from '../../../base/errors.ts';
import { ACTIONS } from '../../../remedy/actions/index.ts';
import { known } from '../../../remedy/guards/facts.ts';
import {
  BY_HAND,
  type Installation,
  PLAIN_INSTALLATION,
  PROTECTIONS,
  type Protection,
} from '../../../remedy/guards/settings.ts';
import { judgeStep, type Mandate } from '../../../remedy/plan/guarding.ts';
import type { Repair } from '../../../remedy/plan/repair.ts';
import type { State } from '../../../remedy/state/state.ts';
import type { PolicySaid } from './by-policy.ts';
import { judgeForeign } from './foreign-runs.ts';
import { remember } from './remembered.ts';
import type { Session } from './session.ts';

/** What the guards need beside the cluster. */
export interface Judging {
  readonly session: Session;
  readonly state: State;
  readonly mandate: Mandate;
  readonly purpose: 'plan' | 'execute';
  readonly run: string | null;
  /** What the policy says of the target now; null where a person asks. */
  readonly said: PolicySaid | null;
}

/** A person who acts with their own rights: no policy limits them, the guards do. */
export function byHandOf({ actor }: Session): Mandate {
  return { mode: null, by: 'person', author: actor.user, safeguards: BY_HAND, allow: [], approvals: [] };
}

/** Puts together what planning and executing need of the world. */
export function repairOf(judging: Judging): Repair {
  const { session, state, mandate, purpose, run, said } = judging;
  const { reader, writer, clock, resources, ask } = session;
  return {
    actions: ACTIONS,
    reader,
    writer,
    clock,
    look: session.look,
    judge: async (subject) => {
      const judgements = await judgeStep(subject, {
        reader,
        resources,
        ask,
        installation: installationOf(process.env),
        mandate,
        purpose,
        run,
        now: () => clock.now(),
        remembered: async () =>
          remember(subject, {
            state,
            cluster: session.cluster.uid,
            policy: mandate.mode?.name ?? null,
            safeguards: mandate.safeguards,
            condition:
              said?.condition ??
              known(
                subject.finding === null
                  ? { state: 'unconditional' }
                  : { state: 'holds', reason: subject.finding.message },
              ),
            schedule: said?.schedule ?? known({ state: 'unscheduled' }),
            targets: said?.targets ?? null,
            run,
          }),
      });
      const foreign = mandate.by === 'policy' ? judgeForeign(subject.target, session.cluster.uid, state) : [];
      return [...judgements, ...foreign];
    },
  };
}

/** What this machine protects beside the built-in set. */
function installationOf(env: NodeJS.ProcessEnv): Installation {
  const list = (name: string) => (env[name] ?? '').split(',').filter((item) => item !== '');
  const allowed = list('MEKHANIKUBE_ALLOW_ACTIONS');
  const namespaces = list('MEKHANIKUBE_ALLOW_NAMESPACES');
  return {
    ...PLAIN_INSTALLATION,
    ownNamespaces: list('MEKHANIKUBE_OWN_NAMESPACES'),
    protectedNamespaces: list('MEKHANIKUBE_PROTECT_NAMESPACES'),
    protectedNames: list('MEKHANIKUBE_PROTECT_NAMES'),
    opened: opened(list('MEKHANIKUBE_OPEN_PROTECTED')),
    allow: {
      actions: allowed.length === 0 ? 'all' : allowed,
      namespaces: namespaces.length === 0 ? 'all' : namespaces,
    },
  };
}

/** @throws MekhanikubeError `usage` for a part that there is not */
function opened(names: readonly string[]): readonly Protection[] {
  return names.map((name) => {
    const part = PROTECTIONS.find((known) => known === name);
    if (part !== undefined) return part;
    throw new MekhanikubeError('usage', `MEKHANIKUBE_OPEN_PROTECTED: "${name}" is no part of the protected set`, {
      hint: `it has ${PROTECTIONS.join(', ')}`,
    });
  });
}
