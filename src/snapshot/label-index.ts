import type { KubeObject } from '../kube/object.ts';
import type { Labels } from '../kube/selectors.ts';

/** By the value of a label, the objects of one namespace that carry it. */
type Postings = Map<string | undefined, KubeObject[]>;

/**
 * Finds objects of a namespace by a label without walking all of them.
 *
 * One posting list per label key, made when a selector first names that key: selectors use few of the keys
 * that objects carry.
 */
export class LabelIndex {
  readonly #objects: readonly KubeObject[];
  readonly #byKey = new Map<string, Map<string, Postings>>();

  constructor(objects: readonly KubeObject[]) {
    this.#objects = objects;
  }

  /** The shortest of the posting lists of these labels; the other labels are still to be compared. */
  smallest(namespace: string, labels: Labels): readonly KubeObject[] {
    let best: readonly KubeObject[] | undefined;
    for (const key in labels) {
      const list = this.#postings(key).get(namespace)?.get(labels[key]) ?? [];
      if (best === undefined || list.length < best.length) best = list;
      if (list.length === 0) break;
    }
    return best ?? [];
  }

  #postings(key: string): Map<string, Postings> {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const byNamespace = new Map<string, Postings>();
    for (const object of this.#objects) {
      const { labels, namespace = '' } = object.metadata;
      const value = labels?.[key];
      if (value === undefined) continue;
      const postings: Postings = byNamespace.get(namespace) ?? new Map();
      byNamespace.set(namespace, postings);
      const list = postings.get(value);
      if (list === undefined) postings.set(value, [object]);
      else list.push(object);
    }
    this.#byKey.set(key, byNamespace);
    return byNamespace;
  }
}
