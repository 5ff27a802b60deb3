import type { Circumstances, LogExcerpt, Warning } from '../findings/circumstances.ts';
import type { Evidence, Finding } from '../findings/finding.ts';
import { conditionPath, conditionsOf } from '../kube/conditions.ts';
import { digestsOf } from '../kube/events/event-digest.ts';
import { isNoise } from '../kube/events/event-noise.ts';
import { kindOf } from '../kube/kinds.ts';
import type { Kind, KubeObject } from '../kube/object.ts';
import { type ObjectRef, refOf } from '../kube/object-ref.ts';
import { withoutSecrets } from '../kube/sensitive.ts';
import type { View } from '../snapshot/view.ts';

/** Objects of one cause are alike: more of them tell nothing new. */
const MEMBERS = 2;
const WARNINGS = 5;
const CONDITIONS = 6;
const LOGS = 2;
/** What stands nearest to the end tells most. */
const LOG_LINES = 8;

/** Conditions that are good news when they are false. */
const BAD_WHEN_TRUE =
  /Pressure$|^(Failed|FailureTarget|ReplicaFailure|NetworkUnavailable|DisruptionTarget|ScalingLimited|NamespaceDeletion.*|NamespaceContentRemaining|NamespaceFinalizersRemaining)$/;

/** Collects what the snapshot holds about a finding's objects besides its evidence. */
export function circumstancesOf(finding: Finding, view: View<Kind>): Circumstances {
  const objects = [finding.subject, ...finding.members.slice(0, MEMBERS)].flatMap((ref) => found(ref, view));
  return {
    takenAt: view.takenAt,
    conditions: objects.flatMap(badConditions).slice(0, CONDITIONS),
    warnings: objects.flatMap((object) => warningsAbout(object, view)).slice(0, WARNINGS),
    logs: objects.flatMap((object) => logsOf(object, view)).slice(0, LOGS),
  };
}

function found(ref: ObjectRef, view: View<Kind>): readonly KubeObject[] {
  const info = kindOf(ref.apiVersion, ref.kind);
  if (info === undefined) return [];
  const lookup = view.get(info.kind, ref.namespace, ref.name);
  return lookup.state === 'found' ? [lookup.object] : [];
}

function logsOf(object: KubeObject, view: View<Kind>): readonly LogExcerpt[] {
  if (object.kind !== 'Pod') return [];
  const { namespace = '', name } = object.metadata;
  return view
    .inNamespace('ContainerLog', namespace)
    .filter(({ pod }) => pod === name)
    .map(({ container = '', previous = false, lines = [] }) => ({
      object: refOf(object),
      container,
      previous,
      lines: lines.slice(-LOG_LINES).map(withoutSecrets),
    }));
}

function badConditions(object: KubeObject): readonly Evidence[] {
  return conditionsOf(object)
    .filter(({ type, status }) => (BAD_WHEN_TRUE.test(type) ? status === 'True' : status !== 'True'))
    .map(({ type, status, reason, message }) => ({
      object: refOf(object),
      path: conditionPath(type),
      value: withoutSecrets([status, reason, message].filter((text) => text !== '').join(': ')),
    }));
}

function warningsAbout(object: KubeObject, view: View<Kind>): readonly Warning[] {
  return digestsOf(view.warnings('Event', object).filter((event) => !isNoise(event))).map(
    ({ reason, newest, count, firstSeen, lastSeen }) => ({
      object: refOf(object),
      reason,
      message: withoutSecrets(newest.message ?? ''),
      count,
      first: firstSeen,
      last: lastSeen,
    }),
  );
}
