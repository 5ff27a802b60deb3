import { containersOf } from '../../kube/containers.ts';
import { globMatches } from '../../kube/glob.ts';
import type { ContainerStatus, Kind, Pod } from '../../kube/object.ts';
import { timeMs } from '../../kube/time.ts';
import type { View } from '../../snapshot/view.ts';
import type { SourceOf } from '../policy/schema/sources.ts';
import { containerKey, type RestartHistory } from './restart-history.ts';
import { known, type Sample, unknown } from './sample.ts';
import type { TargetObject } from './target.ts';

interface Delta {
  readonly container: string;
  readonly count: number;
  readonly exact: boolean;
}

/** The restarts within the window of the container that restarted most, those of replaced pods included. */
export function restartSignal(
  { container = '*', window }: SourceOf<'restarts'>,
  { ref, pods }: TargetObject,
  view: View<Kind>,
  history: RestartHistory,
): Sample {
  if (!view.covers('Pod', ref.namespace)) return unknown('pods could not be read');
  const names = new Set(pods.flatMap((pod) => containersOf(pod).map(({ name }) => name)));
  const deltas = [...names]
    .filter((name) => globMatches(container, name))
    .map((name) => deltaOf(name, pods, window, view, history));
  const most = deltas.reduce<Delta | undefined>(
    (best, delta) => (best === undefined || delta.count > best.count ? delta : best),
    undefined,
  );
  if (most === undefined) return unknown(`no container ${container} was seen`);
  const text = `${most.count} restarts of ${most.container}`;
  if (deltas.every(({ exact }) => exact)) return known(most.count, text);
  return { ...known(most.count, `${text} at least`), atLeast: true };
}

function deltaOf(
  name: string,
  pods: readonly Pod[],
  windowMs: number,
  view: View<Kind>,
  history: RestartHistory,
): Delta {
  const fromMs = view.takenAtMs - windowMs;
  const seen = fromStatus(name, pods, fromMs);
  const [first] = pods;
  const entry = first === undefined ? undefined : history[containerKey(first, name, view)];
  if (entry === undefined) return { container: name, ...seen };
  const before = entry.marks.filter(({ atMs }) => atMs <= fromMs).at(-1);
  if (before !== undefined) return { container: name, count: entry.total - before.total, exact: true };
  const watched = entry.total - (entry.marks[0]?.total ?? 0);
  return { container: name, count: Math.max(watched, seen.count), exact: seen.exact && seen.count >= watched };
}

/** What the pods themselves tell: all restarts of a pod that began within the window, else the last one at most. */
function fromStatus(
  name: string,
  pods: readonly Pod[],
  fromMs: number,
): { readonly count: number; readonly exact: boolean } {
  let count = 0;
  let exact = true;
  for (const pod of pods) {
    const status = containersOf(pod).find((container) => container.name === name)?.status;
    const restarts = status?.restartCount ?? 0;
    if ((timeMs(pod.metadata.creationTimestamp) ?? 0) >= fromMs || restarts === 0) count += restarts;
    else if ((lastEndMs(status) ?? 0) >= fromMs) {
      count += 1;
      exact = exact && restarts === 1;
    } else exact = exact && lastEndMs(status) !== undefined;
  }
  return { count, exact };
}

function lastEndMs(status: ContainerStatus | undefined): number | undefined {
  return timeMs(status?.lastState?.terminated?.finishedAt);
}
