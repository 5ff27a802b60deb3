import type { Path } from '../../../base/document/problem.ts';

/**
 * Finds where conditions stand in a document as it was written. Rules name one by its tree and its id,
 * `['spec', 'when', 'crash']`, since nothing else of its place is left after reading.
 */
export function leafPlaces(document: unknown): (path: Path) => Path {
  const places = new Map<string, Path>();
  for (const tree of [
    ['spec', 'when'],
    ['spec', 'revert', 'when'],
  ]) {
    collect(tree.reduce<unknown>(fieldOf, document), tree, (id, path) =>
      places.set(JSON.stringify([...tree, id]), path),
    );
  }
  return (path) => places.get(JSON.stringify(path)) ?? path;
}

function collect(value: unknown, path: Path, found: (id: string, path: Path) => void): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) collect(item, [...path, index], found);
    return;
  }
  const id = fieldOf(value, 'id');
  if (typeof id === 'string') found(id, path);
  for (const branch of ['all', 'any', 'none']) {
    const inner = fieldOf(value, branch);
    if (inner !== undefined) collect(inner, [...path, branch], found);
  }
}

function fieldOf(value: unknown, field: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, field)) return undefined;
  return Reflect.get(value, field);
}
