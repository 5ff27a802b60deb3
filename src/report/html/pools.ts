import type { ObjectRef } from '../../kube/object-ref.ts';
import type { CheckPage, RenderOptions } from '../options.ts';
import { visible } from '../visible.ts';

/** Kind, namespace and name, fit to be shown. */
export type PageObject = readonly [kind: string, namespace: string | null, name: string];

/** Id, where to read about it, what it means, when it is fine; empty where nothing is known. */
export type PageCheck = readonly [id: string, docs: string, means: string, fine: string];

/** What many findings name stands once in the page: each gives the place of a thing in its list. */
export class Pools {
  readonly objects: PageObject[] = [];
  readonly checks: PageCheck[] = [];
  readonly #objectAt = new Map<string, number>();
  readonly #checkAt = new Map<string, number>();
  readonly #catalogue: RenderOptions['catalogue'];

  constructor(catalogue: RenderOptions['catalogue']) {
    this.#catalogue = catalogue;
  }

  object({ kind, namespace, name }: ObjectRef): number {
    const shown: PageObject = [visible(kind), namespace === null ? null : visible(namespace), visible(name)];
    return placeOf(this.#objectAt, JSON.stringify(shown), this.objects, shown);
  }

  check(id: string, docs: string): number {
    const page: CheckPage | undefined = this.#catalogue.get(id);
    // Only what cannot be anything but an address of a page becomes a link.
    const link = /^https:\/\/[^\s"'<>\\]+$/.test(docs) ? docs : '';
    const { means = '', fine = '' } = page?.prose ?? {};
    return placeOf(this.#checkAt, id, this.checks, [visible(id), visible(link), joined(means), joined(fine)]);
  }
}

function placeOf<T>(places: Map<string, number>, key: string, list: T[], value: T): number {
  const known = places.get(key);
  if (known !== undefined) return known;
  places.set(key, list.length);
  list.push(value);
  return list.length - 1;
}

/** Prose is broken into lines where it is written. */
function joined(prose: string): string {
  return prose.replaceAll('\n', ' ');
}
