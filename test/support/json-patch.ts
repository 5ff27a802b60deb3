import { isDeepStrictEqual } from 'node:util';
import type { PatchOperation } from '../../src/cluster/write/writer.ts';

/** A `test` or a path of a JSON patch that does not fit the document. */
export class PatchMisfit extends Error {}

type Node = Map<string, Node> | Node[] | string | number | boolean | null;

/**
 * A second, independent reading of RFC 6902, as the API server has one of its own: what we compile is not judged by our
 * own applier. Objects are Maps inside, so that no name is special.
 *
 * @throws PatchMisfit
 */
export function patched(document: unknown, operations: readonly PatchOperation[]): unknown {
  let root = inward(document);
  for (const operation of operations) {
    const tokens = operation.path.split('/').slice(1).map(unescaped);
    const value = 'value' in operation ? inward(operation.value) : null;
    root = changed(root, tokens, operation.op, value, operation.path);
  }
  return outward(root);
}

function changed(node: Node, tokens: readonly string[], op: PatchOperation['op'], value: Node, path: string): Node {
  const [token, ...rest] = tokens;
  if (token === undefined) {
    if (op === 'test' && !isDeepStrictEqual(node, value)) throw new PatchMisfit(`test ${path}`);
    return op === 'test' ? node : value;
  }
  const isLast = rest.length === 0;
  if (node instanceof Map) {
    const child = node.get(token);
    if (child === undefined && !(isLast && op === 'add')) throw new PatchMisfit(`${op} ${path}`);
    const copy = new Map(node);
    if (isLast && op === 'remove') copy.delete(token);
    else copy.set(token, isLast && op === 'add' ? value : changed(child ?? null, rest, op, value, path));
    return copy;
  }
  if (!Array.isArray(node)) throw new PatchMisfit(`${op} ${path}`);
  const index = token === '-' ? node.length : /^(0|[1-9][0-9]*)$/.test(token) ? Number(token) : Number.NaN;
  const isInsert = isLast && op === 'add';
  if (!(index <= node.length - (isInsert ? 0 : 1))) throw new PatchMisfit(`${op} ${path}`);
  if (isInsert) return node.toSpliced(index, 0, value);
  if (isLast && op === 'remove') return node.toSpliced(index, 1);
  return node.with(index, changed(node[index] ?? null, rest, op, value, path));
}

function unescaped(token: string): string {
  return token.replace(/~[01]/g, (escaped) => (escaped === '~1' ? '/' : '~'));
}

function inward(value: unknown): Node {
  if (Array.isArray(value)) return value.map(inward);
  if (typeof value === 'object' && value !== null) {
    return new Map(Object.entries(value).map(([key, child]) => [key, inward(child)]));
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return null;
}

function outward(node: Node): unknown {
  if (Array.isArray(node)) return node.map(outward);
  return node instanceof Map ? Object.fromEntries([...node].map(([key, child]) => [key, outward(child)])) : node;
}
