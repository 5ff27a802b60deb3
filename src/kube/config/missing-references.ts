import { compareText } from '../../base/collate.ts';
import { nearMisses } from '../../base/near-miss.ts';
import type { KubeEvent, KubeObject, Pod } from '../object.ts';
import { hasEverStarted, isBeingPrepared, unreadySince } from '../startup/pod-start.ts';
import { type ConfigReference, configReferencesOf, isHeldBackAt, referencePath, waitingOf } from './references.ts';

/** A reference of a pod to something that is not there. */
export interface MissingReference extends ConfigReference {
  /** True if the pod cannot go on because of it now; false if it would not at its next start. */
  readonly blocking: boolean;
  /** True if it is not blocking because the pod has started before. */
  readonly running: boolean;
  /** Since when the pod is not ready, where it is blocking. */
  readonly since: string | null;
  /** `container web`, `volume settings` */
  readonly neededBy: string;
  /** True where the kubelet says so itself. */
  readonly said: boolean;
  readonly seen: readonly Seen[];
}

export interface MissingObject extends MissingReference {
  /** The keys that the pod expects in it. */
  readonly keys: string[];
}

export interface MissingKey extends MissingReference {
  readonly key: string;
}

interface Seen {
  readonly object?: KubeObject;
  readonly path: string;
  readonly value: string;
}

/**
 * The references of a pod to ConfigMaps or Secrets that do not exist, one for each object and container.
 *
 * What could not be looked up counts only where the kubelet itself says that it is not there.
 *
 * @param warningsOf the pod's warning events, newest first; asked for only where they can tell something
 */
export function missingObjects(
  pod: Pod,
  kind: ConfigReference['kind'],
  warningsOf: () => readonly KubeEvent[],
  stateOf: (name: string) => 'found' | 'missing' | 'unverified',
): readonly MissingObject[] {
  const references = configReferencesOf(pod, kind);
  const missing: MissingObject[] = [];
  for (const reference of references) {
    const { name, container, optional } = reference;
    if (optional) continue;
    const state = stateOf(name);
    if (state === 'found' || missing.some((other) => other.name === name && other.container === container)) continue;
    const said = saidOf(pod, reference, warningsOf, (text) => namesMissingObject(text, kind, name));
    if (state === 'unverified' && said === undefined) continue;
    const keys = references.flatMap((other) => (other.name === name && other.key !== null ? [other.key] : []));
    missing.push({ ...withCircumstances(pod, reference, said), keys: [...new Set(keys)].sort(compareText) });
  }
  return missing;
}

/**
 * The references of a pod to keys that an existing ConfigMap or Secret does not have.
 *
 * @param keysOf the keys of an object, `missing` where it does not exist, undefined where nobody could look
 */
export function missingKeys(
  pod: Pod,
  kind: ConfigReference['kind'],
  warningsOf: () => readonly KubeEvent[],
  keysOf: (name: string) => readonly string[] | 'missing' | undefined,
): readonly MissingKey[] {
  const missing: MissingKey[] = [];
  for (const reference of configReferencesOf(pod, kind)) {
    const { name, key, container, optional } = reference;
    if (key === null || optional) continue;
    const keys = keysOf(name);
    if (keys === 'missing' || keys?.includes(key)) continue;
    if (missing.some((other) => other.name === name && other.key === key && other.container === container)) continue;
    const said = saidOf(pod, reference, warningsOf, (text) => namesMissingKey(text, reference, key));
    if (keys === undefined && said === undefined) continue;
    missing.push({ ...withCircumstances(pod, reference, said), key });
  }
  return missing;
}

function withCircumstances(pod: Pod, reference: ConfigReference, said: Seen | undefined): MissingReference {
  const { name, key, container, volume } = reference;
  const blocking = isHeldBackAt(pod, reference);
  return {
    ...reference,
    blocking,
    running: !blocking && hasEverStarted(pod),
    since: blocking ? unreadySince(pod) : null,
    neededBy: container === null ? `volume ${volume ?? ''}` : `container ${container}`,
    said: said !== undefined,
    seen: [{ path: referencePath(reference), value: key ?? name }, ...(said === undefined ? [] : [said])],
  };
}

/** What follows from it, in words: `, but container web needs it at the next start; did you mean web-config?` */
export function needText(
  facts: { readonly neededBy: string; readonly running: boolean; readonly similar: readonly string[] },
  several: boolean,
): string {
  const { neededBy, running, similar } = facts;
  const who = several ? 'several workloads need it' : `${neededBy} needs it`;
  const meant = similar.length === 0 ? '' : `; did you mean ${similar.join(' or ')}?`;
  return `, but ${who}${running ? ' at the next start' : ''}${meant}`;
}

/**
 * The keys that may have been meant. Another extension makes another file (`tls.pem` is not meant by `tls.key`), but
 * for two that begin alike (`yml`, `yaml`).
 */
export function similarKeys(key: string, keys: readonly string[]): string[] {
  const extension = (name: string) => (name.includes('.') ? name.slice(name.lastIndexOf('.') + 1) : '');
  return nearMisses(key, keys).filter((other) => extension(other)[0] === extension(key)[0]);
}

/** True for a kubelet's text that says that some ConfigMap or Secret, or a key of one, is missing. */
export function saysReferenceMissing(text: string): boolean {
  return /\b(configmap|secret)s? "[^"]+" not found|references non-existent (config|secret) key|couldn't find key \S+ in (ConfigMap|Secret) /.test(
    text,
  );
}

/** `configmap "web" not found`; kubelets that ask for each object say `configmaps`. */
function namesMissingObject(text: string, kind: ConfigReference['kind'], name: string): boolean {
  return (
    text.includes(`${kind.toLowerCase()} "${name}" not found`) ||
    text.includes(`${kind.toLowerCase()}s "${name}" not found`)
  );
}

/** @see https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/kubelet/kubelet_pods.go#L884 */
function namesMissingKey(text: string, { kind, name, volume }: ConfigReference, key: string): boolean {
  if (volume === null) {
    const [, saidKey, saidKind, saidName] =
      /couldn't find key (\S+) in (ConfigMap|Secret) [^/\s]*\/(\S+)/.exec(text) ?? [];
    return saidKey === key && saidKind === kind && saidName === name;
  }
  const noun = kind === 'ConfigMap' ? 'config' : 'secret';
  return [...text.matchAll(/references non-existent (config|secret) key: ([-._\w]+)/g)].some(
    ([, saidNoun, saidKey]) => saidNoun === noun && saidKey === key,
  );
}

/** The kubelet's word on a reference: the message of the waiting container, or the newest event about the volume. */
function saidOf(
  pod: Pod,
  { container, volume }: ConfigReference,
  warningsOf: () => readonly KubeEvent[],
  matches: (text: string) => boolean,
): Seen | undefined {
  if (container !== null) {
    const { reason, message = '' } = waitingOf(pod, container) ?? {};
    if (reason !== 'CreateContainerConfigError' || !matches(message)) return undefined;
    const init = pod.status?.initContainerStatuses?.some(({ name }) => name === container);
    const path = `status.${init ? 'initContainerStatuses' : 'containerStatuses'}[name=${container}].state.waiting.message`;
    return { path, value: message };
  }
  if (!isBeingPrepared(pod)) return undefined;
  const about = `failed for volume "${volume ?? ''}" :`;
  const event = warningsOf().find(({ reason, message }) => reason === 'FailedMount' && message?.includes(about));
  return event?.message !== undefined && matches(event.message)
    ? { object: event, path: 'message', value: event.message }
    : undefined;
}
