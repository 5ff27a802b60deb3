import { containersOf } from '../containers.ts';
import { eventCount } from '../events/events.ts';
import type { KubeEvent, KubeObject, Pod } from '../object.ts';
import { hasWaiting } from '../startup/waiting.ts';
import { type PullErrorClass, pullErrorClass, pullErrorText } from './pull-errors.ts';

/** A container that waits because its image cannot be pulled. */
export interface FailedPull {
  readonly container: string;
  readonly image: string;
  readonly class: PullErrorClass;
  /** What the registry or the container runtime says; empty where nothing tells. */
  readonly text: string;
  /** How often it was tried, as far as events tell; null where none does. */
  readonly tries: number | null;
  /** Where that was seen. */
  readonly seen: readonly { readonly object?: KubeObject; readonly path: string; readonly value: string }[];
}

/** @see https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/kubelet/images/types.go */
const REASONS: ReadonlySet<string> = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'ImageInspectError',
  'RegistryUnavailable',
  'SignatureValidationFailed',
]);

const SIGNATURE = 'SignatureValidationFailed';

/**
 * The containers of a pod whose image cannot be pulled now, and why.
 *
 * The kubelet reports ErrImagePull and ImagePullBackOff in turns, and kubelets before 1.30 do not repeat the
 * registry's words in the latter: then the newest event that has them decides, so the answer does not change from one
 * moment to the next.
 *
 * @param warningsOf the pod's warning events, newest first; asked for only where a pull fails
 */
export function failedPullsOf(pod: Pod, warningsOf: () => readonly KubeEvent[]): readonly FailedPull[] {
  if (!hasWaiting(pod, REASONS)) return [];
  return containersOf(pod).flatMap(({ name, spec, status, specPath, statusPath }) => {
    const { reason = '', message = '' } = status?.state?.waiting ?? {};
    if (!REASONS.has(reason)) return [];
    const image = spec.image ?? '';
    const events = warningsOf().filter((event) => isAbout(event, specPath, image));
    const texts = [
      { path: `${statusPath}.state.waiting.message`, value: message },
      ...events.map((event) => ({ object: event, path: 'message', value: event.message ?? '' })),
    ];
    const telling = texts.find(({ value }) => pullErrorClass(value, image) !== 'unknown');
    return {
      container: name,
      image,
      class:
        reason === SIGNATURE ? 'signature' : telling === undefined ? 'unknown' : pullErrorClass(telling.value, image),
      text: telling === undefined ? '' : pullErrorText(telling.value),
      tries: events.length === 0 ? null : events.reduce((sum, event) => sum + eventCount(event), 0),
      seen: [
        { path: `${statusPath}.state.waiting.reason`, value: reason },
        ...(telling === undefined ? [] : [telling]),
      ],
    };
  });
}

/** The same for the pods of one snapshot, worked out once for all who ask. For `view.shared`. */
export function failedPulls(view: {
  warnings(kind: 'Event', pod: Pod): readonly KubeEvent[];
}): (pod: Pod) => readonly FailedPull[] {
  const known = new Map<Pod, readonly FailedPull[]>();
  return (pod) => {
    const pulls = known.get(pod) ?? failedPullsOf(pod, () => view.warnings('Event', pod));
    known.set(pod, pulls);
    return pulls;
  };
}

/** True for the event of a failed pull of this container and image: `Failed to pull image "web:2": not found`. */
function isAbout({ reason, message, involvedObject }: KubeEvent, specPath: string, image: string): boolean {
  if (reason !== 'Failed' || !message?.startsWith(`Failed to pull image "${image}"`)) return false;
  const { fieldPath } = involvedObject ?? {};
  return fieldPath === undefined || fieldPath.replace(/\{(.*)\}$/, '[name=$1]') === specPath;
}
