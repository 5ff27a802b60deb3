import type { Path, Problem } from '../../../base/document/problem.ts';
import { nearMisses } from '../../../base/near-miss.ts';
import { globMatches } from '../../../kube/glob.ts';
import { isKind } from '../../../kube/kinds.ts';
import { compileCel } from '../../signals/cel.ts';
import { keepsPath } from '../../signals/kept-path.ts';
import { unknownPlaceholder } from '../../signals/prometheus-signal.ts';
import { leavesOf, type PlacedLeaf } from '../conditions/leaves.ts';
import type { PolicyFacts } from '../facts.ts';
import { type Leaf, MOST_LEAVES, type Tree } from '../schema/conditions.ts';
import type { PolicyDocument } from '../schema.ts';

export function conditionRules({ spec }: PolicyDocument, facts: PolicyFacts): readonly Problem[] {
  const kinds = spec.targets.map(({ kind }) => kind);
  const trees: readonly (readonly [Tree, Path])[] = [
    [spec.when, ['spec', 'when']],
    ...(spec.revert.when === null ? [] : ([[spec.revert.when, ['spec', 'revert', 'when']]] as const)),
  ];
  const all = trees.flatMap(([tree]) => leavesOf(tree));
  return [
    ...trees.flatMap(([tree, path]) => treeRules(tree, path)),
    ...trees.flatMap(([tree, path]) => leavesOf(tree).flatMap((placed) => leafRules(placed, path, kinds, facts))),
    ...doubleIds(all),
  ];
}

function treeRules(tree: Tree, path: Path): readonly Problem[] {
  const leaves = leavesOf(tree);
  const problems: Problem[] = [];
  if (leaves.length > MOST_LEAVES)
    problems.push({ path, message: `has ${leaves.length} conditions, more than ${MOST_LEAVES}` });
  if (leaves.every(({ negated }) => negated)) {
    problems.push({ path, message: 'names nothing that must be true', hint: 'put a condition under all or any' });
  }
  return problems;
}

function leafRules(
  { leaf, negated }: PlacedLeaf,
  tree: Path,
  kinds: readonly string[],
  facts: PolicyFacts,
): readonly Problem[] {
  const path = [...tree, leaf.id];
  const problems: Problem[] = [];
  if (negated && leaf.onUnknown === 'False') {
    problems.push({
      path,
      message: 'onUnknown: False under none would let unknown data act',
      hint: 'leave onUnknown out there',
    });
  }
  if (leaf.source.from === 'finding') problems.push(...checkRules(leaf.source.check, path, facts));
  if (leaf.source.from === 'object') problems.push(...celRules(leaf.source.cel, path, kinds));
  if (leaf.source.from === 'prometheus') problems.push(...queryRules(leaf.source.query, path));
  return problems;
}

function queryRules(query: string, path: Path): readonly Problem[] {
  const unknown = unknownPlaceholder(query);
  if (unknown === undefined) return [];
  return [
    {
      path,
      message: `{{${unknown}}} stands for nothing`,
      hint: 'known are {{name}}, {{namespace}}, {{kind}} and {{labels.NAME}}',
    },
  ];
}

function checkRules(check: string, path: Path, { checks }: PolicyFacts): readonly Problem[] {
  if (checks.some((id) => globMatches(check, id))) return [];
  const near = nearMisses(check, checks);
  const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'mekhanikube checks lists all of them';
  return [{ path, message: `there is no check "${check}"`, hint }];
}

/** A field that no snapshot holds would look absent, whatever the object says. */
function celRules(cel: string, path: Path, kinds: readonly string[]): readonly Problem[] {
  const expression = compileCel(cel);
  if (typeof expression === 'string') {
    return [
      { path, message: `the expression is not taken: ${expression}`, hint: 'see https://cel.dev for the language' },
    ];
  }
  return kinds.filter(isKind).flatMap((kind) =>
    expression.paths
      .filter((field) => !keepsPath(kind, field))
      .map((field) => ({
        path,
        message: `${field.join('.')} of ${kind} is not read`,
        hint: 'expressions see the fields that recordings hold: no arguments, values of variables or most annotations',
      })),
  );
}

function doubleIds(all: readonly { readonly leaf: Leaf }[]): readonly Problem[] {
  const ids = all.map(({ leaf }) => leaf.id);
  const doubled = new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
  return [...doubled].map((id) => ({
    path: ['spec', 'when', id],
    message: `there are two conditions "${id}"`,
    hint: 'give each its own id',
  }));
}
