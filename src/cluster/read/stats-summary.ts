import { z } from 'zod';
import type { ObjectOf } from '../../kube/object.ts';

const Count = z.number().optional();
const Volume = z.object({
  time: z.string().optional(),
  capacityBytes: Count,
  usedBytes: Count,
  availableBytes: Count,
  inodes: Count,
  inodesUsed: Count,
  inodesFree: Count,
  pvcRef: z.object({ name: z.string(), namespace: z.string() }).optional(),
});

/** What is kept of a kubelet's answer. @see https://kubernetes.io/docs/reference/instrumentation/node-metrics/ */
const Summary = z.object({
  pods: z.array(z.object({ podRef: z.object({ name: z.string() }), volume: z.array(Volume).nullish() })).nullish(),
});

/** How full the volumes of claims are, in the summary that a node's kubelet makes; null where it is none. */
export function volumesIn(body: Buffer, node: string): readonly ObjectOf<'VolumeUsage'>[] | null {
  const summary = Summary.safeParse(parsed(body));
  if (!summary.success) return null;
  return (summary.data.pods ?? []).flatMap(({ podRef, volume }) =>
    (volume ?? []).flatMap(({ pvcRef, ...numbers }) => {
      if (pvcRef === undefined) return [];
      const metadata = { name: pvcRef.name, namespace: pvcRef.namespace };
      return [{ apiVersion: 'mekhanikube.io/v1', kind: 'VolumeUsage', metadata, node, pod: podRef.name, ...numbers }];
    }),
  );
}

/** The parser's message would quote the text. */
function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
