import { ALL_KINDS, isKind, KINDS, kindOf } from '../kube/kinds.ts';
import type { Kind, KubeObject } from '../kube/object.ts';
import { compileCut, compileFields, cut, type FieldCuts } from './cut.ts';
import { KEPT_FIELDS } from './kept-fields.ts';

/** Annotations that checks read. All others are dropped: they hold whole manifests and, now and then, secrets. */
const KEPT_ANNOTATIONS =
  /^(mekhanikube\.io\/.*|kubernetes\.io\/config\.mirror|kubernetes\.io\/ingress\.class|deployment\.kubernetes\.io\/revision|(ingressclass|storageclass)\.kubernetes\.io\/is-default-class|storageclass\.beta\.kubernetes\.io\/is-default-class|volume\.(beta\.)?kubernetes\.io\/(storage-class|storage-provisioner|selected-node)|autoscaling\.keda\.sh\/.*|downscaler\/.*|pv\.kubernetes\.io\/provisioned-by|cluster-autoscaler\.kubernetes\.io\/.*)$/;

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
  return keepLike(raw, as, undefined);
}

/**
 * Makes a `keep` for the items of one list, whose objects share what those of one owner have in common: of 100,000
 * pods most of the memory. It takes the raw objects apart; they are to be dropped.
 */
export function createKeeper(as: Kind): (raw: unknown) => KubeObject | undefined {
  const latest = new Map<string, KubeObject>();
  return (raw) => {
    const owner = ownerUid(raw);
    const kept = keepLike(raw, as, latest.get(owner));
    if (kept !== undefined) latest.set(owner, kept);
    return kept;
  };
}

/** The uid of the first owner; empty for an object without. */
function ownerUid(raw: unknown): string {
  const metadata = isRecord(raw) ? raw['metadata'] : undefined;
  const owners = isRecord(metadata) ? metadata['ownerReferences'] : undefined;
  const first: unknown = Array.isArray(owners) ? owners[0] : undefined;
  return isRecord(first) && typeof first['uid'] === 'string' ? first['uid'] : '';
}

function keepLike(raw: unknown, as: Kind | undefined, like: KubeObject | undefined): KubeObject | undefined {
  if (!isRecord(raw)) return undefined;
  const kind = as ?? (typeof raw['kind'] === 'string' ? raw['kind'] : '');
  if (!isKind(kind)) return undefined;
  const apiVersion = typeof raw['apiVersion'] === 'string' ? raw['apiVersion'] : KINDS[kind].apiVersion;
  if (as === undefined && kindOf(apiVersion, kind) === undefined) return undefined;
  const metadata = keepMetadata(raw['metadata'], like?.metadata);
  if (metadata === undefined) return undefined;
  const kept: Record<string, unknown> = { ...nameOf(kind, raw), metadata };
  if (KINDS[kind].metadataOnly) return withKeys(kept, raw, as === undefined);
  for (const { field, rule } of CUTS[kind]) {
    const part = cut(raw[field], rule, like === undefined ? undefined : Reflect.get(like, field));
    if (part !== undefined) kept[field] = part;
  }
  return kept as unknown as KubeObject;
}

/** Objects of the catalogue carry its version, whatever version they were read under; all others their own name. */
function nameOf(kind: Kind, raw: Record<string, unknown>): { readonly apiVersion: unknown; readonly kind: unknown } {
  const { apiVersion, source } = KINDS[kind];
  return source === 'any' ? { apiVersion: raw['apiVersion'], kind: raw['kind'] } : { apiVersion, kind };
}

const CUTS = Object.fromEntries(ALL_KINDS.map((kind) => [kind, compileFields(KEPT_FIELDS[kind])])) as Record<
  Kind,
  FieldCuts
>;

const METADATA = compileCut({
  name: true,
  namespace: true,
  uid: true,
  labels: true,
  creationTimestamp: true,
  deletionTimestamp: true,
  generation: true,
  deletionGracePeriodSeconds: true,
  finalizers: true,
  ownerReferences: { apiVersion: true, kind: true, name: true, uid: true, controller: true },
});

function keepMetadata(raw: unknown, like: KubeObject['metadata'] | undefined): Record<string, unknown> | undefined {
  if (!isRecord(raw) || typeof raw['name'] !== 'string' || raw['name'] === '') return undefined;
  const shared = cut(raw, METADATA, like);
  // The other's own, with its annotations, where all the rest is equal: no two objects of a cluster are.
  const metadata = shared === like ? cut(raw, METADATA, undefined) : shared;
  if (!isRecord(metadata)) return undefined;
  const annotations = keepAnnotations(raw['annotations']);
  return annotations === undefined ? metadata : { ...metadata, annotations };
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

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
