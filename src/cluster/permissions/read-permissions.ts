import { messageOf } from '../../base/errors.ts';
import { mapBounded } from '../../base/map-bounded.ts';
import { groupOf, KINDS, type KindInfo } from '../../kube/kinds.ts';
import type { Kind } from '../../kube/object.ts';
import type { Endpoint } from '../api/endpoint.ts';
import type { Permission, PermissionFacts } from './facts.ts';
import { MAX_IN_FLIGHT } from './open-cluster.ts';
import { mayWe, type Right, rulesGive, rulesIn, whoAreWe } from './reviews.ts';

export interface PermissionOptions {
  /** The kinds whose objects are to be listed, and looked at one by one. */
  readonly kinds: readonly Kind[];
  /** Null for the whole cluster. */
  readonly namespaces: readonly string[] | null;
  /** The namespace of the context: looked at besides where there is no right to the whole cluster. */
  readonly ownNamespace: string;
  readonly signal: AbortSignal;
}

const VERBS = ['get', 'list'] as const;

/**
 * Asks which rights we have, as few questions as tell it: one for somebody who may do everything; else one for each
 * right to the whole cluster, and one for each namespace.
 *
 * @throws the signal's reason where it aborts
 */
export async function readPermissions(endpoint: Endpoint, options: PermissionOptions): Promise<PermissionFacts> {
  const { namespaces, signal } = options;
  try {
    const user = (await whoAreWe(endpoint, signal))?.user ?? null;
    return { state: 'known', user, namespaces, matrix: await matrixOf(endpoint, options) };
  } catch (thrown) {
    signal.throwIfAborted();
    return { state: 'unknown', reason: messageOf(thrown) };
  }
}

async function matrixOf(endpoint: Endpoint, options: PermissionOptions): Promise<readonly Permission[]> {
  const { namespaces, ownNamespace, signal } = options;
  // What extensions serve may not be there, and what nothing lists takes no right to list.
  const infos = options.kinds.map((kind) => KINDS[kind]).filter(({ source }) => source === 'always');
  const scoped = infos.filter((info) => info.namespaced);
  const wide = namespaces === null ? infos : infos.filter((info) => !info.namespaced);
  if (await mayWe(endpoint, { verb: '*', group: '*', resource: '*', namespace: '' }, signal)) {
    const inEach = (namespaces ?? []).flatMap((namespace) => scoped.map((info) => permission(info, namespace, VERBS)));
    return [...wide.map((info) => permission(info, null, VERBS)), ...inEach];
  }
  const clusterWide = await askEach(endpoint, wide, null, signal);
  const lacks = clusterWide.some(({ list, kind }) => !list && scoped.some((info) => info.kind === kind));
  const places = namespaces ?? (lacks ? [ownNamespace] : []);
  const inPlaces = await mapBounded(places, MAX_IN_FLIGHT, (place) => askNamespace(endpoint, scoped, place, signal));
  return [...clusterWide, ...inPlaces.flat()];
}

/** One question for all; where the server cannot tell everything at once, one more for each right it left out. */
async function askNamespace(
  endpoint: Endpoint,
  infos: readonly KindInfo[],
  namespace: string,
  signal: AbortSignal,
): Promise<readonly Permission[]> {
  const { rules, isComplete } = await rulesIn(endpoint, namespace, signal);
  const known = infos.map((info) =>
    permission(
      info,
      namespace,
      VERBS.filter((verb) => rulesGive(rules, rightTo(info, verb, namespace))),
    ),
  );
  const open = isComplete ? [] : infos.filter((_, index) => !(known[index]?.get && known[index]?.list));
  const asked = await askEach(endpoint, open, namespace, signal);
  return known.map((entry) => asked.find(({ kind }) => kind === entry.kind) ?? entry);
}

async function askEach(
  endpoint: Endpoint,
  infos: readonly KindInfo[],
  namespace: string | null,
  signal: AbortSignal,
): Promise<readonly Permission[]> {
  const rights = infos.flatMap((info) => VERBS.map((verb) => ({ info, verb })));
  const allowed = await mapBounded(rights, MAX_IN_FLIGHT, ({ info, verb }) =>
    mayWe(endpoint, rightTo(info, verb, namespace ?? ''), signal),
  );
  return infos.map((info) =>
    permission(
      info,
      namespace,
      VERBS.filter((verb) => rights.some((right, at) => right.info === info && right.verb === verb && allowed[at])),
    ),
  );
}

function rightTo({ apiVersion, resource }: KindInfo, verb: string, namespace: string): Right {
  return { verb, group: groupOf(apiVersion), resource, namespace };
}

function permission(
  { kind, apiVersion, resource }: KindInfo,
  namespace: string | null,
  verbs: readonly (typeof VERBS)[number][],
): Permission {
  const [get, list] = [verbs.includes('get'), verbs.includes('list')];
  return { kind, group: groupOf(apiVersion), resource, namespace, get, list };
}
