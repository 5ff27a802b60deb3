import { isDeepStrictEqual } from 'node:util';
import type { Pod } from '../../kube/object.ts';
import { controllerOf } from '../../kube/owners.ts';
import { isReady } from '../../kube/pods.ts';
import { isOf, revisionLabel } from '../../kube/workloads/workloads.ts';
import type { ListRead, Reader } from '../live/reader.ts';
import { controllerRevisionsOf, hashOf, replicaSetsOf } from './owned.ts';
import type { Template, Workload } from './workload.ts';

/** A template that a workload has or had. */
export interface Revision {
  readonly number: number;
  readonly template: Template;
  /** True for a pod that was made from it. */
  readonly made: (pod: Pod) => boolean;
}

/** All revisions that the controller keeps, newest first; that of the present template among them. */
export async function revisionsOf(workload: Workload, reader: Reader): Promise<ListRead<Revision>> {
  const read = isOf(workload, 'Deployment')
    ? await ofReplicaSets(workload, reader)
    : await ofRevisions(workload, reader);
  if (read.state === 'unreadable') return read;
  return { state: 'listed', objects: [...read.objects].sort((left, right) => right.number - left.number) };
}

async function ofReplicaSets(workload: Workload, reader: Reader): Promise<ListRead<Revision>> {
  const sets = await replicaSetsOf(workload, reader);
  if (sets.state === 'unreadable') return sets;
  const objects = sets.objects.map(({ metadata, spec }): Revision => {
    const number = Number(metadata.annotations?.['deployment.kubernetes.io/revision'] ?? 0);
    return { number, template: cleaned(spec?.template ?? {}), made: (pod) => controllerOf(pod)?.uid === metadata.uid };
  });
  return { state: 'listed', objects };
}

async function ofRevisions(workload: Workload, reader: Reader): Promise<ListRead<Revision>> {
  const kept = await controllerRevisionsOf(workload, reader);
  if (kept.state === 'unreadable') return kept;
  const objects = kept.objects.map((revision): Revision => {
    const hash = hashOf(revision, workload);
    return {
      number: revision.revision,
      template: cleaned(revision.data.spec.template),
      made: (pod) => revisionLabel(pod) === hash,
    };
  });
  return { state: 'listed', objects };
}

/** A template without what its controller put into it. */
function cleaned({ metadata, ...rest }: Template): Template {
  if (metadata === undefined) return rest;
  const { creationTimestamp: _, labels, ...others } = metadata;
  if (labels === undefined) return { ...rest, metadata: others };
  const { 'pod-template-hash': __, ...own } = labels;
  return { ...rest, metadata: { ...others, labels: own } };
}

/** True where a revision is the workload's template as it stands. */
export function isCurrent(workload: Workload, { template }: Revision): boolean {
  return isDeepStrictEqual(cleaned(workload.spec?.template ?? {}), template);
}

/** Annotations of a template that are there to have the pods made anew: `kubectl rollout restart`, charts that hash a ConfigMap. */
const TRIGGER = /^kubectl\.kubernetes\.io\/restartedAt$|^checksum\//;

/** True where going back to a revision would change nothing that a container sees: what broke is outside the template. */
export function isSameInside(workload: Workload, { template }: Revision): boolean {
  return isDeepStrictEqual(withoutTriggers(cleaned(workload.spec?.template ?? {})), withoutTriggers(template));
}

function withoutTriggers({ metadata, ...rest }: Template): Template {
  const annotations = Object.entries(metadata?.annotations ?? {}).filter(([key]) => !TRIGGER.test(key));
  return { ...rest, metadata: { ...metadata, annotations: Object.fromEntries(annotations) } };
}

/** True if a pod of it is ready now. Nothing in the cluster tells of a revision that has no pod whether it ever was. */
export function isSeenHealthy({ made }: Revision, pods: readonly Pod[]): boolean {
  return pods.some((pod) => made(pod) && isReady(pod));
}
