import { KINDS } from '../../kube/kinds.ts';
import type { Kind, KubeObject } from '../../kube/object.ts';
import { createKeeper } from '../../snapshot/keep.ts';
import type { Refusal } from '../api/reply.ts';
import { type ListRequest, listPages } from './list-pages.ts';
import type { Reading } from './reading.ts';
import { versionToRead } from './served-groups.ts';

/** Asks for names, labels and owners, and for nothing that an object holds. */
export const METADATA_ONLY = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

/** How often a list is begun in all, where the server forgets in its middle where it was. */
const STARTS = 3;

/** The objects of a list that was read whole, or why it was not. */
export type ListOutcome = { readonly state: 'ok'; readonly objects: readonly KubeObject[] } | Refusal;

/**
 * Lists a kind, in one namespace or (null) everywhere, and cuts each object to what checks read as its page arrives.
 *
 * A list that can no longer be continued (410) is begun anew.
 */
export async function listObjects(reading: Reading, kind: Kind, namespace: string | null): Promise<ListOutcome> {
  const apiVersion = await servedVersion(reading, kind);
  if (apiVersion === null) return { state: 'absent', reason: 'not served' };
  const request = listRequest(kind, namespace, apiVersion);
  for (let start = 1; ; start++) {
    const objects: KubeObject[] = [];
    let arrived = 0;
    const keep = createKeeper(kind, reading.extra);
    const refusal = await listPages(reading.api, request, reading.signal, (items, remaining) => {
      for (const item of items) {
        const object = keep(item);
        if (object !== undefined) objects.push(object);
      }
      arrived += items.length;
      reading.progress.page(kind, items.length, remaining);
    });
    if (refusal === null) return { state: 'ok', objects };
    reading.progress.dropped(kind, arrived);
    if (refusal.state !== 'expired') return missing(kind, refusal);
    if (start === STARTS) return { state: 'failed', reason: 'the list expired each time before its end' };
  }
}

/** Null where a kind of an extension is surely not there. */
async function servedVersion({ groups }: Reading, kind: Kind): Promise<string | null> {
  const { apiVersion, source } = KINDS[kind];
  if (source !== 'extension') return apiVersion;
  const served = await groups();
  return served === null ? apiVersion : versionToRead(apiVersion, served);
}

/** A server may lack any group but the core: one that lacks that is no API server, and its silence means nothing. */
function missing(kind: Kind, refusal: Refusal): Refusal {
  const isCore = !KINDS[kind].apiVersion.includes('/');
  if (refusal.state !== 'absent' || !isCore) return refusal;
  return { state: 'failed', reason: 'not found, as if this were no Kubernetes API server' };
}

/** Where a kind is listed, and what is asked for: of events those that are no news of something that went well. */
export function listRequest(
  kind: Kind,
  namespace: string | null,
  apiVersion: string = KINDS[kind].apiVersion,
): ListRequest {
  const { resource, metadataOnly } = KINDS[kind];
  const group = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const scope = namespace === null ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return {
    path: `${group}${scope}/${resource}`,
    // Of an object whose content is not read, its writers alone tell when that has changed.
    ...(metadataOnly ? { accept: METADATA_ONLY, managedFields: true } : {}),
    ...(kind === 'Event' ? { fieldSelector: 'type!=Normal' } : {}),
  };
}
