import type { KubeObject, ObjectOf } from '../object.ts';
import { type Labels, selectorMatches } from '../selectors.ts';
import { isOf } from './workloads.ts';

/** The kinds that select the pods they keep running. */
export const SELECTING_KINDS = ['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'] as const;
export type Selecting = ObjectOf<(typeof SELECTING_KINDS)[number]>;

interface Workloads {
  all<T extends (typeof SELECTING_KINDS)[number]>(kind: T): readonly ObjectOf<T>[];
}

/** Workloads by the labels that their pods carry. */
export interface SelectedIndex {
  /** Other workloads of the namespace whose pods this one's selector matches. */
  selectedBy(workload: Selecting): readonly Selecting[];
}

/** True for a workload that wants pods now and is not being deleted. */
function wantsPods(workload: Selecting): boolean {
  if (workload.metadata.deletionTimestamp !== undefined) return false;
  if (isOf(workload, 'DaemonSet')) return (workload.status?.desiredNumberScheduled ?? 0) > 0;
  return (workload.spec?.replicas ?? 1) > 0;
}

/** True for a ReplicaSet that a rollout made: its selector has the hash of its template, which nothing else has. */
function isOfRollout({ kind, metadata }: KubeObject): boolean {
  return kind === 'ReplicaSet' && metadata.labels?.['pod-template-hash'] !== undefined;
}

/**
 * Finds workloads that want pods now and whose selectors meet: pass it to `view.shared`.
 *
 * Kubernetes knows whose a pod is by its owner, so both run; but whatever goes by the selector takes them for one.
 */
export function selectedIndex(view: Workloads): SelectedIndex {
  const byLabel = new Map<string, Selecting[]>();
  for (const kind of SELECTING_KINDS) {
    for (const workload of view.all(kind)) {
      if (isOfRollout(workload) || !wantsPods(workload)) continue;
      for (const key of keysOf(workload.metadata.namespace, podLabelsOf(workload))) {
        const known = byLabel.get(key);
        if (known === undefined) byLabel.set(key, [workload]);
        else known.push(workload);
      }
    }
  }
  return {
    selectedBy(workload) {
      const selector = workload.spec?.selector;
      if (isOfRollout(workload) || !wantsPods(workload)) return [];
      // The rarest label of the selector; one without a plain label is too rare to be looked for.
      const lists = keysOf(workload.metadata.namespace, selector?.matchLabels).map((key) => byLabel.get(key) ?? []);
      const [fewest = []] = lists.sort((left, right) => left.length - right.length);
      return fewest.filter((other) => other !== workload && selectorMatches(selector, podLabelsOf(other)));
    },
  };
}

/** True where the selector of one workload matches the pods of another. */
export function selects(workload: Selecting, other: Selecting): boolean {
  return selectorMatches(workload.spec?.selector, podLabelsOf(other));
}

function podLabelsOf(workload: Selecting): Labels {
  return workload.spec?.template?.metadata?.labels ?? {};
}

function keysOf(namespace: string | undefined, labels: Labels | undefined): readonly string[] {
  return Object.entries(labels ?? {}).map(([key, value]) => `${namespace ?? ''}\0${key}=${value}`);
}
