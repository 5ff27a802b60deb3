import type { Edit, Segment } from '../write.ts';
import { isRecord } from './covers.ts';

/**
 * Fields that decide what a pod may do on its node, as whom it speaks to the API, which Secrets it sees, or when an
 * object may go. No action that takes free values changes them, at whatever depth they stand.
 */
const FIELDS: ReadonlySet<string> = new Set([
  'automountServiceAccountToken',
  'externalIPs',
  'finalizers',
  'hostIPC',
  'hostNetwork',
  'hostPID',
  'hostPath',
  'hostPort',
  'hostUsers',
  'managedFields',
  'ownerReferences',
  'privileged',
  'runtimeClassName',
  'secret',
  'secretKeyRef',
  'secretRef',
  'securityContext',
  'serviceAccount',
  'serviceAccountName',
  'serviceAccountToken',
]);

/** Annotations that were the fields of today: they take the confinement off a container. */
const CONFINEMENT = 'container.apparmor.security.beta.kubernetes.io/';

/** The first forbidden field that the edits touch or bring with them; undefined for none. */
export function forbiddenIn(edits: readonly Edit[]): string | undefined {
  for (const { path, value } of edits) {
    const inPath = path.find((segment) => {
      return typeof segment === 'string' && (FIELDS.has(segment) || segment.startsWith(CONFINEMENT));
    });
    const found = typeof inPath === 'string' && !isName(path, inPath) ? inPath : forbiddenWithin(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first forbidden field in plain JSON. Keys that people choose, those of `data` or labels, are not fields. */
export function forbiddenWithin(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.map(forbiddenWithin).find((found) => found !== undefined);
  if (!isRecord(value)) return undefined;
  for (const [name, below] of Object.entries(value)) {
    if (FIELDS.has(name) || name.startsWith(CONFINEMENT)) return name;
    if (name === 'annotations' && isRecord(below)) {
      const annotation = Object.keys(below).find((key) => key.startsWith(CONFINEMENT));
      if (annotation !== undefined) return annotation;
    }
    const found = FREE.has(name) ? undefined : forbiddenWithin(below);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Maps whose keys are names of people's choice. */
const FREE: ReadonlySet<string> = new Set(['annotations', 'data', 'labels', 'matchLabels', 'nodeSelector']);

function isName(path: readonly Segment[], found: string): boolean {
  const parent = path[path.indexOf(found) - 1];
  return typeof parent === 'string' && FREE.has(parent) && !found.startsWith(CONFINEMENT);
}
