import type { Finding } from '../findings/finding.ts';
import { globMatches } from '../kube/glob.ts';
import type { Kind } from '../kube/object.ts';
import type { ObjectRef } from '../kube/object-ref.ts';
import { selectorMatches } from '../kube/selectors.ts';
import type { View } from '../snapshot/view.ts';
import { objectOf } from './object-of.ts';
import type { IgnoreRule } from './rule-schema.ts';

/** A rule, and where it stands. */
export interface PlacedRule {
  readonly rule: IgnoreRule;
  /** `file:line` */
  readonly where: string;
}

/** True if the last day of a rule was over when the cluster was read. */
export function isExpired({ until }: IgnoreRule, takenAt: string): boolean {
  return until !== undefined && new Date(takenAt).toISOString().slice(0, 10) > until;
}

/**
 * True if a rule takes a finding out of the report: its check fits, the container too, and so does its subject or,
 * where it has some, every one of its members.
 */
export function ruleMatches(rule: IgnoreRule, finding: Finding, view: View<Kind>): boolean {
  if (rule.check !== undefined && !globMatches(rule.check, finding.check)) return false;
  if (rule.container !== undefined && !isAboutOnly(rule.container, finding)) return false;
  const { subject, members } = finding;
  if (objectMatches(rule, subject, view)) return true;
  return members.length > 0 && members.every((member) => objectMatches(rule, member, view));
}

function objectMatches({ kind, namespace, name, selector }: IgnoreRule, ref: ObjectRef, view: View<Kind>): boolean {
  if (kind !== undefined && kind !== ref.kind) return false;
  if (namespace !== undefined && !globMatches(namespace, ref.namespace ?? '')) return false;
  if (name !== undefined && !name.test(ref.name)) return false;
  if (selector === undefined) return true;
  const object = objectOf(ref, view);
  return object !== undefined && selectorMatches(selector, object.metadata.labels);
}

/** The containers that a finding speaks of stand in the paths of its evidence. */
function isAboutOnly(container: string, { evidence }: Finding): boolean {
  const named = evidence.flatMap(({ path }) => /[cC]ontainer(?:s|Statuses)\[name=([^\]]+)\]/.exec(path)?.[1] ?? []);
  return named.length > 0 && named.every((name) => name === container);
}
