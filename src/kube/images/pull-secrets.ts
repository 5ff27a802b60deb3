import { lastSeen } from '../events/events.ts';
import type { KubeEvent, KubeObject, Pod } from '../object.ts';
import { MINUTE_MS } from '../time.ts';

/** The kubelet repeats itself about every minute, and after 25 times every five. */
const RECENT_MS = 10 * MINUTE_MS;

/**
 * The pull secrets of a pod that do not exist: those of its ServiceAccount too, which admission writes into the pod.
 *
 * Where Secrets could not be looked up, the kubelet's word counts, if it is recent.
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#add-imagepullsecrets-to-a-service-account
 */
export function missingPullSecrets(
  pod: Pod,
  warningsOf: () => readonly KubeEvent[],
  stateOf: (name: string) => 'found' | 'missing' | 'unverified',
  ageOf: (timestamp: string | null) => number,
): readonly { readonly name: string; readonly seen: readonly { object: KubeObject; path: string; value: string }[] }[] {
  const names = new Set((pod.spec?.imagePullSecrets ?? []).flatMap(({ name }) => (name ? [name] : [])));
  const missing = [...names].filter((name) => stateOf(name) !== 'found');
  if (missing.length === 0) return [];
  const event = warningsOf().find(({ reason }) => reason === 'FailedToRetrieveImagePullSecret');
  const said = event !== undefined && ageOf(lastSeen(event)) < RECENT_MS ? namesIn(event.message ?? '') : [];
  return missing.flatMap((name) => {
    const isSaid = event !== undefined && said.includes(name);
    if (stateOf(name) === 'unverified' && !isSaid) return [];
    return [{ name, seen: isSaid ? [{ object: event, path: 'message', value: event.message ?? '' }] : [] }];
  });
}

/** @see https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/kubelet/kubelet_pods.go#L1091 */
function namesIn(message: string): readonly string[] {
  return /image pull secrets \(([^)]*)\)/.exec(message)?.[1]?.split(', ') ?? [];
}
