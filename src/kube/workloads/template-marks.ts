/** Set by `kubectl rollout restart`: the pods are made anew, and nothing else changes. */
export const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

/** What charts and reloaders set in a pod template so that its pods are made anew with their ConfigMaps and Secrets. */
const CONFIG_MARK =
  /checksum|(?:config|configmap|secret)s?[-_.]?(?:hash|sha\d*)$|^reloader\.stakater\.com\/last-reloaded/i;

/** True for the key of an annotation that changes with a ConfigMap or Secret. */
export function isConfigMark(key: string): boolean {
  return CONFIG_MARK.test(key);
}

/**
 * The annotations of a pod template that say why its pods were made anew. All others stay out of a snapshot.
 *
 * @param metadata of the template, as the API sent it, or as it was kept
 */
export function templateMarksIn(metadata: Readonly<Record<string, unknown>>): Record<string, string> | undefined {
  const { annotations } = metadata;
  if (typeof annotations !== 'object' || annotations === null) return undefined;
  let marks: Record<string, string> | undefined;
  for (const [key, value] of Object.entries(annotations)) {
    if (typeof value !== 'string' || (key !== RESTARTED_AT && !isConfigMark(key))) continue;
    marks ??= {};
    marks[key] = value;
  }
  return marks;
}
