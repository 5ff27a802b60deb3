import type { KubeObject } from './object.ts';

/** The controller that an object names as its owner. */
export interface Controller {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string | undefined;
}

/**
 * The owner that controls an object; undefined where none does.
 *
 * A Node that owns the mirror of a static pod is where the pod runs, not a workload.
 */
export function controllerOf(object: KubeObject): Controller | undefined {
  const owner = object.metadata.ownerReferences?.find((reference) => reference.controller === true);
  if (owner?.kind === undefined || owner.name === undefined || owner.kind === 'Node') return undefined;
  return { apiVersion: owner.apiVersion ?? '', kind: owner.kind, name: owner.name, uid: owner.uid };
}
