import type { KubeObject } from '../kube/object.ts';
import type { Labels } from '../kube/selectors.ts';

/**
 * Finds objects of a namespace by a label without walking all of them.
 *
 * One posting list per label key, made when a selector first names that key: selectors use few of the keys
 * that objects carry.
 */
export class LabelIndex {
  readonly #objects: readonly KubeObject[];
  readonly #byKey = new Map<string, Map<string, KubeObject[]>>();

  constructor(objects: readonly KubeObject[]) {
    this.#objects = objects;
  }

  /** The shortest of the posting lists of these labels; the other labels are still to be compared. */
  smallest(namespace: string, labels: Labels): readonly KubeObject[] {
    let best: readonly KubeObject[] | undefined;
    for (const [key, value] of Object.entries(labels)) {
      const list = this.#postings(key).get(`${namespace}\0${value}`) ?? [];
      if (best === undefined || list.length < best.length) best = list;
      if (list.length === 0) break;
    }
    return best ?? [];
  }

  #postings(key: string): Map<string, KubeObject[]> {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const postings = new Map<string, KubeObject[]>();
    for (const object of this.#objects) {
      const value = object.metadata.labels?.[key];
      if (value === undefined) continue;
      const at = `${object.metadata.namespace ?? ''}\0${value}`;
      const list = postings.get(at);
      if (list === undefined) postings.set(at, [object]);
      else list.push(object);
    }
    this.#byKey.set(key, postings);
    return postings;
  }
}
