import { inNamespaceOf, kubectl, type NextStep, target } from '../kubectl.ts';
import { type ObjectRef, refText } from '../object-ref.ts';

/** Kinds that workloads share: a finding on one of them speaks of several workloads. */
const SHARED: ReadonlySet<string> = new Set([
  'ConfigMap',
  'LimitRange',
  'Namespace',
  'PersistentVolumeClaim',
  'Registry',
  'Secret',
]);

/** Kinds whose pod template can be changed in place. */
const EDITABLE: ReadonlySet<string> = new Set(['CronJob', 'DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet']);

/**
 * The command that gives a container of a workload other resources; null for a kind whose template cannot be changed.
 *
 * @param amount `limits=memory=128Mi`
 */
export function setResources(subject: ObjectRef, container: string, amount: string): string | null {
  if (!EDITABLE.has(subject.kind)) return null;
  return kubectl('set', 'resources', ...inNamespaceOf(subject), target(subject), '-c', container, `--${amount}`);
}

/**
 * The step that corrects something in a workload's pod template.
 *
 * No edit repairs a Job, nor a pod, of whose containers only the image can be changed once it is made.
 *
 * @param what what is to be corrected, as a noun: `the name`
 * @see https://kubernetes.io/docs/concepts/workloads/pods/#pod-update-and-replacement
 */
export function correctTemplate(subject: ObjectRef, what: string, part: 'image' | 'other' = 'other'): NextStep {
  if (SHARED.has(subject.kind)) return { text: `Correct ${what} in the workloads that use it`, command: null };
  if (subject.kind === 'Job' || (subject.kind === 'Pod' && part !== 'image')) {
    return { text: `Correct ${what} in the manifest and create ${refText(subject)} anew`, command: null };
  }
  return {
    text: `Correct ${what} in ${refText(subject)}`,
    command: kubectl('edit', ...inNamespaceOf(subject), target(subject)),
  };
}
