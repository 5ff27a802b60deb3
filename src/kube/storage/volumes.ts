import { compareText, firstDifference } from '../../base/collate.ts';
import { amountOf, amountText } from '../amounts.ts';
import type { ObjectOf } from '../object.ts';
import { selectorMatches } from '../selectors.ts';
import { timeMs } from '../time.ts';
import { type Claim, classOf } from './claims.ts';

export type Volume = ObjectOf<'PersistentVolume'>;
export type StorageClass = ObjectOf<'StorageClass'>;

/** The provisioner of classes whose volumes people make by hand. */
export const NO_PROVISIONER = 'kubernetes.io/no-provisioner';

/** True for a class that claims get which name none. */
export function isDefaultClass(storageClass: StorageClass): boolean {
  const { annotations } = storageClass.metadata;
  return ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'].some(
    (key) => annotations?.[key] === 'true',
  );
}

/** The classes that are marked as default, the one that counts first: the newest, of equally old ones the first by name. */
export function defaultClasses(view: { all(kind: 'StorageClass'): readonly StorageClass[] }): readonly StorageClass[] {
  return view
    .all('StorageClass')
    .filter(isDefaultClass)
    .sort(({ metadata: left }, { metadata: right }) =>
      firstDifference(
        (timeMs(right.creationTimestamp) ?? 0) - (timeMs(left.creationTimestamp) ?? 0),
        compareText(left.name, right.name),
      ),
    );
}

/** All volumes by their class; those without one under the empty name. */
export function volumesByClass(view: {
  all(kind: 'PersistentVolume'): readonly Volume[];
}): ReadonlyMap<string, readonly Volume[]> {
  const byClass = new Map<string, Volume[]>();
  for (const volume of view.all('PersistentVolume')) {
    const name =
      volume.metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? volume.spec?.storageClassName ?? '';
    const known = byClass.get(name);
    if (known === undefined) byClass.set(name, [volume]);
    else known.push(volume);
  }
  return byClass;
}

/**
 * Why a volume of the claim's class cannot be bound to it, in words after the volume's name; empty where it can.
 * @see https://github.com/kubernetes/component-helpers/blob/v0.34.4/storage/volume/pv_helpers.go
 */
export function misfitsOf(volume: Volume, claim: Claim): readonly string[] {
  const misfits: string[] = [];
  const { claimRef, capacity, accessModes = [], volumeMode = 'Filesystem' } = volume.spec ?? {};
  const mine = claimRef?.namespace === claim.metadata.namespace && claimRef?.name === claim.metadata.name;
  if (volume.metadata.deletionTimestamp !== undefined) misfits.push('is being deleted');
  else if (claimRef !== undefined && !mine) {
    misfits.push(`belongs to claim ${claimRef.namespace ?? ''}/${claimRef.name ?? ''}`);
  } else if (claimRef === undefined && volume.status?.phase !== 'Available') {
    misfits.push(`is ${volume.status?.phase ?? 'Pending'}`);
  }
  const has = amountOf('storage', capacity?.['storage']);
  const wants = amountOf('storage', claim.spec?.resources?.requests?.['storage']);
  if (has < wants) misfits.push(`has ${amountText('storage', has)}, less than ${amountText('storage', wants)}`);
  const missing = (claim.spec?.accessModes ?? []).filter((mode) => !accessModes.includes(mode));
  if (missing.length > 0) misfits.push(`is not ${missing.join(' and ')}`);
  const mode = claim.spec?.volumeMode ?? 'Filesystem';
  if (mode !== volumeMode) misfits.push(`has volumeMode ${volumeMode}, not ${mode}`);
  const { selector } = claim.spec ?? {};
  if (selector !== undefined && !selectorMatches(selector, volume.metadata.labels)) {
    misfits.push("does not have the labels of the claim's selector");
  }
  return misfits;
}

/** True where nobody has to do anything: a volume is there that the claim can be bound to. */
export function hasFittingVolume(claim: Claim, byClass: ReadonlyMap<string, readonly Volume[]>): boolean {
  return (byClass.get(classOf(claim) ?? '') ?? []).some((volume) => misfitsOf(volume, claim).length === 0);
}
