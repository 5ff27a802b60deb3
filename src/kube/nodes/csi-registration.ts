import type { ObjectOf, Pod } from '../object.ts';
import { isBeingPrepared, unreadySince } from '../startup/pod-start.ts';
import { type Claim, claimsOf } from '../storage/claims.ts';
import type { Volume } from '../storage/volumes.ts';
import { suspects } from '../suspects.ts';
import { MINUTE_MS } from '../time.ts';

/** How long a driver may take to register after its pod was started. */
const PATIENCE_MS = 2 * MINUTE_MS;

type Found<T> = { readonly state: 'found'; readonly object: T } | { readonly state: 'missing' | 'unverified' };

interface Storage {
  age(timestamp: string | null | undefined): number;
  all(kind: 'Pod'): readonly Pod[];
  get(kind: 'PersistentVolumeClaim', namespace: string, name: string): Found<Claim>;
  get(kind: 'PersistentVolume', namespace: null, name: string): Found<Volume>;
  get(kind: 'CSINode', namespace: null, name: string): Found<ObjectOf<'CSINode'>>;
}

/** A driver that a volume of a pod needs. */
interface Need {
  readonly driver: string;
  /** Null for a volume that the pod itself describes. */
  readonly claim: string | null;
}

/** What waits for one driver. */
export interface Unregistered {
  readonly driver: string;
  /** The nodes that lack it, in order. */
  readonly nodes: readonly string[];
}

/** For each pod that waits for a driver which its node does not have: the driver, its volume, and all such nodes. */
export function unregisteredDrivers(view: Storage): ReadonlyMap<Pod, Unregistered & Need> {
  const waiting: { readonly pod: Pod; readonly need: Need }[] = [];
  const nodes = new Map<string, Set<string>>();
  for (const pod of suspects(view)) {
    const node = pod.spec?.nodeName;
    if (!node || !isBeingPrepared(pod) || view.age(unreadySince(pod)) < PATIENCE_MS) continue;
    const csiNode = view.get('CSINode', null, node);
    if (csiNode.state !== 'found') continue;
    const there = new Set((csiNode.object.spec?.drivers ?? []).map(({ name }) => name));
    const need = needsOf(pod, view).find(({ driver }) => !there.has(driver));
    if (need === undefined) continue;
    waiting.push({ pod, need });
    nodes.set(need.driver, (nodes.get(need.driver) ?? new Set()).add(node));
  }
  return new Map(
    waiting.map(({ pod, need }) => [pod, { ...need, nodes: [...(nodes.get(need.driver) ?? [])].sort() }] as const),
  );
}

function needsOf(pod: Pod, view: Storage): readonly Need[] {
  const inline = (pod.spec?.volumes ?? []).flatMap(({ csi }) => csi?.driver ?? []);
  const claimed = claimsOf(pod).flatMap(({ name }): Need[] => {
    const claim = view.get('PersistentVolumeClaim', pod.metadata.namespace ?? '', name);
    const volumeName = claim.state === 'found' ? claim.object.spec?.volumeName : undefined;
    const found = volumeName ? view.get('PersistentVolume', null, volumeName) : undefined;
    const driver = found?.state === 'found' ? found.object.spec?.csi?.driver : undefined;
    return driver === undefined ? [] : [{ driver, claim: name }];
  });
  return [...inline.map((driver) => ({ driver, claim: null })), ...claimed];
}
