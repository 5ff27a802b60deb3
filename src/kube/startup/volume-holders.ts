import { conditionOf } from '../conditions.ts';
import type { KubeEvent, KubeObject, Node, ObjectOf, Pod } from '../object.ts';
import { type ObjectRef, refKey, refTo } from '../object-ref.ts';
import { controllerOf } from '../owners.ts';
import type { Claim } from '../storage/claims.ts';
import { MINUTE_MS } from '../time.ts';
import { isBeingPrepared, unreadySince } from './pod-start.ts';
import { placedPodsByClaim, volumeNamed } from './pod-volumes.ts';
import { volumeFailuresOf } from './preparation.ts';

/** A volume that a pod waits for because another node has it. */
export interface HeldVolume {
  readonly volume: string;
  readonly claim: string | null;
  readonly node: string;
  readonly since: string | null;
  readonly event: KubeEvent;
  /** The pod that uses it there; undefined where none can be seen. */
  readonly holder: Pod | undefined;
  /** The node that has it; null where nothing tells. */
  readonly holderNode: string | null;
  /** True where that node is known not to be ready. */
  readonly holderLost: boolean;
  /** The Deployment whose rollout waits for itself: the holder is the pod that this one is to replace. */
  readonly ownRollout: ObjectRef | undefined;
}

interface View {
  age(timestamp: string | null | undefined): number;
  all(kind: 'Pod'): readonly Pod[];
  all(kind: 'VolumeAttachment'): readonly ObjectOf<'VolumeAttachment'>[];
  get(kind: 'Node', namespace: null, name: string): { readonly state: string; readonly object?: Node };
  get(
    kind: 'PersistentVolumeClaim',
    namespace: string,
    name: string,
  ): { readonly state: string; readonly object?: Claim };
  warnings(kind: 'Event', object: KubeObject): readonly KubeEvent[];
  topOwner(object: KubeObject): ObjectRef;
  shared<T>(derive: (view: Everything) => T): T;
}

interface Everything {
  all(kind: 'Pod'): readonly Pod[];
  all(kind: 'VolumeAttachment'): readonly ObjectOf<'VolumeAttachment'>[];
}

/** A volume is detached from the old node first, once its pod has stopped there. */
const PATIENCE_MS = 2 * MINUTE_MS;

/** The volumes that keep a pod from starting because another node has them attached, by the newest event on each. */
export function heldVolumesOf(pod: Pod, view: View): readonly HeldVolume[] {
  const node = pod.spec?.nodeName;
  const since = unreadySince(pod);
  if (!node || !isBeingPrepared(pod) || (since !== null && view.age(since) < PATIENCE_MS)) return [];
  return volumeFailuresOf(view.warnings('Event', pod)).flatMap(
    ({ volume: name, heldElsewhere, event }): HeldVolume[] => {
      if (!heldElsewhere) return [];
      const { volume, claim = null } = volumeNamed(pod, name, view) ?? {};
      const users =
        claim === null ? [] : (view.shared(placedPodsByClaim).get(`${pod.metadata.namespace ?? ''}/${claim}`) ?? []);
      const holder = users.find((other) => other !== pod && other.spec?.nodeName !== node && !isBeingPrepared(other));
      const holderNode = holder?.spec?.nodeName ?? attachedTo(pod, claim, name, node, view);
      const found = holderNode === null ? undefined : view.get('Node', null, holderNode).object;
      return [
        {
          volume: volume?.name ?? name,
          claim,
          node,
          since,
          event,
          holder,
          holderNode,
          holderLost: found !== undefined && conditionOf(found, 'Ready')?.status !== 'True',
          ownRollout: holder === undefined ? undefined : rolloutOf(pod, holder, view),
        },
      ];
    },
  );
}

/** The Deployment of both pods, where they are of two of its ReplicaSets. */
function rolloutOf(pod: Pod, holder: Pod, view: View): ObjectRef | undefined {
  const owner = view.topOwner(pod);
  if (owner.kind !== 'Deployment' || refKey(view.topOwner(holder)) !== refKey(owner)) return undefined;
  if (controllerOf(pod)?.uid === controllerOf(holder)?.uid) return undefined;
  return refTo('Deployment', owner.namespace, owner.name);
}

/** The other node that the volume is attached to, by the attachments; null where none says so. */
function attachedTo(pod: Pod, claim: string | null, name: string, node: string, view: View): string | null {
  const volume =
    claim === null
      ? name
      : (view.get('PersistentVolumeClaim', pod.metadata.namespace ?? '', claim).object?.spec?.volumeName ?? name);
  const nodes = view.shared(nodesByVolume).get(volume) ?? [];
  return nodes.find((other) => other !== node) ?? null;
}

/** The nodes that each volume is attached to. */
function nodesByVolume(view: Everything): ReadonlyMap<string, readonly string[]> {
  const nodes = new Map<string, string[]>();
  for (const { spec, status } of view.all('VolumeAttachment')) {
    const volume = spec?.source?.persistentVolumeName;
    if (volume === undefined || spec?.nodeName === undefined || status?.attached !== true) continue;
    nodes.set(volume, [...(nodes.get(volume) ?? []), spec.nodeName]);
  }
  return nodes;
}
