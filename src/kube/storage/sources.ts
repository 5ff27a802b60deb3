import type { Claim } from './claims.ts';

/** What a claim is to be filled from. */
export interface Source {
  readonly kind: 'PersistentVolumeClaim' | 'VolumeSnapshot';
  readonly namespace: string;
  readonly name: string;
  /** Where the claim says so, for evidence. */
  readonly path: string;
}

/** The claim or snapshot that a claim is made from; undefined for none, or for what some populator knows. */
export function sourceOf({ spec, metadata }: Claim): Source | undefined {
  const path = spec?.dataSourceRef === undefined ? 'spec.dataSource' : 'spec.dataSourceRef';
  const reference = spec?.dataSourceRef ?? spec?.dataSource;
  const { kind, name } = reference ?? {};
  // The API writes null for its own group.
  const apiGroup = reference?.apiGroup || '';
  const namespace = spec?.dataSourceRef?.namespace ?? metadata.namespace ?? '';
  if (!name) return undefined;
  if (kind === 'PersistentVolumeClaim' && apiGroup === '') return { kind, namespace, name, path };
  if (kind === 'VolumeSnapshot' && apiGroup === 'snapshot.storage.k8s.io') return { kind, namespace, name, path };
  return undefined;
}
