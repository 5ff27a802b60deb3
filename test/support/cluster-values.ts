import { z } from 'zod';
import { type ClusterApi, Manifest } from './cluster-api.ts';

const ReadyNode = z.object({
  metadata: z.object({ name: z.string() }),
  status: z.object({ allocatable: z.object({ cpu: z.string() }) }),
});
const ServiceAddress = z.object({ spec: z.object({ clusterIP: z.string() }) });

/** Values that only the cluster knows, for the words with a dollar sign in the manifests. */
export async function placeholders(api: ClusterApi): Promise<Readonly<Record<string, string>>> {
  const nodes = (await api.list('v1', 'Node', '')).flatMap((node) => ReadyNode.safeParse(node).data ?? []);
  const [node] = nodes;
  if (node === undefined || nodes.length > 1)
    throw new Error(`the cases are made for a cluster of one node; this one has ${nodes.length}`);
  const metadata = { name: 'kubernetes', namespace: 'default' };
  const service = ServiceAddress.parse(await api.get({ apiVersion: 'v1', kind: 'Service', metadata }));
  return {
    $NODE: node.metadata.name,
    $API_SERVER_IP: service.spec.clusterIP,
    $MOST_CPU: `${Math.round(millicores(node.status.allocatable.cpu) * 0.6)}m`,
  };
}

/** The manifest with these words filled in, wherever they stand in it. */
export function withValues(object: Manifest, values: Readonly<Record<string, string>>): Manifest {
  const text = JSON.stringify(object);
  const filled = Object.entries(values).reduce((done, [word, value]) => done.replaceAll(word, value), text);
  return Manifest.parse(JSON.parse(filled));
}

function millicores(cpu: string): number {
  return cpu.endsWith('m') ? Number.parseInt(cpu, 10) : Number(cpu) * 1_000;
}
