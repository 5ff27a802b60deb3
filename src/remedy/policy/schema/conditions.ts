import { z } from 'zod';
import { strict } from '../../../base/document/strict.ts';
import { duration } from '../duration.ts';
import { type Compare, CompareInput, toCompare } from './compare.ts';
import { Id, UnquotedFalse } from './names.ts';
import { SOURCES, type Source, type SourceType } from './sources.ts';

const DEEPEST_TREE = 3;
export const MOST_LEAVES = 20;

/** One question about a target. */
export interface Leaf {
  readonly type: 'leaf';
  readonly id: string;
  readonly source: Source;
  readonly compare: Compare;
  /** How long it must hold, in milliseconds; 0 for at once. */
  readonly forMs: number;
  /** How often it must have been seen within that time; null: twice, or once where the API itself tells since when. */
  readonly minSamples: number | null;
  /** Older samples are unknown, and a longer gap between two begins the time anew; milliseconds. */
  readonly maxAgeMs: number;
  readonly onUnknown: 'Hold' | 'False';
}

/** All of `all`, one of `any` and none of `none` where these are not empty. */
export interface Tree {
  readonly type: 'tree';
  readonly all: readonly Condition[];
  readonly any: readonly Condition[];
  readonly none: readonly Condition[];
}

export type Condition = Leaf | Tree;

const LEAF_FIELDS = {
  id: Id.optional(),
  ...Object.fromEntries(Object.entries(SOURCES).map(([name, schema]) => [name, schema.optional()])),
  compare: CompareInput.optional(),
  for: duration('1s', '1d').optional(),
  minSamples: z.int().min(1).max(1000).optional(),
  maxAge: duration('10s', '1d').prefault('5m'),
  onUnknown: z.union([z.enum(['Hold', 'False']), UnquotedFalse]).default('Hold'),
};

const TOO_DEEP = `conditions are nested at most ${DEEPEST_TREE} deep`;
const BRANCHES = ['all', 'any', 'none'] as const;

/** The tree of `when`. */
export const ConditionTree: z.ZodType<Tree> = strict(branchesOf(2)).transform(toTree);

function branchesOf(level: number) {
  const list = z.array(nodeAt(level)).min(1, 'has no condition').max(MOST_LEAVES).optional();
  return { all: list, any: list, none: list };
}

/** Spelled out level by level: the schema of a custom resource has no recursion. */
function nodeAt(level: number): z.ZodType<Condition> {
  if (level > DEEPEST_TREE) {
    return strict(LEAF_FIELDS, { all: TOO_DEEP, any: TOO_DEEP, none: TOO_DEEP }).transform(toCondition);
  }
  return strict({ ...LEAF_FIELDS, ...branchesOf(level + 1) }).transform(toCondition);
}

type RawNode = Readonly<Record<string, unknown>>;
type Refuse = (message: string, ...path: string[]) => void;

function toCondition(raw: RawNode, context: z.RefinementCtx): Condition {
  const refuse: Refuse = (message, ...path) => context.addIssue({ code: 'custom', message, path });
  const sources = Object.keys(SOURCES).filter((name) => raw[name] !== undefined);
  const branches = BRANCHES.filter((name) => raw[name] !== undefined);
  if (branches.length > 0) {
    const alien = ['id', 'compare', 'for', 'minSamples', ...sources].filter((name) => raw[name] !== undefined);
    if (alien.length > 0)
      refuse(`${alien.join(', ')} does not stand beside ${branches.join(', ')}: give it its own entry`);
    return toTree(raw);
  }
  if (sources.length !== 1) {
    refuse(`needs exactly one of ${Object.keys(SOURCES).join(', ')}; it has ${sources.join(' and ') || 'none'}`);
    return z.NEVER;
  }
  return toLeaf(raw, sourceIn(raw), refuse) ?? z.NEVER;
}

function toTree(raw: RawNode): Tree {
  // The fields come out of `branchesOf`.
  const branch = (name: (typeof BRANCHES)[number]) => (raw[name] ?? []) as readonly Condition[];
  return { type: 'tree', all: branch('all'), any: branch('any'), none: branch('none') };
}

const SAMPLED = z.object({
  id: z.string().optional(),
  compare: z.custom<CompareInput>().optional(),
  for: z.number().optional(),
  minSamples: z.number().optional(),
  maxAge: z.number(),
  onUnknown: z.enum(['Hold', 'False']),
});

function toLeaf(raw: RawNode, source: Source, refuse: Refuse): Leaf | undefined {
  const { id, compare: given, for: forMs = 0, minSamples = null, maxAge, onUnknown } = SAMPLED.parse(raw);
  if (id === undefined) refuse('has no id: steps and reports name a condition by it');
  if (given === undefined && needsCompare(source)) refuse(`a ${source.from} condition needs compare: {op, value}`);
  const compare = given === undefined ? usualCompare(source) : toCompare(given);
  if (typeof compare === 'string') {
    refuse(compare, 'compare');
    return undefined;
  }
  if (compare.op === 'changed' && forMs > 0) refuse('a change lasts no time: leave out for, or use another op', 'for');
  if (minSamples !== null && forMs === 0) refuse('counts samples within for, which is not there', 'minSamples');
  return { type: 'leaf', id: id ?? '', source, compare, forMs, minSamples, maxAgeMs: maxAge, onUnknown };
}

function needsCompare({ from }: Source): boolean {
  return from === 'metric' || from === 'prometheus';
}

/** At least one finding, restart, event or alert; an expression that is true. */
function usualCompare({ from }: Source): Compare {
  return from === 'object' ? { op: 'eq', value: true } : { op: 'gte', value: 1, clear: null };
}

function sourceIn(raw: RawNode): Source {
  const from = (Object.keys(SOURCES) as readonly SourceType[]).find((name) => raw[name] !== undefined) ?? 'finding';
  // The field comes out of the schema of that name.
  return { from, ...(raw[from] as object) } as Source;
}
