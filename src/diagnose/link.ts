import type { FoldRule } from '../findings/finding.ts';
import { type ObjectRef, refKey, refOf } from '../kube/object-ref.ts';
import type { Group } from './group.ts';
import type { Judged } from './run-checks.ts';

/** Why a group follows from another. */
export interface Reason {
  readonly rule: FoldRule;
  readonly by: Group;
  /** The roots to which this way leads. */
  readonly roots: readonly Group[];
}

/** How the groups hang together. */
export interface Links {
  /** Groups that stand on their own: causes and independent findings. */
  readonly roots: readonly Group[];
  /** For each root, all groups that follow from it. */
  readonly symptoms: ReadonlyMap<Group, readonly Group[]>;
  /** For each group that is no root, what it follows from directly, and why. */
  readonly because: ReadonlyMap<Group, readonly Reason[]>;
  /** For a root that is explained in part: by which roots, and how many of how many objects are left unexplained. */
  readonly partly: ReadonlyMap<
    Group,
    { readonly by: readonly Group[]; readonly unexplained: number; readonly of: number }
  >;
}

/**
 * Joins groups to root causes (R2, R3, R6, R9).
 *
 * A group follows from others if all its judgements were taken in on their own object, or if every object that it
 * names as its explanation has a finding. An edge that would close a circle is left out, so no symptom hides its cause.
 */
export function linkGroups(groups: readonly Group[], absorbed: ReadonlyMap<Judged, Judged>): Links {
  const groupOfJudged = new Map<Judged, Group>();
  for (const group of groups) for (const one of group.judged) groupOfJudged.set(one, group);
  const covering = coveringIndex(groups);
  const parents = new Map<Group, Set<Group>>();
  const rules = new Map<Group, Map<Group, FoldRule>>();
  const partial = new Map<Group, { by: Set<Group>; unexplained: number; of: number }>();

  for (const group of groups) {
    const by = new Map<Group, FoldRule>();
    let unexplained = 0;
    let named = 0;
    let orphans = 0;
    for (const one of group.judged) {
      const taker = absorbed.get(one);
      const takerGroup = taker === undefined ? undefined : groupOfJudged.get(taker);
      if (takerGroup !== undefined) {
        by.set(takerGroup, 'same-object');
        continue;
      }
      const refs = one.judgement.explainedBy ?? [];
      if (refs.length === 0) orphans++;
      for (const ref of refs) {
        named++;
        const explaining = (covering.get(refKey(ref)) ?? []).filter(
          (other) => other !== group && mayExplain(other, group),
        );
        if (explaining.length === 0) unexplained++;
        for (const other of explaining) if (!by.has(other)) by.set(other, 'consequence');
      }
    }
    if (by.size === 0) continue;
    rules.set(group, by);
    const causes = new Set(by.keys());
    if (unexplained === 0 && orphans === 0) parents.set(group, causes);
    else if (named > 0) partial.set(group, { by: causes, unexplained, of: named });
  }

  return resolve(groups, withoutCircles(groups, parents), partial, rules);
}

/** A rollup explains another only from below: a Service its Ingress, never a Deployment its pods. Residue explains nothing. */
function mayExplain(cause: Group, symptom: Group): boolean {
  if (cause.check.level === 'residue') return false;
  return cause.check.level !== 'rollup' || symptom.check.level === 'rollup';
}

/** From each object to the groups that speak of it: judged, named as explained, or shared as the cause. */
function coveringIndex(groups: readonly Group[]): ReadonlyMap<string, readonly Group[]> {
  const index = new Map<string, Set<Group>>();
  const put = (ref: ObjectRef, group: Group): void => {
    const key = refKey(ref);
    const known = index.get(key);
    if (known === undefined) index.set(key, new Set([group]));
    else known.add(group);
  };
  for (const group of groups) {
    for (const { object, judgement } of group.judged) {
      if (judgement.latent === true) continue;
      put(group.subject, group);
      put(refOf(object), group);
      for (const ref of judgement.explains ?? []) put(ref, group);
      if (judgement.shared !== undefined) put(judgement.shared, group);
    }
  }
  return new Map([...index].map(([key, set]) => [key, [...set]]));
}

function withoutCircles(
  groups: readonly Group[],
  parents: ReadonlyMap<Group, ReadonlySet<Group>>,
): ReadonlyMap<Group, readonly Group[]> {
  const kept = new Map<Group, Group[]>();
  const reaches = (from: Group, to: Group): boolean =>
    from === to || (kept.get(from) ?? []).some((parent) => reaches(parent, to));
  for (const group of groups) {
    for (const parent of parents.get(group) ?? []) {
      if (reaches(parent, group)) continue;
      const known = kept.get(group);
      if (known === undefined) kept.set(group, [parent]);
      else known.push(parent);
    }
  }
  return kept;
}

function resolve(
  groups: readonly Group[],
  parents: ReadonlyMap<Group, readonly Group[]>,
  partial: ReadonlyMap<Group, { by: ReadonlySet<Group>; unexplained: number; of: number }>,
  rules: ReadonlyMap<Group, ReadonlyMap<Group, FoldRule>>,
): Links {
  const rootsOf = (group: Group, seen: ReadonlySet<Group> = new Set()): readonly Group[] => {
    const above = parents.get(group);
    if (above === undefined) return [group];
    if (seen.has(group)) return [];
    return above.flatMap((parent) => rootsOf(parent, new Set([...seen, group])));
  };
  const roots = groups.filter((group) => !parents.has(group));
  const because = new Map(
    [...parents].map(([group, above]) => [
      group,
      above.map((by) => ({ rule: rules.get(group)?.get(by) ?? 'consequence', by, roots: rootsOf(by) })),
    ]),
  );
  const symptoms = new Map<Group, Group[]>(roots.map((root) => [root, []]));
  for (const group of groups) {
    if (!parents.has(group)) continue;
    for (const root of new Set(rootsOf(group))) symptoms.get(root)?.push(group);
  }
  const partly = new Map(
    [...partial].map(([group, { by, unexplained, of }]) => {
      const causes = [...new Set([...by].flatMap((other) => rootsOf(other)))].filter((root) => root !== group);
      return [group, { by: causes, unexplained, of }] as const;
    }),
  );
  return { roots, symptoms, because, partly };
}
