import { z } from 'zod';
import { targetOf } from '../../../kube/autoscaling/autoscalers.ts';
import { groupOf } from '../../../kube/kinds.ts';
import type { KubeObject } from '../../../kube/object.ts';
import { refOf } from '../../../kube/object-ref.ts';
import { writtenObject } from '../../write.ts';
import type { Manager, OwnershipFacts } from '../live-facts.ts';
import { managedParts } from '../managed-parts.ts';
import { type Gathering, listed, Unreadable } from './gathering.ts';
import { ownersOf } from './owner-chain.ts';

const Reference = z.object({ apiVersion: z.string().optional(), kind: z.string().optional(), name: z.string() });
/** @see https://keda.sh/docs/latest/reference/scaledobject-spec/ */
const ScaledObject = z.object({ spec: z.object({ scaleTargetRef: Reference }) });
/** @see https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/api.md */
const VerticalAutoscaler = z.object({
  spec: z.object({
    targetRef: Reference.nullish(),
    updatePolicy: z.object({ updateMode: z.string().nullish() }).nullish(),
  }),
});

/** Who else sets what the writes change. @throws Unreadable */
export async function gatherOwnership(gathering: Gathering): Promise<OwnershipFacts> {
  const { writes } = gathering.proposal;
  const managers = await Promise.all(
    writes.map(async (write) => {
      const parts = managedParts(write);
      const object = writtenObject(write);
      return [
        ...(parts.has('replicas') ? await scalersOf(object, gathering) : []),
        ...(parts.has('resources') ? await resizersOf(object, gathering) : []),
      ];
    }),
  );
  return { managers: managers.flat(), writes, respect: gathering.safeguards.respect };
}

async function scalersOf(object: KubeObject, { reader }: Gathering): Promise<readonly Manager[]> {
  const namespace = object.metadata.namespace ?? null;
  const [autoscalers, scaledObjects] = await Promise.all([
    reader.list('HorizontalPodAutoscaler', namespace),
    reader.listAny({ apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject' }, namespace),
  ]);
  const hpa = listed(autoscalers, 'HorizontalPodAutoscalers').filter((one) => isFor(targetOf(one).ref, object));
  const keda = listed(scaledObjects, 'ScaledObjects').filter((one) => {
    const { scaleTargetRef } = parsed(ScaledObject, one).spec;
    return isFor({ apiVersion: 'apps/v1', kind: 'Deployment', ...defined(scaleTargetRef) }, object);
  });
  const manager =
    (kind: Manager['kind']) =>
    (one: KubeObject): Manager => {
      return { ref: refOf(one), kind, manages: 'replicas', object: refOf(object) };
    };
  return [...hpa.map(manager('hpa')), ...keda.map(manager('keda'))];
}

async function resizersOf(object: KubeObject, { reader, shared }: Gathering): Promise<readonly Manager[]> {
  const kind = { apiVersion: 'autoscaling.k8s.io/v1', kind: 'VerticalPodAutoscaler' };
  const all = listed(await reader.listAny(kind, object.metadata.namespace ?? null), 'VerticalPodAutoscalers');
  if (all.length === 0) return [];
  // A pod is of the autoscaler of its workload.
  const held = [object, ...(await ownersOf(object, shared))];
  return all
    .filter((one) => {
      const { targetRef, updatePolicy } = parsed(VerticalAutoscaler, one).spec;
      if (targetRef === null || targetRef === undefined || updatePolicy?.updateMode === 'Off') return false;
      return held.some((holder) => isFor({ apiVersion: '', kind: '', ...defined(targetRef) }, holder));
    })
    .map((one) => ({ ref: refOf(one), kind: 'vpa', manages: 'resources', object: refOf(object) }));
}

interface Named {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

function isFor(reference: Named, object: KubeObject): boolean {
  return (
    reference.name === object.metadata.name &&
    reference.kind === object.kind &&
    groupOf(reference.apiVersion) === groupOf(object.apiVersion)
  );
}

function defined({ apiVersion, kind, name }: z.output<typeof Reference>) {
  return { ...(apiVersion === undefined ? {} : { apiVersion }), ...(kind === undefined ? {} : { kind }), name };
}

function parsed<T>(schema: z.ZodType<T>, object: KubeObject): T {
  const result = schema.safeParse(object);
  if (result.success) return result.data;
  throw new Unreadable(`${object.kind} ${object.metadata.name} does not say what it is for`);
}
