import { compareText } from '../../base/collate.ts';
import { nearMisses } from '../../base/near-miss.ts';
import type { Node, NodeSelectorTerm, Pod } from '../object.ts';
import { expressionMatches, expressionText, type LabelExpression } from '../selectors.ts';

/** One thing that a node must be: a label, or its name. */
export interface NodeRequirement {
  readonly expression: LabelExpression;
  readonly of: 'label' | 'field';
}

/** Ways to satisfy a pod, each a list of what a node must be all of. */
export type NodeAlternatives = readonly (readonly NodeRequirement[])[];

/**
 * What a pod's `nodeSelector` and required node affinity ask of a node: terms are alternatives, the rest comes on top.
 *
 * An empty term selects no node, so where all are empty there is no alternative at all.
 * @see https://github.com/kubernetes/component-helpers/blob/v0.34.4/scheduling/corev1/nodeaffinity/nodeaffinity.go
 */
export function nodeAlternativesOf(pod: Pod): NodeAlternatives {
  const always = Object.entries(pod.spec?.nodeSelector ?? {}).map(([key, value]): NodeRequirement => {
    return { of: 'label', expression: { key, operator: 'In', values: [value ?? ''] } };
  });
  const required = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (required === undefined || required === null) return [always];
  return termsOf(required.nodeSelectorTerms ?? []).map((requirements) => [...always, ...requirements]);
}

/** The alternatives that node selector terms are; an empty term selects no node. */
export function termsOf(terms: readonly NodeSelectorTerm[]): NodeAlternatives {
  return terms.map(requirementsOf).filter((requirements) => requirements.length > 0);
}

/** True if the node satisfies one of the alternatives. */
export function satisfies(node: Node, alternatives: NodeAlternatives): boolean {
  return alternatives.some((requirements) => requirements.every((requirement) => meets(node, requirement)));
}

/** True if the node is what the requirement asks for. */
export function meets(node: Node, { expression, of }: NodeRequirement): boolean {
  const { operator, values = [] } = expression;
  if (of === 'field') {
    // The API allows one field, one value, and these two operators.
    const same = expression.key === 'metadata.name' && values.length === 1 && values[0] === node.metadata.name;
    return operator === 'In' ? same : operator === 'NotIn' && values.length === 1 && !same;
  }
  if (operator === 'Gt' || operator === 'Lt') {
    const own = wholeNumber(node.metadata.labels?.[expression.key ?? '']);
    const bound = wholeNumber(values[0]);
    return own !== undefined && bound !== undefined && (operator === 'Gt' ? own > bound : own < bound);
  }
  return expressionMatches(expression, node.metadata.labels);
}

/** A requirement for people: `disktype=ssd`, `zone in (a,b)`, `metadata.name=worker-1`. */
export function requirementText({ expression }: NodeRequirement): string {
  const [value, ...more] = expression.values ?? [];
  const single = value !== undefined && more.length === 0;
  if (single && expression.operator === 'In') return `${expression.key ?? ''}=${value}`;
  if (single && expression.operator === 'NotIn') return `${expression.key ?? ''}!=${value}`;
  return expressionText(expression);
}

/** Why no node satisfies a pod. */
export interface UnmetSelector {
  /** All that the nearest alternative asks for. */
  readonly wanted: readonly NodeRequirement[];
  /** The requirements that keep all nodes away: alone, or, if `together`, in combination. */
  readonly missing: readonly NodeRequirement[];
  readonly together: boolean;
  /** What the nodes have under the key of the first missing requirement, in order. */
  readonly values: readonly string[];
  /** A key that the nodes have instead, where they have none of that name. */
  readonly similarKeys: readonly string[];
  /** The node that lacks the fewest requirements, where it meets some. */
  readonly nearest: Node | null;
}

/** Says why none of the nodes satisfies any of the alternatives: by the alternative that comes closest. */
export function unmetBy(nodes: readonly Node[], alternatives: NodeAlternatives): UnmetSelector | undefined {
  let best: Omit<UnmetSelector, 'values' | 'similarKeys'> | undefined;
  for (const requirements of alternatives) {
    const candidate = closest(nodes, requirements);
    const better =
      best === undefined ||
      (best.together === candidate.together ? candidate.missing.length < best.missing.length : candidate.together);
    if (better) best = candidate;
  }
  if (best === undefined) return undefined;
  const key = best.missing[0]?.of === 'label' ? best.missing[0].expression.key : undefined;
  const values = key === undefined ? [] : valuesOf(nodes, key);
  return { ...best, values, similarKeys: key === undefined || values.length > 0 ? [] : similarKeys(nodes, key) };
}

/** The label that a kubelet gives its node: its host name, which is the node's name nearly everywhere. */
const HOSTNAME = 'kubernetes.io/hostname';

/** The one name that a node must have, where none of the names there are is it; null where all else is asked for. */
export function missingName(missing: readonly NodeRequirement[], names: readonly string[]): string | null {
  const [first, ...more] = missing;
  if (first === undefined || more.length > 0) return null;
  const { key, operator, values = [] } = first.expression;
  const [name] = values;
  const isName = operator === 'In' && key === (first.of === 'field' ? 'metadata.name' : HOSTNAME);
  return isName && values.length === 1 && name !== undefined && !names.includes(name) ? name : null;
}

function closest(nodes: readonly Node[], requirements: readonly NodeRequirement[]) {
  const alone = requirements.filter((requirement) => !nodes.some((node) => meets(node, requirement)));
  let nearest: Node | null = null;
  let lacks: readonly NodeRequirement[] = requirements;
  for (const node of nodes) {
    const unmet = requirements.filter((requirement) => !meets(node, requirement));
    if (unmet.length >= lacks.length) continue;
    lacks = unmet;
    nearest = node;
  }
  return alone.length > 0
    ? { wanted: requirements, missing: alone, together: false, nearest }
    : { wanted: requirements, missing: lacks, together: true, nearest };
}

function requirementsOf(term: NodeSelectorTerm): readonly NodeRequirement[] {
  return [
    ...(term.matchExpressions ?? []).map((expression): NodeRequirement => ({ expression, of: 'label' })),
    ...(term.matchFields ?? []).map((expression): NodeRequirement => ({ expression, of: 'field' })),
  ];
}

function valuesOf(nodes: readonly Node[], key: string): readonly string[] {
  const values = nodes.flatMap((node) => node.metadata.labels?.[key] ?? []);
  return [...new Set(values)].sort(compareText);
}

function similarKeys(nodes: readonly Node[], key: string): readonly string[] {
  return nearMisses(key, new Set(nodes.flatMap((node) => Object.keys(node.metadata.labels ?? {}))));
}

/** A whole number as Go's ParseInt reads it; undefined for anything else. */
function wholeNumber(text: string | undefined): bigint | undefined {
  return text !== undefined && /^[+-]?[0-9]+$/.test(text) ? BigInt(text) : undefined;
}
