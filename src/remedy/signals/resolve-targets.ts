import type { Finding } from '../../findings/finding.ts';
import { globMatches } from '../../kube/glob.ts';
import { kindOf } from '../../kube/kinds.ts';
import type { Kind, KubeObject } from '../../kube/object.ts';
import { compareRefs, refKey } from '../../kube/object-ref.ts';
import { selectorMatches } from '../../kube/selectors.ts';
import type { View } from '../../snapshot/view.ts';
import { leavesOf } from '../policy/conditions/leaves.ts';
import type { Target } from '../policy/schema/targets.ts';
import type { PolicyDocument } from '../policy/schema.ts';
import { type TargetObject, targetOf } from './target.ts';

/** The targets of a policy, and what could not be looked at. */
export interface Targets {
  readonly targets: readonly TargetObject[];
  /** `deployments could not be read`; the targets are not all there are. */
  readonly unread: readonly string[];
}

/** Finds the objects that a policy is for, in the order of a report. A policy that only tells is for what it finds. */
export function resolveTargets(policy: PolicyDocument, view: View<Kind>, findings: readonly Finding[]): Targets {
  if (policy.spec.targets.length === 0) return { targets: foundObjects(policy, view, findings), unread: [] };
  const found = new Map<string, TargetObject>();
  const unread = new Set<string>();
  for (const target of policy.spec.targets) {
    const info = kindOf(target.apiVersion, target.kind);
    if (info === undefined) continue;
    const { namespace } = policy.metadata;
    const where = info.namespaced ? (namespace ?? null) : null;
    if (!view.covers(info.kind, where))
      unread.add(`${info.resource} could not all be read${where === null ? '' : ` in namespace ${where}`}`);
    const objects: readonly KubeObject[] = where === null ? view.all(info.kind) : view.inNamespace(info.kind, where);
    for (const object of objects) {
      if (!isTarget(target, object)) continue;
      const resolved = targetOf(object, view);
      found.set(refKey(resolved.ref), resolved);
    }
  }
  return { targets: [...found.values()].sort((left, right) => compareRefs(left.ref, right.ref)), unread: [...unread] };
}

function isTarget({ names, selector, namespaces, exclude }: Target, { metadata }: KubeObject): boolean {
  const { name, namespace = '', labels } = metadata;
  if (names !== undefined && !matchesOne(names, name)) return false;
  if (namespaces !== undefined && !matchesOne(namespaces, namespace)) return false;
  if (selector !== undefined && !selectorMatches(selector, labels)) return false;
  if (exclude === undefined) return true;
  return !(
    matchesOne(exclude.names ?? [], name) ||
    matchesOne(exclude.namespaces ?? [], namespace) ||
    selectorMatches(exclude.selector, labels)
  );
}

function matchesOne(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) => globMatches(pattern, name));
}

function foundObjects(
  { spec, metadata }: PolicyDocument,
  view: View<Kind>,
  findings: readonly Finding[],
): readonly TargetObject[] {
  const checks = leavesOf(spec.when).flatMap(({ leaf: { source } }) =>
    source.from === 'finding' ? [source.check] : [],
  );
  const found = new Map<string, TargetObject>();
  for (const { check, subject } of findings) {
    const info = kindOf(subject.apiVersion, subject.kind);
    if (info === undefined || !matchesOne(checks, check)) continue;
    if (metadata.namespace !== undefined && metadata.namespace !== subject.namespace) continue;
    const looked = view.get(info.kind, subject.namespace, subject.name);
    if (looked.state === 'found') found.set(refKey(subject), targetOf(looked.object, view));
  }
  return [...found.values()].sort((left, right) => compareRefs(left.ref, right.ref));
}
