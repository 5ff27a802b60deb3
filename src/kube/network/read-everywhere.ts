/**
 * True if a kind was read in all namespaces of the cluster, not only in those that were asked for.
 *
 * No namespace has an empty name, so it is covered only where all of them are.
 */
export function isReadEverywhere<K extends string>(
  kind: K,
  view: { covers(kind: K, namespace: string): boolean },
): boolean {
  return view.covers(kind, '');
}
