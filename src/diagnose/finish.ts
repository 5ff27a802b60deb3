import type { Context } from '../checks/define-check.ts';
import type { Cause, Evidence, Finding, Judged, Symptom } from '../findings/finding.ts';
import { fingerprint } from '../findings/fingerprint.ts';
import { compareSymptoms } from '../findings/order.ts';
import { worst } from '../findings/severity.ts';
import type { Kind } from '../kube/object.ts';
import { compareRefs, type ObjectRef, refKey, refOf } from '../kube/object-ref.ts';
import { withoutSecrets } from '../kube/sensitive.ts';
import { earliest } from '../kube/time.ts';
import type { View } from '../snapshot/view.ts';
import { changeOf } from './change.ts';
import { configChangeOf } from './config-change.ts';
import { capped, type Group } from './group.ts';
import type { Links } from './link.ts';
import type { Judged as JudgedObject } from './run-checks.ts';
import { factsWithoutSecrets, fixWithoutSecrets, valueWithoutSecrets } from './without-secrets.ts';

/** Makes the finding of a root: its words, its evidence, and what follows from it. The worst consequence sets its severity. */
export function toFinding(root: Group, links: Links, view: View<Kind>): Finding {
  const [first] = root.judged;
  const context = contextOf(root);
  const followers = links.symptoms.get(root) ?? [];
  const severity = worst([root.severity, ...followers.map((group) => group.severity)]) ?? root.severity;
  const partly = links.partly.get(root);
  const remainder =
    partly === undefined || partly.unexplained === 0
      ? ''
      : `; ${partly.unexplained} of ${partly.of} not explained by another finding`;
  return {
    id: idOf(root),
    check: root.check.id,
    severity: capped(severity, root.confidence),
    confidence: root.confidence,
    since: earliest(root.judged.map((one) => one.judgement.since)),
    title: root.check.title,
    message: `${messageOf(root)}${remainder}`,
    subject: root.subject,
    members: membersOf(root),
    facts: factsWithoutSecrets(first.judgement.facts),
    evidence: first.judgement.evidence.map((seen) => toEvidence(seen, first)),
    symptoms: symptomsOf(followers, root, links),
    causes: (partly?.by ?? []).map(toCause).sort(compareSymptoms),
    // What could be better is no trouble that began some day.
    change: root.check.profile === undefined ? (changeOf(root, view) ?? configChangeOf(root, view)) : null,
    fixes: root.check.fixes(factsWithoutSecrets(first.judgement.facts), context).map(fixWithoutSecrets),
    docs: root.check.source,
  };
}

function idOf(group: Group): string {
  return fingerprint(group.check.id, group.anchor, group.causeKey);
}

function contextOf(group: Group): Context {
  return { subject: group.subject, object: refOf(group.judged[0].object) };
}

function messageOf(group: Group): string {
  // The facts first, as a message may cut a text in the middle of a secret; then the words, where it shows only in them.
  return withoutSecrets(group.check.message(factsWithoutSecrets(group.judged[0].judgement.facts), contextOf(group)));
}

function toCause(group: Group): Cause {
  return { id: idOf(group), ...judgedIn(group), message: messageOf(group) };
}

function judgedIn(group: Group): Judged {
  return { check: group.check.id, subject: group.subject };
}

/** The step that leads from a symptom to this root; another step may lead to another root. */
function becauseOf(group: Group, root: Group, links: Links): Symptom['because'] {
  const reasons = links.because.get(group) ?? [];
  const reason = reasons.find(({ roots }) => roots.includes(root));
  return { rule: reason?.rule ?? 'consequence', by: judgedIn(reason?.by ?? root) };
}

/** The judged objects, each once, but for the subject itself. */
function membersOf(group: Group): readonly ObjectRef[] {
  const refs = new Map(group.judged.map(({ object }) => refOf(object)).map((ref) => [refKey(ref), ref]));
  refs.delete(refKey(group.subject));
  return [...refs.values()].sort(compareRefs);
}

function toEvidence(seen: JudgedObject['judgement']['evidence'][number], judged: JudgedObject): Evidence {
  const about = seen.object ?? judged.object;
  return {
    object: 'metadata' in about ? refOf(about) : about,
    path: seen.path,
    value: valueWithoutSecrets(seen.value ?? null),
  };
}

function symptomsOf(groups: readonly Group[], root: Group, links: Links): readonly Symptom[] {
  const symptoms = groups.map((group): Symptom => {
    return { ...judgedIn(group), message: messageOf(group), because: becauseOf(group, root, links) };
  });
  const unique = new Map(
    symptoms.map((symptom) => [`${symptom.check}\0${refKey(symptom.subject)}\0${symptom.message}`, symptom]),
  );
  return [...unique.values()].sort(compareSymptoms);
}
