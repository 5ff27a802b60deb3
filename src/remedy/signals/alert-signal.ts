import { globMatches } from '../../kube/glob.ts';
import type { SourceOf } from '../policy/schema/sources.ts';
import { known, type Sample, unknown } from './sample.ts';
import type { TargetObject } from './target.ts';

/** An alert that fires now, as Alertmanager tells it. */
export interface Alert {
  readonly labels: Readonly<Record<string, string>>;
}

/** Labels of an alert that name an object, by the kind that they name. */
const NAMING: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['deployment'],
  StatefulSet: ['statefulset'],
  DaemonSet: ['daemonset'],
  Job: ['job_name'],
  CronJob: ['cronjob'],
  Node: ['node'],
  PersistentVolumeClaim: ['persistentvolumeclaim'],
};

/** Counts the alerts with these labels that are about a target. */
export function alertSignal(
  { labels }: SourceOf<'alert'>,
  target: TargetObject,
  alerts: readonly Alert[] | null,
): Sample {
  if (alerts === null) return unknown('no alerts are received here');
  const wanted = Object.entries(labels);
  const count = alerts.filter(
    (alert) =>
      wanted.every(([name, pattern]) => globMatches(pattern, alert.labels[name] ?? '')) && isAbout(alert, target),
  ).length;
  return known(count, count === 1 ? '1 alert' : `${count} alerts`);
}

/** One that names neither the target nor a pod of it is about something else. */
function isAbout({ labels }: Alert, { ref, pods }: TargetObject): boolean {
  if (ref.namespace !== null && labels['namespace'] !== ref.namespace) return false;
  const byName = (NAMING[ref.kind] ?? []).some((label) => labels[label] === ref.name);
  if (ref.kind === 'Node') return byName;
  return byName || pods.some(({ metadata }) => metadata.name === labels['pod']);
}
