import { z } from 'zod';
import { groupOf, kindOf } from '../kube/kinds.ts';
import type { ObjectRef } from '../kube/object-ref.ts';
import type { Api } from './api/client.ts';

/** Where the server serves a kind. */
export interface Resource {
  readonly group: string;
  /** The plural name in the REST path. */
  readonly name: string;
  readonly namespaced: boolean;
  /** Like `resize`. */
  readonly subresources: readonly string[];
}

export type FoundResource =
  | { readonly state: 'found'; readonly resource: Resource }
  | { readonly state: 'missing' }
  | { readonly state: 'unreadable'; readonly reason: string };

/** Finds where kinds are served, asking the server once for each group and version. */
export interface Resources {
  find(apiVersion: string, kind: string): Promise<FoundResource>;
}

const ResourceList = z.object({
  resources: z.array(z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean() })),
});
type Listed = z.output<typeof ResourceList>['resources'];
type Discovered = { readonly state: 'found'; readonly list: Listed } | Exclude<FoundResource, { state: 'found' }>;

export function createResources(api: Api, signal: AbortSignal): Resources {
  const byVersion = new Map<string, Promise<Discovered>>();
  return {
    async find(apiVersion, kind) {
      const asked = byVersion.get(apiVersion) ?? discover(api, apiVersion, signal);
      byVersion.set(apiVersion, asked);
      const found = await asked;
      if (found.state !== 'found') return known(apiVersion, kind) ?? found;
      const served = found.list.find((resource) => resource.kind === kind && !resource.name.includes('/'));
      if (served === undefined) return { state: 'missing' };
      const { name, namespaced } = served;
      const under = found.list.filter((other) => other.name.startsWith(`${name}/`));
      const subresources = under.map((other) => other.name.slice(name.length + 1));
      return { state: 'found', resource: { group: groupOf(apiVersion), name, namespaced, subresources } };
    },
  };
}

/** The path of an object, or of all of its kind in its namespace where `name` is null. */
export function pathOf(
  apiVersion: string,
  { name: resource, namespaced }: Resource,
  { namespace, name }: { readonly namespace: string | null; readonly name: string | null },
): string {
  const within = namespaced && namespace !== null ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  const last = name === null ? '' : `/${encodeURIComponent(name)}`;
  return `${rootOf(apiVersion)}${within}/${resource}${last}`;
}

/** The path of one object. */
export function objectPath(ref: ObjectRef, resource: Resource): string {
  return pathOf(ref.apiVersion, resource, ref);
}

function rootOf(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** Where discovery is forbidden, kinds that every server has are still known. */
function known(apiVersion: string, kind: string): FoundResource | null {
  const info = kindOf(apiVersion, kind);
  if (info?.source !== 'always') return null;
  const { resource: name, namespaced } = info;
  return { state: 'found', resource: { group: groupOf(apiVersion), name, namespaced, subresources: [] } };
}

async function discover(api: Api, apiVersion: string, signal: AbortSignal): Promise<Discovered> {
  const reply = await api.get(rootOf(apiVersion), signal);
  if (reply.state === 'absent') return { state: 'missing' };
  if (reply.state !== 'ok') return { state: 'unreadable', reason: reply.reason };
  const parsed = ResourceList.safeParse(JSON.parse(reply.body.toString('utf8')));
  if (!parsed.success) return { state: 'unreadable', reason: 'the list of resources reads otherwise than expected' };
  return { state: 'found', list: parsed.data.resources };
}
