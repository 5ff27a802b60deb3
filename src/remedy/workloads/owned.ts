import { z } from 'zod';
import type { KubeObject, ObjectOf, Pod } from '../../kube/object.ts';
import { controllerOf } from '../../kube/owners.ts';
import { selectorText } from '../../kube/selectors.ts';
import { isOf, newestReplicaSet, revisionLabel } from '../../kube/workloads/workloads.ts';
import type { ListRead, Reader } from '../live/reader.ts';
import type { Template, Workload } from './workload.ts';

type ReplicaSet = ObjectOf<'ReplicaSet'>;

/** Earlier and present templates of a StatefulSet or DaemonSet, as its controller keeps them. */
const controllerRevision = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
  revision: z.number(),
  data: z.looseObject({ spec: z.looseObject({ template: z.looseObject({}).transform(asTemplate) }) }),
});
export type ControllerRevision = z.infer<typeof controllerRevision>;

/** The controller keeps the template as it was in the workload, with an instruction of its own. */
function asTemplate({ $patch: _, ...template }: Readonly<Record<string, unknown>>): Template {
  return template as Template;
}

/** The ReplicaSets of a Deployment. */
export async function replicaSetsOf(workload: Workload, reader: Reader): Promise<ListRead<ReplicaSet>> {
  return owned(workload, await reader.list('ReplicaSet', namespaceOf(workload), selectorText(workload.spec?.selector)));
}

/** The ControllerRevisions of a StatefulSet or DaemonSet; those that are not as they should be are left out. */
export async function controllerRevisionsOf(workload: Workload, reader: Reader): Promise<ListRead<ControllerRevision>> {
  const kind = { apiVersion: 'apps/v1', kind: 'ControllerRevision' };
  const read = owned(workload, await reader.listAny(kind, namespaceOf(workload)));
  if (read.state === 'unreadable') return read;
  return {
    state: 'listed',
    objects: read.objects.flatMap((object) => controllerRevision.safeParse(object).data ?? []),
  };
}

/** The pods of a workload: what its selector finds and it controls, a Deployment through its ReplicaSets. */
export async function podsOf(workload: Workload, reader: Reader): Promise<ListRead<Pod>> {
  const pods = await reader.list('Pod', namespaceOf(workload), selectorText(workload.spec?.selector));
  if (!isOf(workload, 'Deployment')) return owned(workload, pods);
  const sets = await replicaSetsOf(workload, reader);
  if (pods.state === 'unreadable') return pods;
  if (sets.state === 'unreadable') return sets;
  const uids = new Set(sets.objects.map(({ metadata }) => metadata.uid));
  return { state: 'listed', objects: pods.objects.filter((pod) => uids.has(controllerOf(pod)?.uid)) };
}

/** The pods that are of the latest template. */
export async function newPodsOf(workload: Workload, reader: Reader): Promise<ListRead<Pod>> {
  const pods = await podsOf(workload, reader);
  if (pods.state === 'unreadable') return pods;
  const isNew = await newestBy(workload, reader);
  return typeof isNew === 'string'
    ? { state: 'unreadable', reason: isNew }
    : { state: 'listed', objects: pods.objects.filter(isNew) };
}

/** How to tell a pod of the latest template; why nobody can, where the history was not read. */
async function newestBy(workload: Workload, reader: Reader): Promise<((pod: Pod) => boolean) | string> {
  if (isOf(workload, 'StatefulSet')) {
    const { updateRevision } = workload.status ?? {};
    return (pod) => revisionLabel(pod) === updateRevision;
  }
  if (isOf(workload, 'Deployment')) {
    const sets = await replicaSetsOf(workload, reader);
    if (sets.state === 'unreadable') return sets.reason;
    const uid = newestReplicaSet(sets.objects)?.metadata.uid;
    return (pod) => controllerOf(pod)?.uid === uid;
  }
  const revisions = await controllerRevisionsOf(workload, reader);
  if (revisions.state === 'unreadable') return revisions.reason;
  const newest = [...revisions.objects].sort((left, right) => right.revision - left.revision)[0];
  return (pod) => newest !== undefined && revisionLabel(pod) === hashOf(newest, workload);
}

/** The part of a ControllerRevision's name by which a DaemonSet labels its pods. */
export function hashOf({ metadata }: ControllerRevision, workload: Workload): string {
  return isOf(workload, 'DaemonSet') ? metadata.name.slice(workload.metadata.name.length + 1) : metadata.name;
}

function owned<T extends KubeObject>(workload: Workload, read: ListRead<T>): ListRead<T> {
  if (read.state === 'unreadable') return read;
  const { uid } = workload.metadata;
  return {
    state: 'listed',
    objects: read.objects.filter((object) => uid !== undefined && controllerOf(object)?.uid === uid),
  };
}

function namespaceOf({ metadata }: KubeObject): string | null {
  return metadata.namespace ?? null;
}
