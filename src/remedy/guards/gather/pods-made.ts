import { targetOf } from '../../../kube/autoscaling/autoscalers.ts';
import type { KubeObject, PodSpec } from '../../../kube/object.ts';
import { isOf } from '../../../kube/workloads/workloads.ts';
import { afterWrite } from '../after-write.ts';
import { podSpecOf } from '../pod-spec.ts';
import { type Gathering, Unreadable } from './gathering.ts';

/** The objects as the writes would leave them, and what an autoscaler scales. @throws Unreadable */
export async function objectsAfter({ target, proposal, shared }: Gathering): Promise<readonly KubeObject[]> {
  const after = proposal.writes.map((write) => {
    const object = afterWrite(write);
    if (object === null)
      throw new Unreadable(`nobody can tell what the change makes of ${target.kind} ${target.metadata.name}`);
    return object;
  });
  if (!isOf(target, 'HorizontalPodAutoscaler')) return after;
  const { ref } = targetOf(target);
  const scaled = await shared.object(ref);
  if (scaled.state !== 'found') throw new Unreadable(`${ref.kind} ${ref.name}, which is scaled, cannot be read`);
  return [...after, scaled.object];
}

/** What new pods are made from, as far as one of the objects tells. */
export async function podMade(gathering: Gathering): Promise<PodSpec | null> {
  const objects = await objectsAfter(gathering);
  return [...objects, gathering.target].map(podSpecOf).find((spec) => spec !== undefined) ?? null;
}
