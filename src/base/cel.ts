import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import { messageOf } from './errors.ts';

/** A question needs few nodes; two loops within each other over a hundred objects are ten thousand steps. */
const LIMITS = { maxAstNodes: 250, maxDepth: 24, maxListElements: 50, maxMapEntries: 20, maxCallArguments: 8 };
const DEEPEST_LOOP = 2;
const LOOPS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

/** What an expression said of one object. */
export type CelAnswer =
  | { readonly state: 'value'; readonly value: boolean | number | string | null }
  | { readonly state: 'error'; readonly reason: string };

/** An expression of the Common Expression Language over some variables. */
export interface CelExpression<Variable extends string> {
  /** The fields of the first variable that it asks for, like `spec.replicas`: up to the first call or index. */
  readonly paths: readonly (readonly string[])[];
  evaluate(values: Readonly<Record<Variable, object>>): CelAnswer;
}

/** Makes a reader of expressions over these variables; it gives the text of what is wrong with an expression otherwise. */
export function celReader<const Variable extends string>(
  variables: readonly [Variable, ...Variable[]],
): (text: string) => CelExpression<Variable> | string {
  const environment = new Environment({ unlistedVariablesAreDyn: false, limits: LIMITS });
  for (const name of variables) environment.registerVariable(name, 'dyn');
  const known = new Map<string, CelExpression<Variable> | string>();
  return (text) => {
    const compiled = known.get(text) ?? compile(text, environment, variables[0]);
    known.set(text, compiled);
    return compiled;
  };
}

function compile(text: string, environment: Environment, first: string): CelExpression<string> | string {
  try {
    const parsed = environment.parse(text);
    const checked = parsed.check();
    if (!checked.valid) return firstLine(checked.error);
    const obstacle = obstacleIn(parsed.ast, 0);
    if (obstacle !== undefined) return obstacle;
    return { paths: pathsIn(parsed.ast, first), evaluate: (values) => answer(() => parsed({ ...values })) };
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

/** Chains of fields that begin at a variable, the longest ones. */
function pathsIn(node: ASTNode, variable: string): readonly (readonly string[])[] {
  const own = chainOf(node, variable);
  if (own !== undefined) return own.length === 0 ? [] : [own];
  return childrenOf(node).flatMap((child) => pathsIn(child, variable));
}

function chainOf(node: ASTNode, variable: string): readonly string[] | undefined {
  if (node.op === 'id') return node.args === variable ? [] : undefined;
  if (node.op !== '.' && node.op !== '.?') return undefined;
  const before = chainOf(node.args[0], variable);
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
