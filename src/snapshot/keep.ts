import { isKind, KINDS, kindOf } from '../kube/kinds.ts';
import type { Kind, KubeObject } from '../kube/object.ts';
import { KEPT_FIELDS, type Keep } from './kept-fields.ts';

/** Annotations that checks read. All others are dropped: they hold whole manifests and, now and then, secrets. */
const KEPT_ANNOTATIONS =
  /^(mekhanikube\.io\/.*|kubernetes\.io\/config\.mirror|kubernetes\.io\/ingress\.class|deployment\.kubernetes\.io\/revision|(ingressclass|storageclass)\.kubernetes\.io\/is-default-class|storageclass\.beta\.kubernetes\.io\/is-default-class|volume\.(beta\.)?kubernetes\.io\/(storage-class|storage-provisioner|selected-node)|autoscaling\.keda\.sh\/.*|cluster-autoscaler\.kubernetes\.io\/.*)$/;

/**
 * Cuts an object of the API to what checks read.
 *
 * Drops managedFields, last-applied manifests, literal environment values, container arguments, node images and
 * the data of Secrets and ConfigMaps, of which the key names remain where they were sent.
 * Returns undefined for what is no object, has no name, or is of a kind that no snapshot holds.
 *
 * @param raw one object as `JSON.parse` gave it
 * @param as the kind it was listed as: items of a list name no kind of their own
 */
export function keep(raw: unknown, as?: Kind): KubeObject | undefined {
  if (!isRecord(raw)) return undefined;
  const kind = as ?? (typeof raw['kind'] === 'string' ? raw['kind'] : '');
  if (!isKind(kind)) return undefined;
  const apiVersion = typeof raw['apiVersion'] === 'string' ? raw['apiVersion'] : KINDS[kind].apiVersion;
  if (as === undefined && kindOf(apiVersion, kind) === undefined) return undefined;
  const metadata = keepMetadata(raw['metadata']);
  if (metadata === undefined) return undefined;
  if (kind === 'Deployment' || kind === 'CronJob') addWriters(metadata, raw['metadata']);
  const kept: Record<string, unknown> = { apiVersion: KINDS[kind].apiVersion, kind, metadata };
  if (KINDS[kind].metadataOnly) return withKeys(kept, raw, as === undefined);
  const fields = KEPT_FIELDS[kind];
  for (const field in fields) {
    const value = cut(raw[field], fields[field] ?? true);
    if (value !== undefined) kept[field] = value;
  }
  return kept as unknown as KubeObject;
}

function keepMetadata(raw: unknown): Record<string, unknown> | undefined {
  if (!isRecord(raw) || typeof raw['name'] !== 'string' || raw['name'] === '') return undefined;
  const metadata: Record<string, unknown> = { name: raw['name'] };
  for (const field of ['namespace', 'uid', 'labels', 'creationTimestamp', 'deletionTimestamp', 'generation']) {
    const value = raw[field];
    if (value !== undefined && value !== null) metadata[field] = value;
  }
  for (const field of ['deletionGracePeriodSeconds', 'finalizers']) {
    if (raw[field] !== undefined && raw[field] !== null) metadata[field] = raw[field];
  }
  const owners = cut(raw['ownerReferences'], { apiVersion: true, kind: true, name: true, uid: true, controller: true });
  if (owners !== undefined) metadata['ownerReferences'] = owners;
  const annotations = keepAnnotations(raw['annotations']);
  if (annotations !== undefined) metadata['annotations'] = annotations;
  return metadata;
}

/** When each writer last wrote, without what: tells how old an unseen change of the spec is. */
function addWriters(metadata: Record<string, unknown>, raw: unknown): void {
  const writers = isRecord(raw) ? cut(raw['managedFields'], { time: true, subresource: true }) : undefined;
  if (writers !== undefined) metadata['managedFields'] = writers;
}

function keepAnnotations(raw: unknown): Record<string, unknown> | undefined {
  if (!isRecord(raw)) return undefined;
  let annotations: Record<string, unknown> | undefined;
  for (const key in raw) {
    if (!KEPT_ANNOTATIONS.test(key)) continue;
    annotations ??= {};
    annotations[key] = raw[key];
  }
  return annotations;
}

/** The key names of a Secret or ConfigMap, where the source sent its data or a snapshot noted them. */
function withKeys(kept: Record<string, unknown>, raw: Record<string, unknown>, whole: boolean): KubeObject {
  if (typeof raw['type'] === 'string') kept['type'] = raw['type'];
  if (Array.isArray(raw['keys'])) kept['keys'] = raw['keys'].filter((key) => typeof key === 'string');
  else if (raw['data'] !== undefined || raw['binaryData'] !== undefined || raw['stringData'] !== undefined) {
    kept['keys'] = keyNames(raw);
  } else if (whole) {
    // An object that was sent whole and has no data has no keys; of one that was listed as metadata nobody knows.
    kept['keys'] = [];
  }
  return kept as unknown as KubeObject;
}

/** The sorted key names of the data of a Secret or ConfigMap, without the values. */
export function keyNames(raw: Record<string, unknown>): readonly string[] {
  const fields = [raw['data'], raw['binaryData'], raw['stringData']];
  return [...new Set(fields.flatMap((field) => (isRecord(field) ? Object.keys(field) : [])))].sort();
}

function cut(value: unknown, rule: Keep): unknown {
  if (value === undefined || value === null) return undefined;
  if (rule === true) return value;
  if (Array.isArray(value)) return value.map((item) => cut(item, rule)).filter((item) => item !== undefined);
  if (!isRecord(value)) return undefined;
  const kept: Record<string, unknown> = {};
  for (const field in rule) {
    const inner = value[field];
    if (inner === undefined || inner === null) continue;
    const innerRule = rule[field] ?? true;
    kept[field] = innerRule === true ? inner : cut(inner, innerRule);
  }
  return kept;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
