import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { mapBounded } from '../../src/base/map-bounded.ts';
import type { ClusterApi, Manifest } from './cluster-api.ts';
import { type Case, everyCase, type Step } from './cluster-cases.ts';
import { placeholders, withValues } from './cluster-values.ts';

/** Marks everything that these tests make: nothing without it is ever changed or deleted. */
const LABEL = 'mekhanikube.io/test';
const AT_ONCE = 12;
const STEP_MS = 150_000;
const GONE_MS = 300_000;
const POLL_MS = 1_000;

/** Puts the cases on, after taking off what an earlier run may have left. */
export async function stage(api: ClusterApi, cases: readonly Case[]): Promise<void> {
  const clusterScoped = everyObject().filter(isClusterScoped);
  await refuseForeign(api, clusterScoped);
  await strike(api);
  const left = () => leftovers(api, clusterScoped);
  const isClear = async (): Promise<boolean> => (await left()).length === 0;
  await until(isClear, GONE_MS, async () => `what an earlier run made does not go away: ${(await left()).join(', ')}`);
  const values = await placeholders(api);
  const manifests = cases.map(({ objects }) => objects.map((object) => withValues(marked(object), values)));
  // Namespaces and webhooks first: a pod that is made before the API server knows its webhook slips through.
  for (const wanted of [isClusterScoped, (object: Manifest) => !isClusterScoped(object)]) {
    await mapBounded(manifests, AT_ONCE, async (objects) => {
      // In the order of the file: a quota must be there before the pods that it refuses.
      for (const object of objects.filter(wanted)) await api.apply(object);
    });
  }
  await Promise.all(cases.map((one) => runSteps(api, one)));
}

/** Asks for the deletion of everything that cases have made, in this run or in one that was cut off. */
export async function strike(api: ClusterApi): Promise<void> {
  const objects = everyObject();
  // What keeps namespaces from going goes first: aggregated APIs that do not answer, then finalizers that nobody serves.
  const clusterScoped = objects.filter((object) => isClusterScoped(object) && object.kind !== 'Namespace');
  await mapBounded(clusterScoped, AT_ONCE, async (object) => {
    if (await isOurs(api, object)) await api.remove(object);
  });
  await mapBounded(objects, AT_ONCE, async ({ apiVersion, kind, metadata }) => {
    const { name, namespace, finalizers } = metadata;
    if (finalizers === undefined || !(await isOurs(api, { apiVersion, kind, metadata }))) return;
    await api.patch({ apiVersion, kind, metadata: { name, namespace, finalizers: null } });
  });
  await mapBounded(await api.list('v1', 'Namespace', LABEL), AT_ONCE, (namespace) => api.remove(namespace));
}

function everyObject(): readonly Manifest[] {
  return everyCase().flatMap(({ objects }) => objects);
}

async function leftovers(api: ClusterApi, clusterScoped: readonly Manifest[]): Promise<readonly string[]> {
  const namespaces = await api.list('v1', 'Namespace', LABEL);
  const ours = await mapBounded(clusterScoped, AT_ONCE, (object) => isOurs(api, object));
  const left = [...namespaces, ...clusterScoped.filter((_, index) => ours[index])];
  return [...new Set(left.map(({ kind, metadata }) => `${kind} ${metadata.name}`))];
}

async function refuseForeign(api: ClusterApi, clusterScoped: readonly Manifest[]): Promise<void> {
  await mapBounded(clusterScoped, AT_ONCE, async (object) => {
    // Looked at once: what an earlier run made may go away between two looks.
    const found = await api.get(object);
    if (found === undefined || isMarked(found)) return;
    const what = `${object.kind} ${object.metadata.name}`;
    throw new Error(`${what} exists and was not made by these tests: delete it, or use another cluster`);
  });
}

function isClusterScoped({ metadata }: Manifest): boolean {
  return metadata.namespace === undefined;
}

const Labelled = z.object({ metadata: z.object({ labels: z.record(z.string(), z.string()).default({}) }) });

async function isOurs(api: ClusterApi, object: Manifest): Promise<boolean> {
  const found = await api.get(object);
  return found !== undefined && isMarked(found);
}

function isMarked(found: unknown): boolean {
  return LABEL in Labelled.parse(found).metadata.labels;
}

function marked(object: Manifest): Manifest {
  const { metadata } = object;
  return { ...object, metadata: { ...metadata, labels: { ...metadata.labels, [LABEL]: 'case' } } };
}

async function runSteps(api: ClusterApi, { name, steps }: Case): Promise<void> {
  for (const step of steps) await runStep(api, step, name);
}

async function runStep(api: ClusterApi, step: Step, name: string): Promise<void> {
  if ('patch' in step) return api.patch(step.patch);
  if ('delete' in step) return api.remove(step.delete);
  const reached = async (): Promise<boolean> => holds(await api.get(step.wait), step.wait);
  await until(reached, STEP_MS, async () => {
    const found = JSON.stringify(await api.get(step.wait));
    return `case ${name}: waited for ${JSON.stringify(step.wait)}, found ${found}`;
  });
}

/** True if every field of `wanted` is in `found`, with its value. */
export function holds(found: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return found === wanted;
  if (typeof found !== 'object' || found === null) return false;
  return Object.entries(wanted).every(([key, value]) => holds(Reflect.get(found, key), value));
}

/** Looks once a second until it is so. @throws what `failure` says once the time is up */
export async function until(
  reached: () => Promise<boolean>,
  withinMs: number,
  failure: () => Promise<string>,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await reached())) {
    if (Date.now() > deadline) throw new Error(await failure());
    await sleep(POLL_MS);
  }
}
