import { refKey } from '../../../kube/object-ref.ts';
import { isFitting, type Plan } from '../../../remedy/plan/plan.ts';
import type { Runtime } from '../../program.ts';
import type { Session } from './session.ts';
import { type Books, openBooks } from './state.ts';

const KEPT_MS = 14 * 24 * 3_600_000;

/**
 * Puts plans into the state folder, where `apply` finds them, and gives them their ids. Those whose action does not fit
 * are not kept.
 *
 * @throws MekhanikubeError `denied` while another process works on the state folder
 */
export function keepPlans(
  plans: readonly Plan[],
  session: Session,
  { version }: Pick<Runtime, 'version'>,
): readonly Plan[] {
  if (!plans.some(isFitting)) return plans;
  const books = openBooks(process.env);
  try {
    return plans.map((plan) => (isFitting(plan) ? keepIn(books, plan, session, version) : plan));
  } finally {
    books.close();
  }
}

/** Keeps one in the state folder that is open. */
export function keepIn(books: Books, plan: Plan, session: Session, version: string): Plan {
  const uid = plan.steps.find(({ targetUid }) => targetUid !== null)?.targetUid ?? null;
  const parent = uid === null ? null : lastRunOn(uid, plan, books.backups.allRuns());
  const run = books.backups.createRun({
    tool: { version, commit: null },
    cluster: { uid: session.cluster.uid, server: session.cluster.server, version: null },
    policy:
      plan.origin.policy === null
        ? null
        : { ref: plan.origin.policy.name, uid: null, generation: null, specHash: plan.origin.policy.hash },
    actor: { ...session.actor, via: 'cli' },
    targets: uid === null ? [] : [{ ref: plan.target, uid, parentRun: parent }],
    ttlUntil: new Date(Date.now() + KEPT_MS).toISOString(),
  });
  const kept = { ...plan, id: run.id };
  run.writeJson('plan.json', kept);
  return kept;
}

/** The run before this one that changed the same object: a chain leads back to how it was before all of them. */
function lastRunOn(
  uid: string,
  plan: Plan,
  runs: readonly {
    readonly id: string;
    header(): { readonly targets: readonly { readonly uid: string; readonly ref: Plan['target'] }[] };
    isSealed(): boolean;
    manifest(): { readonly outcome: string } | undefined;
  }[],
): string | null {
  const earlier = runs.filter(
    (run) =>
      run.isSealed() &&
      run.manifest()?.outcome === 'succeeded' &&
      run.header().targets.some((target) => target.uid === uid && refKey(target.ref) === refKey(plan.target)),
  );
  return earlier.at(-1)?.id ?? null;
}
