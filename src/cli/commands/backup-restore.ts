import { MekhanikubeError } from '../../base/errors.ts';
import type { Json } from '../../base/json.ts';
import type { KubeObject } from '../../kube/object.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { controllerOf } from '../../kube/owners.ts';
import { plain } from '../../remedy/patch/plain.ts';
import { isMap } from '../../remedy/patch/pointer.ts';
import { makePlan, type Request } from '../../remedy/plan/make-plan.ts';
import { isAllowed, type Plan } from '../../remedy/plan/plan.ts';
import { recreated } from '../../remedy/run/recreated.ts';
import { planText } from '../../report/plan-text.ts';
import { EXIT } from '../exit-codes.ts';
import type { Runtime } from '../program.ts';
import { writeStdout } from '../ui/write.ts';
import { backedUpObjects, liveObject } from './backup-diff.ts';
import { byHandOf, repairOf } from './remediate/judge.ts';
import { keepPlans } from './remediate/keep-plan.ts';
import { layout } from './remediate/layout.ts';
import { planIn, sameCluster } from './remediate/plan-of.ts';
import { type RollbackOptions, rollbackCommand } from './remediate/rollback.ts';
import { openSession, type Session } from './remediate/session.ts';
import { readState } from './remediate/state.ts';

/** The flags as they were typed. */
export interface RestoreOptions extends RollbackOptions {
  readonly recreate?: boolean;
}

const TIMEOUT_MS = 300_000;

/**
 * Brings back what a run changed; with `recreate`, plans to make objects again that are gone.
 *
 * @returns the exit code
 */
export async function backupRestore(id: string, options: RestoreOptions, runtime: Runtime): Promise<number> {
  if (options.recreate !== true) return rollbackCommand(id, options, runtime);
  const session = await openSession(options, runtime);
  try {
    const { state, backups } = readState(process.env, 'mark');
    const run = backups.findRun(id);
    sameCluster(planIn(run), session);
    const repair = repairOf({ session, state, mandate: byHandOf(session), purpose: 'plan', run: null, said: null });
    const made: Plan[] = [];
    for (const object of await missing(backedUpObjects(run), session)) {
      const plan = await makePlan(
        requestFor(object, await standIn(object, session)),
        { id: '', cluster: session.cluster, actor: session.actor },
        repair,
      );
      made.push(plan);
    }
    const plans = keepPlans(made, session, runtime);
    if (plans.length === 0) {
      await writeStdout('Nothing is missing that the backup holds.\n');
      return EXIT.ok;
    }
    const first = plans.find(isAllowed);
    if (options.output === 'json') await writeStdout(`${JSON.stringify(plans, null, 2)}\n`);
    else {
      const next =
        first === undefined
          ? `Nothing can be applied as it stands. What the backup holds: mekhanikube backup show ${run.id}`
          : `Apply one: mekhanikube remediate apply ${first.id}`;
      await writeStdout(`${planText(plans, layout(options))}\n${next}\n`);
    }
    return first === undefined ? EXIT.denied : EXIT.ok;
  } finally {
    session.close();
  }
}

async function missing(objects: readonly KubeObject[], { reader }: Session): Promise<readonly KubeObject[]> {
  const gone: KubeObject[] = [];
  for (const object of objects) {
    // What a controller made, it makes anew by itself.
    if (controllerOf(object) !== undefined) continue;
    if ((await liveObject(refOf(object), reader)) === null) gone.push(object);
  }
  return gone;
}

/** A plan needs a target that is there: the namespace that the object belongs to. */
async function standIn(object: KubeObject, { reader }: Session): Promise<KubeObject> {
  const { namespace } = object.metadata;
  const ref = { apiVersion: 'v1', kind: 'Namespace', namespace: null, name: namespace ?? '' };
  const found = namespace === undefined ? null : await liveObject(ref, reader);
  if (found !== null) return found;
  throw new MekhanikubeError(
    'denied',
    `${refText(refOf(object))} cannot be made again: its namespace is gone, or it has none`,
    {
      hint: 'make it again by hand from the backup: mekhanikube backup export',
    },
  );
}

/** As it can be applied: with a name of its own, and without the empty fields that the server puts into each template. */
function manifestOf(object: KubeObject): unknown {
  const { metadata, ...rest } = plain(recreated(object)) as { readonly [key: string]: Json };
  const { name, namespace, labels, annotations } = isMap(metadata) ? metadata : {};
  return {
    ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, withoutEmpty(value)])),
    metadata: { name, namespace, labels, annotations },
  };
}

function withoutEmpty(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (!isMap(value)) return value;
  const isEmpty = (key: string, below: Json) =>
    key === 'securityContext' && isMap(below) && Object.keys(below).length === 0;
  const kept = Object.entries(value).filter(([key, below]) => !isEmpty(key, below));
  return Object.fromEntries(kept.map(([key, below]) => [key, withoutEmpty(below)]));
}

function requestFor(object: KubeObject, target: KubeObject): Request {
  const ref = refOf(target);
  const proof = { cleared: [], forMs: 0, noNewFindings: null };
  const step = {
    id: '01-manifest.apply',
    action: 'manifest.apply',
    params: { manifest: manifestOf(object) },
    target: ref,
    timeoutMs: TIMEOUT_MS,
    onFailure: 'Rollback' as const,
    proof,
  };
  return { target: ref, finding: null, policy: null, steps: [step], fallback: [], revertAfterMs: null };
}
