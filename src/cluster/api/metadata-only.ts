import type { KubeObject } from '../../kube/object.ts';

/** Of a Secret neither a read nor the answer to a write is to hold more than its metadata. */
const METADATA_ONLY = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
const METADATA_LIST = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
/** The annotation stays, so that nobody takes it for one that is to be added. */
const NOT_KEPT = '(not kept: it holds the values)';

/** What to ask for when objects of a kind come back; undefined for all that they hold. */
export function acceptFor(kind: string): string | undefined {
  return kind === 'Secret' ? METADATA_ONLY : undefined;
}

/** The same for a list of them. */
export function acceptListFor(kind: string): string | undefined {
  return kind === 'Secret' ? METADATA_LIST : undefined;
}

/**
 * An object as its kind: items of a list have none of their own, and a metadata-only object has another. Of a Secret
 * nothing but metadata is left, whatever the server sent, and the manifest that kubectl leaves in it is not.
 */
export function asKind(object: KubeObject, { apiVersion, kind }: Pick<KubeObject, 'apiVersion' | 'kind'>): KubeObject {
  if (kind !== 'Secret') return { ...object, apiVersion, kind };
  const { annotations, ...metadata } = object.metadata;
  const kept = annotations?.[LAST_APPLIED] === undefined ? annotations : { ...annotations, [LAST_APPLIED]: NOT_KEPT };
  return { apiVersion, kind, metadata: { ...metadata, ...(kept === undefined ? {} : { annotations: kept }) } };
}
