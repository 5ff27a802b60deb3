import { z } from 'zod';
import type { Api } from '../../cluster/api/client.ts';
import { acceptFor, acceptListFor, asKind } from '../../cluster/api/metadata-only.ts';
import type { Reply } from '../../cluster/api/reply.ts';
import { objectPath, pathOf, type Resources } from '../../cluster/resources.ts';
import { KINDS } from '../../kube/kinds.ts';
import type { Kind, KubeObject, ObjectOf } from '../../kube/object.ts';
import type { AnyKind, ListRead, Read, Reader } from './reader.ts';

const Stored = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
});
const List = z.looseObject({
  metadata: z.looseObject({ continue: z.string().optional() }).optional(),
  items: z.array(z.looseObject({ metadata: z.looseObject({ name: z.string() }) })).nullish(),
});

const PAGE = 500;
/** Reads from one API server, always past every cache: without a resourceVersion a read is a quorum read. */
export function createReader(api: Api, resources: Resources, signal: AbortSignal): Reader {
  const reader: Reader = {
    get: async (kind, namespace, name) => {
      const { apiVersion } = KINDS[kind];
      // The kind that was asked for is the kind that is served there.
      return (await reader.getAny({ apiVersion, kind, namespace, name })) as Read<ObjectOf<typeof kind>>;
    },
    getAny: async (ref) => {
      const found = await resources.find(ref.apiVersion, ref.kind);
      if (found.state !== 'found') return found;
      const reply = await api.get(objectPath(ref, found.resource), signal, acceptFor(ref.kind));
      if (reply.state === 'absent') return { state: 'missing' };
      if (reply.state !== 'ok') return { state: 'unreadable', reason: reply.reason };
      const parsed = Stored.safeParse(parsedBody(reply));
      if (!parsed.success) return { state: 'unreadable', reason: 'it reads otherwise than an object of the API' };
      return { state: 'found', object: asKind(parsed.data as unknown as KubeObject, ref) };
    },
    list: async <K extends Kind>(kind: K, namespace: string | null, labels?: string) => {
      const { apiVersion } = KINDS[kind];
      return (await reader.listAny({ apiVersion, kind }, namespace, labels)) as ListRead<ObjectOf<K>>;
    },
    listAny: async (kind, namespace, labels) => {
      const found = await resources.find(kind.apiVersion, kind.kind);
      if (found.state === 'missing') return { state: 'listed', objects: [] };
      if (found.state === 'unreadable') return found;
      const path = pathOf(kind.apiVersion, found.resource, { namespace, name: null });
      return listPages(api, path, kind, { labels, signal });
    },
  };
  return reader;
}

interface Paging {
  readonly labels: string | undefined;
  readonly signal: AbortSignal;
}

async function listPages(
  api: Api,
  path: string,
  kind: AnyKind,
  { labels, signal }: Paging,
): Promise<ListRead<KubeObject>> {
  const objects: KubeObject[] = [];
  let next = '';
  do {
    const query = new URLSearchParams({ limit: String(PAGE) });
    if (labels !== undefined && labels !== '') query.set('labelSelector', labels);
    if (next !== '') query.set('continue', next);
    const reply = await api.get(`${path}?${query}`, signal, acceptListFor(kind.kind));
    if (reply.state === 'absent') return { state: 'listed', objects: [] };
    if (reply.state !== 'ok') return { state: 'unreadable', reason: reply.reason };
    const page = List.safeParse(parsedBody(reply));
    if (!page.success) return { state: 'unreadable', reason: 'the list reads otherwise than one of the API' };
    objects.push(...(page.data.items ?? []).map((item) => asKind(item as unknown as KubeObject, kind)));
    next = page.data.metadata?.continue ?? '';
  } while (next !== '');
  return { state: 'listed', objects };
}

function parsedBody(reply: Extract<Reply, { state: 'ok' }>): unknown {
  try {
    return JSON.parse(reply.body.toString('utf8'));
  } catch {
    return null;
  }
}
