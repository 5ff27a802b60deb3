import type { Json } from '../../base/json.ts';
import type { PatchOperation } from '../../cluster/write/writer.ts';
import { isSame, plain } from './plain.ts';

/** What a patch makes of an object, or the operation that does not fit it. */
export type Applied =
  | { readonly state: 'applied'; readonly object: Json }
  | { readonly state: 'failed'; readonly operation: PatchOperation };

type Box = { [key: string | number]: Json };

/** Applies a JSON patch to a copy, as the API server does. @see https://www.rfc-editor.org/rfc/rfc6902 */
export function applyPatch(object: Json, operations: readonly PatchOperation[]): Applied {
  const root: Box = { object: plain(object) ?? null };
  for (const operation of operations) {
    if (!applyOne(root, operation)) return { state: 'failed', operation };
  }
  return { state: 'applied', object: root['object'] ?? null };
}

function applyOne(root: Box, operation: PatchOperation): boolean {
  const tokens = ['object', ...tokensOf(operation.path)];
  const last = tokens.pop() ?? '';
  let at: unknown = root;
  for (const token of tokens) {
    if (!isBox(at) || !Object.hasOwn(at, token)) return false;
    at = at[token];
  }
  if (!isBox(at)) return false;
  return Array.isArray(at) ? inList(at, last, operation) : inMap(at, last, operation);
}

function inMap(map: Box, key: string, operation: PatchOperation): boolean {
  const isThere = Object.hasOwn(map, key);
  switch (operation.op) {
    case 'test':
      return isThere && isSame(map[key], plain(operation.value));
    case 'remove':
      return isThere && delete map[key];
    case 'replace':
      if (!isThere) return false;
      break;
    case 'add':
  }
  // Not by assignment: a field may be called __proto__.
  Object.defineProperty(map, key, {
    value: plain(operation.value),
    enumerable: true,
    configurable: true,
    writable: true,
  });
  return true;
}

function inList(list: Json[], token: string, operation: PatchOperation): boolean {
  const at = token === '-' ? list.length : Number(token);
  if (!/^(-|0|[1-9]\d*)$/.test(token)) return false;
  if (operation.op === 'add') {
    if (at > list.length) return false;
    list.splice(at, 0, plain(operation.value) ?? null);
    return true;
  }
  if (at >= list.length) return false;
  if (operation.op === 'test') return isSame(list[at], plain(operation.value));
  if (operation.op === 'remove') list.splice(at, 1);
  else list[at] = plain(operation.value) ?? null;
  return true;
}

function tokensOf(pointer: string): string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function isBox(value: unknown): value is Box {
  return typeof value === 'object' && value !== null;
}
