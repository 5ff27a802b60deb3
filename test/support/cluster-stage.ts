import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { mapBounded } from '../../src/base/map-bounded.ts';
import type { ClusterApi, Manifest } from './cluster-api.ts';
import { type Case, everyCase, type Step } from './cluster-cases.ts';

/** Marks everything that these tests make: nothing without it is ever changed or deleted. */
const LABEL = 'mekhanikube.io/test';
const AT_ONCE = 12;
const STEP_MS = 150_000;
const GONE_MS = 300_000;
const POLL_MS = 1_000;

const ReadyNode = z.object({
  metadata: z.object({ name: z.string() }),
  status: z.object({ allocatable: z.object({ cpu: z.string() }) }),
});
const ServiceAddress = z.object({ spec: z.object({ clusterIP: z.string() }) });

/** Puts all cases on, after taking off what an earlier run may have left. */
export async function stage(api: ClusterApi, cases: readonly Case[]): Promise<void> {
  await clear(api);
  const values = await placeholders(api);
  const filled = cases.map((one) => ({ ...one, objects: one.objects.map((object) => fill(marked(object), values)) }));
  const isClusterScoped = async (object: Manifest): Promise<boolean> => !(await api.isNamespaced(object));
  // Webhooks and namespaces first: a pod that is made before the API server knows its webhook slips through.
  await applyInOrder(api, filled, isClusterScoped);
  await applyInOrder(api, filled, async (object) => api.isNamespaced(object));
  await Promise.all(filled.map((one) => runSteps(api, one)));
}

/** Asks for the deletion of everything that cases have made, in this run or in one that was cut off. */
export async function strike(api: ClusterApi): Promise<void> {
  const objects = everyCase().flatMap((one) => one.objects.map((object) => inNamespace(object, one.namespace)));
  // What keeps namespaces from going goes first: broken aggregated APIs, then finalizers that nobody serves.
  await mapBounded(objects, AT_ONCE, async (object) => {
    if (object.kind !== 'Namespace' && !(await api.isNamespaced(object)) && (await isOurs(api, object)))
      await api.remove(object);
  });
  await mapBounded(objects, AT_ONCE, async (object) => {
    if (object.metadata.finalizers === undefined || !(await isOurs(api, object))) return;
    const { apiVersion, kind, metadata } = object;
    const { name, namespace } = metadata;
    await api.patch({ apiVersion, kind, metadata: { name, namespace, finalizers: null } });
  });
  await mapBounded(await api.list('v1', 'Namespace', LABEL), AT_ONCE, (namespace) => api.remove(namespace));
}

async function clear(api: ClusterApi): Promise<void> {
  const objects = everyCase().flatMap((one) => one.objects);
  const flags = await mapBounded(objects, AT_ONCE, (object) => api.isNamespaced(object));
  const clusterScoped = objects.filter((_, index) => flags[index] === false);
  await refuseForeign(api, clusterScoped);
  await strike(api);
  const left = async (): Promise<readonly string[]> => {
    const ours = await mapBounded(clusterScoped, AT_ONCE, (object) => isOurs(api, object));
    const all = [...clusterScoped.filter((_, index) => ours[index]), ...(await api.list('v1', 'Namespace', LABEL))];
    return [...new Set(all.map(({ kind, metadata }) => `${kind} ${metadata.name}`))];
  };
  await until(
    async () => (await left()).length === 0,
    GONE_MS,
    async () => `what an earlier run made does not go away: ${(await left()).join(', ')}`,
  );
}

async function refuseForeign(api: ClusterApi, objects: readonly Manifest[]): Promise<void> {
  await mapBounded(objects, AT_ONCE, async (object) => {
    if ((await api.get(object)) === undefined || (await isOurs(api, object))) return;
    const { kind, metadata } = object;
    throw new Error(
      `${kind} ${metadata.name} exists and was not made by these tests: delete it, or use another cluster`,
    );
  });
}

const Labelled = z.object({ metadata: z.object({ labels: z.record(z.string(), z.string()).default({}) }) });

async function isOurs(api: ClusterApi, object: Manifest): Promise<boolean> {
  const found = await api.get(object);
  return found !== undefined && LABEL in Labelled.parse(found).metadata.labels;
}

async function applyInOrder(
  api: ClusterApi,
  cases: readonly Case[],
  wanted: (object: Manifest) => Promise<boolean>,
): Promise<void> {
  await mapBounded(cases, AT_ONCE, async ({ objects }) => {
    // One after the other, as in the file: a quota must be there before the pods it refuses.
    for (const object of objects) if (await wanted(object)) await api.apply(object);
  });
}

async function runSteps(api: ClusterApi, { name, namespace, steps }: Case): Promise<void> {
  for (const step of steps) await runStep(api, step, namespace, name);
}

async function runStep(api: ClusterApi, step: Step, namespace: string, name: string): Promise<void> {
  if ('patch' in step) return api.patch(await placed(api, step.patch, namespace));
  if ('delete' in step) return api.remove(await placed(api, step.delete, namespace));
  const wanted = step.wait;
  const object = await placed(api, wanted, namespace);
  const reached = async (): Promise<boolean> => holds(await api.get(object), wanted);
  await until(reached, STEP_MS, async () => {
    const found = JSON.stringify(await api.get(object));
    return `case ${name}: waited for ${JSON.stringify(wanted)}, found ${found}`;
  });
}

async function placed(api: ClusterApi, object: Manifest, namespace: string): Promise<Manifest> {
  return (await api.isNamespaced(object)) ? inNamespace(object, namespace) : object;
}

function inNamespace(object: Manifest, namespace: string): Manifest {
  return { ...object, metadata: { namespace, ...object.metadata } };
}

function marked(object: Manifest): Manifest {
  const { metadata } = object;
  return { ...object, metadata: { ...metadata, labels: { ...metadata.labels, [LABEL]: 'case' } } };
}

/** Values that only the cluster knows, for the words with a dollar sign in the manifests. */
async function placeholders(api: ClusterApi): Promise<Readonly<Record<string, string>>> {
  const nodes = (await api.list('v1', 'Node', '')).flatMap((node) => ReadyNode.safeParse(node).data ?? []);
  const [node] = nodes;
  if (node === undefined || nodes.length > 1)
    throw new Error(`the cases are made for a cluster of one node; this one has ${nodes.length}`);
  const metadata = { name: 'kubernetes', namespace: 'default' };
  const service = ServiceAddress.parse(await api.get({ apiVersion: 'v1', kind: 'Service', metadata }));
  const { cpu } = node.status.allocatable;
  const cpuMillicores = cpu.endsWith('m') ? Number.parseInt(cpu, 10) : Number(cpu) * 1_000;
  return {
    $NODE: node.metadata.name,
    $API_SERVER_IP: service.spec.clusterIP,
    $MOST_CPU: `${Math.round(cpuMillicores * 0.6)}m`,
  };
}

function fill(object: Manifest, values: Readonly<Record<string, string>>): Manifest {
  const text = Object.entries(values).reduce(
    (filled, [word, value]) => filled.replaceAll(word, value),
    JSON.stringify(object),
  );
  return JSON.parse(text);
}

/** True if every field of `wanted` is in `found`, with its value. */
function holds(found: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return found === wanted;
  if (typeof found !== 'object' || found === null) return false;
  return Object.entries(wanted).every(([key, value]) => holds(Reflect.get(found, key), value));
}

async function until(reached: () => Promise<boolean>, withinMs: number, failure: () => Promise<string>): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await reached())) {
    if (Date.now() > deadline) throw new Error(await failure());
    await sleep(POLL_MS);
  }
}
