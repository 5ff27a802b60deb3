import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import { messageOf } from '../../base/errors.ts';

/** A question needs few nodes; two loops within each other over a hundred objects are ten thousand steps. */
const LIMITS = { maxAstNodes: 250, maxDepth: 24, maxListElements: 50, maxMapEntries: 20, maxCallArguments: 8 };
const DEEPEST_LOOP = 2;
const LOOPS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

const ENVIRONMENT = new Environment({ unlistedVariablesAreDyn: false, limits: LIMITS })
  .registerVariable('target', 'dyn')
  .registerVariable('related', 'dyn');

/** What an expression said of one object. */
export type CelAnswer =
  | { readonly state: 'value'; readonly value: boolean | number | string | null }
  | { readonly state: 'error'; readonly reason: string };

export interface CelExpression {
  /** The fields of `target` that it asks for, like `spec.replicas`: up to the first call or index. */
  readonly paths: readonly (readonly string[])[];
  evaluate(target: object, related: object): CelAnswer;
}

const KNOWN = new Map<string, CelExpression | string>();

/** Reads an expression over `target` and `related`; the text of what is wrong with it otherwise. */
export function compileCel(text: string): CelExpression | string {
  const known = KNOWN.get(text);
  if (known !== undefined) return known;
  const compiled = compile(text);
  KNOWN.set(text, compiled);
  return compiled;
}

function compile(text: string): CelExpression | string {
  try {
    const parsed = ENVIRONMENT.parse(text);
    const checked = parsed.check();
    if (!checked.valid) return firstLine(checked.error);
    const obstacle = obstacleIn(parsed.ast, 0);
    if (obstacle !== undefined) return obstacle;
    return { paths: pathsIn(parsed.ast), evaluate: (target, related) => answer(() => parsed({ target, related })) };
  } catch (thrown) {
    return firstLine(thrown);
  }
}

function answer(run: () => unknown): CelAnswer {
  try {
    const value = run();
    if (typeof value === 'bigint') return { state: 'value', value: Number(value) };
    if (value === null || typeof value === 'boolean' || typeof value === 'string') return { state: 'value', value };
    if (typeof value === 'number' && Number.isFinite(value)) return { state: 'value', value };
    return { state: 'error', reason: 'the expression gives no boolean, number or text' };
  } catch (thrown) {
    return { state: 'error', reason: firstLine(thrown) };
  }
}

function firstLine(thrown: unknown): string {
  const [line = ''] = (thrown instanceof Error ? thrown.message : messageOf(thrown)).split('\n');
  return line.trim();
}

/** What could make it slow: the regular expressions of this runtime backtrack, and loops multiply. */
function obstacleIn(node: ASTNode, loops: number): string | undefined {
  const name = node.op === 'rcall' || node.op === 'call' ? node.args[0] : undefined;
  if (name === 'matches') return 'matches is not taken: use ==, startsWith, endsWith or contains';
  const deeper = name !== undefined && node.op === 'rcall' && LOOPS.has(name) ? loops + 1 : loops;
  if (deeper > DEEPEST_LOOP) return `loops are nested at most ${DEEPEST_LOOP} deep`;
  for (const child of childrenOf(node)) {
    const obstacle = obstacleIn(child, deeper);
    if (obstacle !== undefined) return obstacle;
  }
  return undefined;
}

/** Chains of fields that begin at `target`, the longest ones. */
function pathsIn(node: ASTNode): readonly (readonly string[])[] {
  const own = chainOf(node);
  if (own !== undefined) return own.length === 0 ? [] : [own];
  return childrenOf(node).flatMap(pathsIn);
}

function chainOf(node: ASTNode): readonly string[] | undefined {
  if (node.op === 'id') return node.args === 'target' ? [] : undefined;
  if (node.op !== '.' && node.op !== '.?') return undefined;
  const before = chainOf(node.args[0]);
  return before === undefined ? undefined : [...before, node.args[1]];
}

/** The nodes among the arguments of a node, however they lie. */
function childrenOf(node: ASTNode): readonly ASTNode[] {
  return nodesIn(node.args);
}

function nodesIn(value: unknown): readonly ASTNode[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  return isNode(value) ? [value] : [];
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}
