import type { Finding } from '../../findings/finding.ts';
import { isAtLeast } from '../../findings/severity.ts';
import { globMatches } from '../../kube/glob.ts';
import { type ObjectRef, refKey, refTo } from '../../kube/object-ref.ts';
import { timeMs } from '../../kube/time.ts';
import type { Compare } from '../policy/schema/compare.ts';
import type { SourceOf } from '../policy/schema/sources.ts';
import { known, type Sample, unknown } from './sample.ts';
import type { TargetObject } from './target.ts';

/** A check that did not judge everything. */
export interface Unjudged {
  readonly check: string;
  /** The only namespace in which it did not; null for all of them. */
  readonly namespace: string | null;
  readonly reason: string;
}

/** What was found in a snapshot, and what was not looked at. */
export interface Findings {
  readonly findings: readonly Finding[];
  /** The checks that ran, in part at least. */
  readonly ran: readonly string[];
  readonly unjudged: readonly Unjudged[];
}

/** A sample, and the findings that it counts. */
export interface FindingSample {
  readonly sample: Sample;
  readonly findings: readonly Finding[];
}

interface Seen {
  readonly finding: Finding;
  readonly check: string;
  /** How long, in milliseconds; 0 where nobody tells. */
  readonly lastedMs: number;
}

/** Counts the findings about a target. */
export function findingSignal(
  source: SourceOf<'finding'>,
  compare: Compare,
  target: TargetObject,
  { findings, ran, unjudged }: Findings,
  nowMs: number,
): FindingSample {
  const keys = keysOf(source.scope, target);
  const seen = findings.flatMap((finding) => seenIn(finding, source, keys, target, nowMs));
  const counted = [...new Set(seen.map(({ finding }) => finding))];
  const gap = gapIn(source.check, target, ran, unjudged);
  if (gap !== undefined && seen.length === 0) return { sample: unknown(gap), findings: [] };
  const checks = [...new Set(seen.map(({ check }) => check))].sort().join(', ');
  const text = seen.length === 0 ? `no ${source.check}` : checks;
  const sample = { ...known(counted.length, text), lastedMs: lasted(seen, compare) };
  return { sample: gap === undefined ? sample : { ...sample, atLeast: true }, findings: counted };
}

function seenIn(
  finding: Finding,
  { check, minSeverity, scope, symptoms }: SourceOf<'finding'>,
  keys: ReadonlySet<string>,
  target: TargetObject,
  nowMs: number,
): readonly Seen[] {
  // A symptom is as bad as what it comes from.
  if (!isAtLeast(finding.severity, minSeverity)) return [];
  const touches = (refs: readonly ObjectRef[]) =>
    refs.some((ref) => keys.has(refKey(ref)) || isInScope(scope, ref, target));
  if (globMatches(check, finding.check) && touches([finding.subject, ...finding.members])) {
    return [{ finding, check: finding.check, lastedMs: Math.max(0, nowMs - (timeMs(finding.since) ?? nowMs)) }];
  }
  if (!symptoms) return [];
  const symptom = finding.symptoms.find((one) => globMatches(check, one.check) && touches([one.subject]));
  return symptom === undefined ? [] : [{ finding, check: symptom.check, lastedMs: 0 }];
}

/** The objects whose findings count. Without a scope: the target, its pods, and the nodes that they are on. */
function keysOf(scope: SourceOf<'finding'>['scope'], { ref, pods }: TargetObject): ReadonlySet<string> {
  const keys = new Set<string>();
  if (scope !== 'node') keys.add(refKey(ref));
  if (scope === 'ownedPods' || scope === undefined) {
    for (const { metadata } of pods) keys.add(refKey(refTo('Pod', metadata.namespace ?? null, metadata.name)));
  }
  if (scope === 'node' || scope === undefined) {
    if (ref.kind === 'Node') keys.add(refKey(ref));
    for (const { spec } of pods) if (spec?.nodeName !== undefined) keys.add(refKey(refTo('Node', null, spec.nodeName)));
  }
  return keys;
}

function isInScope(scope: SourceOf<'finding'>['scope'], ref: ObjectRef, target: TargetObject): boolean {
  return scope === 'namespace' && ref.namespace !== null && ref.namespace === target.ref.namespace;
}

/** Why nobody knows whether there is more: a check that fits did not look at everything, or none ran. */
function gapIn(
  pattern: string,
  { ref }: TargetObject,
  ran: readonly string[],
  unjudged: readonly Unjudged[],
): string | undefined {
  const gap = unjudged.find(
    ({ check, namespace }) =>
      globMatches(pattern, check) && (namespace === null || ref.namespace === null || namespace === ref.namespace),
  );
  if (gap !== undefined) return `${gap.check} was not judged: ${gap.reason}`;
  return ran.some((check) => globMatches(pattern, check)) ? undefined : `no check ${pattern} was run`;
}

/** How long there have been as many as the comparison needs; the newest of all where it needs no certain number. */
function lasted(seen: readonly Seen[], compare: Compare): number {
  const times = seen.map(({ lastedMs }) => lastedMs).sort((left, right) => right - left);
  const needed = neededOf(compare);
  return times[Math.min(needed, times.length) - 1] ?? 0;
}

function neededOf(compare: Compare): number {
  if (compare.op === 'gte') return Math.max(1, Math.ceil(compare.value));
  return compare.op === 'gt' ? Math.max(1, Math.floor(compare.value) + 1) : Number.POSITIVE_INFINITY;
}
