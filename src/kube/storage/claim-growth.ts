import type { ObjectOf } from '../object.ts';
import { quantityText } from '../quantities.ts';
import { type Claim, classOf } from './claims.ts';
import { sizesOf } from './resize.ts';

interface Classes {
  get(
    kind: 'StorageClass',
    namespace: null,
    name: string,
  ): { readonly state: string; readonly object?: ObjectOf<'StorageClass'> };
}

/** Whether a claim can be given more space. */
export const GROWTHS = [
  'allowed',
  /** Its StorageClass does not let volumes grow, or it has none. */
  'refused',
  'unknown',
  'under-way',
] as const;

/** Whether a claim can be given more space, as far as its StorageClass tells. */
export function growthOf(claim: Claim, view: Classes): (typeof GROWTHS)[number] {
  const { wanted, has } = sizesOf(claim);
  if (wanted > has) return 'under-way';
  const name = classOf(claim);
  if (!name) return name === '' ? 'refused' : 'unknown';
  const found = view.get('StorageClass', null, name);
  if (found.object === undefined) return 'unknown';
  return found.object.allowVolumeExpansion === true ? 'allowed' : 'refused';
}

/** Half as much again as it has, in whole units. */
export function roomierSize(claim: Claim): string {
  const unit = sizesOf(claim).has < 2 ** 30 ? 2 ** 20 : 2 ** 30;
  return quantityText('storage', Math.ceil((sizesOf(claim).has * 1.5) / unit) * unit);
}
