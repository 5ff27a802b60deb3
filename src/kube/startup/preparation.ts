import { saysReferenceMissing } from '../config/missing-references.ts';
import type { KubeEvent } from '../object.ts';
import { kubeletText, shortened } from './kubelet-text.ts';

/** A volume that the kubelet, or the controller that attaches volumes, cannot give to a pod. */
export interface VolumeFailure {
  /** The name in the pod; that of the PersistentVolume where there is one. */
  readonly volume: string;
  readonly verb: 'attached' | 'mounted';
  /** True where it is attached to another node, and may be to one only. */
  readonly heldElsewhere: boolean;
  readonly text: string;
  readonly event: KubeEvent;
}

const VOLUMES = new Set(['FailedAttachVolume', 'FailedMapVolume', 'FailedMount']);
const SANDBOX = new Set(['FailedCreatePodSandBox', 'NetworkNotReady']);

/** What comes and goes while a kubelet starts: it does not know the pod's objects yet. */
const PASSING = /object "[^"]*"\/"[^"]*" not registered|failed to sync (configmap|secret) cache/;

/**
 * The newest event that says that the sandbox of a pod cannot be made; undefined where volumes fail, which come first.
 *
 * @param warnings the warning events of a pod that is being prepared, newest first
 */
export function sandboxFailureOf(warnings: readonly KubeEvent[]): KubeEvent | undefined {
  const newest = warnings.find(({ reason = '' }) => SANDBOX.has(reason) || VOLUMES.has(reason));
  return newest !== undefined && SANDBOX.has(newest.reason ?? '') ? newest : undefined;
}

/**
 * The volumes that fail now, each with its newest event: none that is older than the sandbox, which is made after all
 * volumes are there, and none that lacks a ConfigMap or Secret, which other checks know more of.
 */
export function volumeFailuresOf(warnings: readonly KubeEvent[]): readonly VolumeFailure[] {
  const end = warnings.findIndex(({ reason = '' }) => SANDBOX.has(reason));
  const events = (end < 0 ? warnings : warnings.slice(0, end)).filter(({ reason = '' }) => VOLUMES.has(reason));
  const failures = new Map<string, VolumeFailure>();
  for (const event of events) {
    const failure = volumeFailure(event);
    if (failure !== undefined && !failures.has(failure.volume)) failures.set(failure.volume, failure);
  }
  const named = [...failures.values()].filter(({ text }) => !saysReferenceMissing(text) && !PASSING.test(text));
  if (failures.size > 0) return named;
  // Only the kubelet's sum of it, after two minutes of waiting: `unmounted volumes=[data], …: timed out …`
  const [waited] = events;
  const volume = /unmounted volumes=\[([^\s\]]+)/.exec(waited?.message ?? '')?.[1];
  if (waited === undefined || volume === undefined) return [];
  return [
    {
      volume,
      verb: 'mounted',
      heldElsewhere: false,
      text: shortened(kubeletText(waited.message ?? '')),
      event: waited,
    },
  ];
}

/** `MountVolume.SetUp failed for volume "data" : why`, `Multi-Attach error for volume "pvc-1" why`. */
function volumeFailure(event: KubeEvent): VolumeFailure | undefined {
  const message = event.message ?? '';
  const match = /^(.*?)for volume "([^"]+)" ?:? ?(.*)$/s.exec(message);
  if (match === null) return undefined;
  const [, before = '', volume = '', why = ''] = match;
  const verb = event.reason === 'FailedAttachVolume' || before.includes('AttachVolume.') ? 'attached' : 'mounted';
  return { volume, verb, heldElsewhere: before.startsWith('Multi-Attach error'), text: mountText(why), event };
}

/** Of a failed mount command only what it printed tells anything. */
function mountText(why: string): string {
  const printed = /^Output: (.*)$/m.exec(why)?.[1] ?? why;
  return shortened(kubeletText(printed).replaceAll('(volume): ', '').replace(/\.$/, ''));
}
