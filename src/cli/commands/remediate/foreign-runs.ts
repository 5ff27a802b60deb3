import { z } from 'zod';
import type { KubeObject } from '../../../kube/object.ts';
import { refOf, refText } from '../../../kube/object-ref.ts';
import { openBackups } from '../../../remedy/backup/backups.ts';
import { keyring } from '../../../remedy/backup/encrypt.ts';
import { RunId } from '../../../remedy/journal/record.ts';
import { denial } from '../../../remedy/plan/denial.ts';
import type { Judgement } from '../../../remedy/plan/plan.ts';
import type { State } from '../../../remedy/state/state.ts';
import type { Session } from './session.ts';

const Accepted = z.array(RunId);
const KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Service', 'HorizontalPodAutoscaler'] as const;

/**
 * Refuses, where no person asks, to change what a run has changed that this state folder does not know: the folder may be
 * an old copy, and then its cooldowns and backups are, too.
 */
export function judgeForeign(target: KubeObject, cluster: string, state: State): readonly Judgement[] {
  const run = runThatChanged(target);
  if (run === null || isKnown(run, cluster, state)) return [];
  const reason = `${refText(refOf(target))} was changed by run ${run}, which this state folder does not know: it may be an old copy`;
  return [denial('known-runs', reason, 'mekhanikube recover --reconcile')];
}

/** Takes note of all runs whose marks stand in the cluster and that this state folder does not know. */
export async function reconcile({ reader, cluster }: Session, state: State): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const kind of KINDS) {
    const listed = await reader.list(kind, null);
    if (listed.state === 'unreadable') continue;
    for (const object of listed.objects) {
      const run = runThatChanged(object);
      if (run !== null && !isKnown(run, cluster.uid, state)) found.add(run);
    }
  }
  const all = [...new Set([...accepted(cluster.uid, state), ...found])].sort();
  state.makeFolder(`clusters/${cluster.uid}`);
  state.write(pathOf(cluster.uid), Buffer.from(`${JSON.stringify(all)}\n`));
  return [...found].sort();
}

function runThatChanged({ metadata }: KubeObject): string | null {
  const run = metadata.annotations?.['mekhanikube.io/last-run']?.split('/')[0];
  return RunId.safeParse(run).success ? (run ?? null) : null;
}

function isKnown(run: string, cluster: string, state: State): boolean {
  const backups = openBackups(state, { keys: keyring([]) });
  return backups.runIn(cluster, run) !== undefined || accepted(cluster, state).includes(run);
}

function accepted(cluster: string, state: State): readonly string[] {
  const bytes = state.read(pathOf(cluster));
  if (bytes === undefined) return [];
  try {
    return Accepted.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    // What is damaged accepts nothing: then a person is asked once more.
    return [];
  }
}

function pathOf(cluster: string): string {
  return `clusters/${cluster}/foreign-runs.json`;
}
