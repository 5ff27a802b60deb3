import { isRecord } from './covers.ts';
import { keyValue, listKey } from './diff-edits.ts';

/**
 * An object with the fields of a manifest laid over it: what the manifest does not name stays, null takes a field away,
 * items of lists are matched by the field that tells them apart, other lists are replaced as a whole.
 */
export function overlay(live: unknown, manifest: unknown, field?: string): unknown {
  if (isRecord(manifest)) {
    const below = isRecord(live) ? live : {};
    const entries = new Map(Object.entries(below));
    for (const [name, value] of Object.entries(manifest)) {
      if (value === null) entries.delete(name);
      else entries.set(name, overlay(entries.get(name), value, name));
    }
    return Object.fromEntries(entries);
  }
  if (Array.isArray(live) && Array.isArray(manifest)) {
    const key = listKey(field, live, manifest);
    if (key !== undefined) return overlayItems(live, manifest, key);
  }
  return manifest;
}

function overlayItems(live: readonly unknown[], manifest: readonly unknown[], key: string): readonly unknown[] {
  const items = new Map(live.map((item) => [keyValue(item, key), item]));
  for (const item of manifest) items.set(keyValue(item, key), overlay(items.get(keyValue(item, key)), item));
  return [...items.values()];
}
