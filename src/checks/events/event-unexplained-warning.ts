import { z } from 'zod';
import { type Digest, digestsOf, ratePerHour } from '../../kube/events/event-digest.ts';
import { isNoise } from '../../kube/events/event-noise.ts';
import { describe } from '../../kube/kubectl.ts';
import type { KubeObject, ObjectOf } from '../../kube/object.ts';
import { refOf, refTo } from '../../kube/object-ref.ts';
import { HOUR_MS, MINUTE_MS, timeMs } from '../../kube/time.ts';
import { type Standing, standingOf } from '../../kube/workloads/standing.ts';
import { isOf } from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

export const eventUnexplainedWarning = defineCheck({
  id: 'event-unexplained-warning',
  title: 'Warning that nothing else explains',
  severity: 'low',
  level: 'residue',
  subject: [
    'CronJob',
    'DaemonSet',
    'Deployment',
    'HorizontalPodAutoscaler',
    'Ingress',
    'Job',
    'Namespace',
    'Node',
    'PersistentVolume',
    'PersistentVolumeClaim',
    'Pod',
    'PodDisruptionBudget',
    'ReplicaSet',
    'Service',
    'StatefulSet',
  ],
  reads: ['Event'],
  source: 'https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/',
  facts: z.object({ reason: z.string(), text: z.string(), count: z.int() }),
  message: ({ reason, text, count }) =>
    `${reason}${count > 1 ? `, seen ${count} times` : ''}: ${text.replace(/\.$/, '') || 'without a message'}`,
  fixes: (_facts, { object }) => [{ text: 'See the object and its events', command: describe(object) }],
  *find(object, view) {
    const events = view.warnings('Event', object);
    if (events.length === 0) return;
    const standing = standingOf(object);
    const reasons = new Set<string>();
    for (const digest of digestsOf(events.filter((event) => !isNoise(event) && !isOfSlowStart(event)))) {
      // Of warnings with one reason the newest counts: the scheduler, for one, words each try anew.
      if (reasons.has(digest.reason) || !isCurrent(digest, standing, view)) continue;
      reasons.add(digest.reason);
      yield {
        cause: `${digest.reason}: ${digest.pattern}`,
        severity: ratePerHour(digest) >= OFTEN_PER_HOUR ? 'medium' : 'low',
        confidence: 'possible',
        since: digest.firstSeen,
        // Whatever is said of one of these explains the warning as well.
        explainedBy: [refOf(object), view.topOwner(object), ...targetOf(object)],
        facts: { reason: digest.reason, text: (digest.newest.message ?? '').slice(0, 300), count: digest.count },
        evidence: [{ object: digest.newest, path: 'message', value: digest.newest.message }],
      };
    }
  },
});

const OFTEN_PER_HOUR = 20;

/** A startup probe gives a slow start its time; one that takes longer ends with a kill, and is judged by that. */
function isOfSlowStart({ reason, message }: ObjectOf<'Event'>): boolean {
  return reason === 'Unhealthy' && /^Startup probe (failed|errored)/.test(message ?? '');
}

/**
 * True for a warning that speaks of now: the object has not been well since, or it goes on though the object is well.
 * A single warning about something that has no health, or that just began, passes by itself more often than not.
 */
function isCurrent(digest: Digest, standing: Standing, view: { age(timestamp: string | null): number }): boolean {
  const sinceLastMs = view.age(digest.lastSeen);
  if (standing.state === 'over' || sinceLastMs > HOUR_MS || view.age(digest.firstSeen) < 2 * MINUTE_MS) return false;
  switch (standing.state) {
    case 'ill':
      return true;
    case 'unknown':
      return digest.count >= 3 && sinceLastMs < 30 * MINUTE_MS;
    case 'well':
      if ((timeMs(digest.lastSeen) ?? 0) <= (timeMs(standing.since) ?? 0)) return false;
      return ratePerHour(digest) >= 5 && sinceLastMs < 15 * MINUTE_MS;
  }
}

/** What an autoscaler scales: its trouble is the autoscaler's. */
function targetOf(object: KubeObject) {
  if (!isOf(object, 'HorizontalPodAutoscaler')) return [];
  const { kind, name } = object.spec?.scaleTargetRef ?? {};
  return (kind === 'Deployment' || kind === 'StatefulSet') && name !== undefined
    ? [refTo(kind, object.metadata.namespace ?? null, name)]
    : [];
}
