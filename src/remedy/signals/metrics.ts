import { z } from 'zod';
import type { KubeObject } from '../../kube/object.ts';
import type { ListRead } from '../live/reader.ts';

const Usage = z.object({ cpu: z.string().max(64).optional(), memory: z.string().max(64).optional() });
const Named = z.object({ name: z.string(), namespace: z.string().optional() });

const PodMetrics = z.object({
  metadata: Named,
  timestamp: z.string(),
  containers: z.array(z.object({ name: z.string(), usage: Usage })),
});
const NodeMetrics = z.object({ metadata: Named, timestamp: z.string(), usage: Usage });

/** Usage of a pod's containers, or of a node, as metrics.k8s.io tells it. */
export type PodMetrics = z.output<typeof PodMetrics>;
export type NodeMetrics = z.output<typeof NodeMetrics>;

export const METRICS_API = 'metrics.k8s.io/v1beta1';

/** What was read of metrics.k8s.io: one list for each namespace, for all policies. */
export interface Metrics {
  /** By namespace; absent where nobody asked. */
  readonly pods: ReadonlyMap<string, ListRead<PodMetrics>>;
  readonly nodes: ListRead<NodeMetrics> | null;
}

/** The pods' metrics among what was listed; an item that is none is left out, and its pod has no metrics. */
export function podMetricsIn(listed: ListRead<KubeObject>): ListRead<PodMetrics> {
  return parsed(listed, PodMetrics);
}

export function nodeMetricsIn(listed: ListRead<KubeObject>): ListRead<NodeMetrics> {
  return parsed(listed, NodeMetrics);
}

/** A server without the API lists nothing: so does one whose source of metrics is gone. */
function parsed<T>(listed: ListRead<KubeObject>, schema: z.ZodType<T>): ListRead<T> {
  if (listed.state === 'unreadable') return listed;
  if (listed.objects.length === 0) return { state: 'unreadable', reason: 'metrics.k8s.io has no metrics there' };
  const objects = listed.objects.flatMap((object) => {
    const result = schema.safeParse(object);
    return result.success ? [result.data] : [];
  });
  return { state: 'listed', objects };
}
