import { groupOf, KINDS, kindOf } from '../../kube/kinds.ts';
import type { KubeObject } from '../../kube/object.ts';
import type { NeededRight } from '../guards/facts.ts';
import { type Right, type Write, writtenObject } from '../write.ts';

/** The plural of a kind in the REST path; undefined for a kind that the server does not serve. */
type ResourceOf = (apiVersion: string, kind: string) => Promise<string | undefined>;

/** `patch deployments.apps web in namespace shop`; without a namespace, `in the whole cluster`. */
export function rightText({ verb, resource, subresource, group, name, namespace }: NeededRight): string {
  const path = subresource === undefined ? resource : `${resource}/${subresource}`;
  const what = [verb, group === '' ? path : `${path}.${group}`, ...(name === undefined ? [] : [name])].join(' ');
  return `${what} ${namespace === null ? 'in the whole cluster' : `in namespace ${namespace}`}`;
}

/**
 * Every right that a step takes: those of its writes and of their way back, each for its object; and what its action
 * reads on the way. What it might write to other targets is not asked for.
 *
 * @throws Error for a kind that nobody knows the resource of
 */
export async function neededRights(
  action: readonly Right[],
  target: Pick<KubeObject, 'metadata'>,
  writes: readonly Write[],
  resourceOf: ResourceOf,
): Promise<readonly NeededRight[]> {
  const ofWrites = (await Promise.all(writes.map((write) => rightsOfWrite(write, resourceOf)))).flat();
  const namespace = target.metadata.namespace ?? null;
  const reads = action
    .filter(({ verb, group }) => (verb === 'get' || verb === 'list') && isBuiltIn(group))
    .map((right): NeededRight => ({ ...right, namespace: isClusterScoped(right) ? null : namespace }));
  return [...ofWrites, ...reads];
}

/** A kind that not every server has, like a ScaledObject, was readable if it is there: the action has read it. */
function isBuiltIn(group: string): boolean {
  return Object.values(KINDS).some(({ apiVersion, source }) => source === 'always' && groupOf(apiVersion) === group);
}

async function rightsOfWrite(write: Write, resourceOf: ResourceOf): Promise<readonly NeededRight[]> {
  const object = writtenObject(write);
  const { name } = object.metadata;
  const base = { ...(await placeOf(object, resourceOf)), namespace: object.metadata.namespace ?? null };
  switch (write.verb) {
    case 'patch':
      return [
        {
          ...base,
          ...(write.subresource === undefined ? {} : { subresource: write.subresource }),
          verb: 'patch',
          name,
        },
      ];
    case 'create':
      return [
        { ...base, verb: 'create' },
        { ...base, verb: 'delete', name },
      ];
    case 'delete':
      return [
        { ...base, verb: 'delete', name },
        ...(write.wayBack === 'recreate' ? [{ ...base, verb: 'create' as const }] : []),
      ];
    case 'evict':
      return [{ ...base, subresource: 'eviction', verb: 'create', name }];
  }
}

async function placeOf(
  { apiVersion, kind }: KubeObject,
  resourceOf: ResourceOf,
): Promise<Pick<Right, 'group' | 'resource'>> {
  const resource = kindOf(apiVersion, kind)?.resource ?? (await resourceOf(apiVersion, kind));
  if (resource === undefined) throw new Error(`the server does not serve kind ${kind} of ${apiVersion}`);
  return { group: groupOf(apiVersion), resource };
}

/** True for a resource of this catalogue that has no namespace. */
export function isClusterScoped({ group, resource }: Pick<Right, 'group' | 'resource'>): boolean {
  return Object.values(KINDS).some(
    (info) => info.resource === resource && groupOf(info.apiVersion) === group && !info.namespaced,
  );
}
