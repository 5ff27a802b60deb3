import { messageOf } from '../../base/errors.ts';
import type { KubeObject } from '../../kube/object.ts';
import type { AnyKind, ListRead } from '../live/reader.ts';
import { leavesOf } from '../policy/conditions/leaves.ts';
import type { SourceOf } from '../policy/schema/sources.ts';
import type { PolicySpec } from '../policy/schema/spec.ts';
import { METRICS_API, type Metrics, nodeMetricsIn, podMetricsIn } from './metrics.ts';
import { type AskPrometheus, type PrometheusAnswer, queryFor } from './prometheus-signal.ts';
import type { TargetObject } from './target.ts';

/** Whom to ask for what no snapshot holds; null where there is nobody. */
export interface Doors {
  readonly list: ((kind: AnyKind, namespace: string | null) => Promise<ListRead<KubeObject>>) | null;
  readonly prometheus: AskPrometheus | null;
}

/** What the doors said. */
export interface Gathered {
  readonly metrics: Metrics | null;
  /** By server and query. */
  readonly prometheus: ReadonlyMap<string, PrometheusAnswer>;
}

/** A policy's conditions and the targets that they are asked about. */
export interface Asking {
  readonly spec: Pick<PolicySpec, 'when'>;
  readonly targets: readonly TargetObject[];
}

/** Asks each question once, whatever number of policies ask it. Whoever does not answer makes a value unknown. */
export async function gather(asking: readonly Asking[], doors: Doors): Promise<Gathered> {
  const [metrics, prometheus] = await Promise.all([
    gatherMetrics(asking, doors.list),
    gatherPrometheus(asking, doors.prometheus),
  ]);
  return { metrics, prometheus };
}

/** The key of a query's answer. */
export function answerKey(server: string, query: string): string {
  return `${server}\0${query}`;
}

async function gatherMetrics(asking: readonly Asking[], list: Doors['list']): Promise<Metrics | null> {
  if (list === null) return null;
  const namespaces = new Set<string>();
  let wantsNodes = false;
  for (const { spec, targets } of asking) {
    for (const { leaf } of leavesOf(spec.when)) {
      if (leaf.source.from !== 'metric') continue;
      if (leaf.source.scope === 'node') wantsNodes = true;
      else for (const pod of targets.flatMap(({ pods }) => pods)) namespaces.add(pod.metadata.namespace ?? '');
    }
  }
  const read = (kind: string, namespace: string | null) =>
    list({ apiVersion: METRICS_API, kind }, namespace).catch(
      (thrown): ListRead<KubeObject> => ({ state: 'unreadable', reason: messageOf(thrown) }),
    );
  const pods = await Promise.all(
    [...namespaces].map(async (name) => [name, podMetricsIn(await read('PodMetrics', name))] as const),
  );
  return { pods: new Map(pods), nodes: wantsNodes ? nodeMetricsIn(await read('NodeMetrics', null)) : null };
}

async function gatherPrometheus(
  asking: readonly Asking[],
  ask: AskPrometheus | null,
): Promise<ReadonlyMap<string, PrometheusAnswer>> {
  const wanted = new Map<string, SourceOf<'prometheus'> & { readonly text: string }>();
  for (const { spec, targets } of asking) {
    for (const { leaf } of leavesOf(spec.when)) {
      if (leaf.source.from !== 'prometheus') continue;
      for (const target of targets) {
        const text = queryFor(leaf.source.query, target);
        if (text !== undefined) wanted.set(answerKey(leaf.source.server, text), { ...leaf.source, text });
      }
    }
  }
  if (ask === null) return new Map();
  const answers: [string, PrometheusAnswer][] = [];
  // One after the other: many targets are no reason to flood a server that may be what is ill.
  for (const [key, { server, text, timeout }] of wanted)
    answers.push([key, await answerOf(ask, server, text, timeout)]);
  return new Map(answers);
}

async function answerOf(
  ask: AskPrometheus,
  server: string,
  query: string,
  timeoutMs: number,
): Promise<PrometheusAnswer> {
  try {
    return await ask(server, query, AbortSignal.timeout(timeoutMs));
  } catch (thrown) {
    return { state: 'failed', reason: messageOf(thrown) };
  }
}
