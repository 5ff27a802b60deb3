import type { KubeObject } from '../kube/object.ts';

/** An item of a list, by the field that tells its items apart: `{ key: 'name', value: 'web' }`. */
export interface ListItem {
  readonly key: string;
  readonly value: string | number;
}

/** A field's name, or an item of a list. Lists have no positions here: somebody else may have changed them. */
export type Segment = string | ListItem;

/** One field that is to hold another value. */
export interface Edit {
  /** Like `['spec', 'template', 'spec', 'containers', named('web'), 'image']`; parents that are absent are made. */
  readonly path: readonly Segment[];
  /** Plain JSON; undefined takes the field or the list's item away. */
  readonly value: unknown;
}

/** One request that changes the cluster, as an action wants it: the executor adds preconditions, marker and way back. */
export type Write =
  | {
      readonly verb: 'patch';
      /** The object as it was read; its uid and resourceVersion become preconditions. */
      readonly before: KubeObject;
      readonly edits: readonly Edit[];
      readonly subresource?: 'resize';
    }
  | { readonly verb: 'create'; readonly manifest: KubeObject }
  | {
      readonly verb: 'delete';
      readonly before: KubeObject;
      readonly propagation: 'Background' | 'Foreground' | 'Orphan';
      /** As the object says where absent. */
      readonly graceSeconds?: number;
      /** What stands in for it afterwards: nothing is to be done, it can be made again from the backup, or nothing can. */
      readonly wayBack: 'controller' | 'recreate' | 'none';
    }
  | { readonly verb: 'evict'; readonly before: KubeObject; readonly graceSeconds?: number };

/** A right in the words of RBAC. The core group is the empty one. */
export interface Right {
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly verb: 'get' | 'list' | 'create' | 'patch' | 'delete';
}

/**
 * How much can go wrong. R0 writes nothing to the cluster, R1 metadata, R2 a reversible change of a spec, R3 disrupts
 * pods, R4 cannot be taken back.
 */
export type Risk = 'R0' | 'R1' | 'R2' | 'R3' | 'R4';

export const RISKS: readonly Risk[] = ['R0', 'R1', 'R2', 'R3', 'R4'];

/** The item of a list with this `name`. */
export function named(name: string): ListItem {
  return { key: 'name', value: name };
}

/** The object that a write is about. A manifest that is to be created names it, too. */
export function writtenObject(write: Write): KubeObject {
  return write.verb === 'create' ? write.manifest : write.before;
}
