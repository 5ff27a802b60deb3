import type { ObjectOf, Pod } from '../object.ts';
import { type Claim, claimsOf, classOf } from '../storage/claims.ts';

interface Found<T> {
  readonly state: string;
  readonly object?: T;
}

interface Storage {
  get(kind: 'PersistentVolumeClaim', namespace: string, name: string): Found<Claim>;
  get(kind: 'PersistentVolume', namespace: null, name: string): Found<ObjectOf<'PersistentVolume'>>;
  get(kind: 'StorageClass', namespace: null, name: string): Found<ObjectOf<'StorageClass'>>;
}

/** The drivers of the volumes that a pod mounts by claim, each once: of bound volumes, or by class. */
export function driversOf(pod: Pod, view: Storage): readonly string[] {
  const drivers = claimsOf(pod).flatMap(({ name }) => {
    const claim = view.get('PersistentVolumeClaim', pod.metadata.namespace ?? '', name).object;
    if (claim === undefined) return [];
    const { volumeName } = claim.spec ?? {};
    const className = classOf(claim);
    const driver = volumeName
      ? view.get('PersistentVolume', null, volumeName).object?.spec?.csi?.driver
      : className && view.get('StorageClass', null, className).object?.provisioner;
    return driver || [];
  });
  return [...new Set(drivers)].sort();
}

/** How many volumes of a driver a node may have attached; undefined where it sets no limit or nobody could look. */
export function volumeLimit({ object }: Found<ObjectOf<'CSINode'>>, driver: string): number | undefined {
  return object?.spec?.drivers?.find(({ name }) => name === driver)?.allocatable?.count;
}

/** Counts the volumes of a driver that are attached to a node. Pass it to `view.shared`. */
export function attachmentsOn(view: {
  all(kind: 'VolumeAttachment'): readonly ObjectOf<'VolumeAttachment'>[];
}): (node: string, driver: string) => number {
  const counts = new Map<string, number>();
  for (const { spec } of view.all('VolumeAttachment')) {
    const key = `${spec?.nodeName ?? ''}\0${spec?.attacher ?? ''}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return (node, driver) => counts.get(`${node}\0${driver}`) ?? 0;
}
