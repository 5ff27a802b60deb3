import { ALL_KINDS, isKind, KINDS, kindOf } from '../kube/kinds.ts';
import type { Kind, KubeObject } from '../kube/object.ts';
import { compileCut, compileFields, cut, type FieldCuts, sourceOf } from './cut.ts';
import { type ExtraFields, type Wider, widerFor } from './extra-fields.ts';
import { KEPT_FIELDS } from './kept-fields.ts';
import { changedAtOf, keyedFacts, notedFacts } from './keyed.ts';

/** Annotations that checks read. All others are dropped: they hold whole manifests and, now and then, secrets. */
const KEPT_ANNOTATIONS =
  /^(mekhanikube\.io\/.*|kubernetes\.io\/config\.mirror|kubernetes\.io\/ingress\.class|deployment\.kubernetes\.io\/revision|(ingressclass|storageclass)\.kubernetes\.io\/is-default-class|storageclass\.beta\.kubernetes\.io\/is-default-class|volume\.(beta\.)?kubernetes\.io\/(storage-class|storage-provisioner|selected-node)|autoscaling\.keda\.sh\/.*|downscaler\/.*|pv\.kubernetes\.io\/provisioned-by|cluster-autoscaler\.kubernetes\.io\/.*|nginx\.ingress\.kubernetes\.io\/canary|nginx\.org\/mergeable-ingress-type|traefik\.ingress\.kubernetes\.io\/router\.entrypoints|cert-manager\.io\/inject-.*|service\.beta\.openshift\.io\/inject-cabundle|cluster\.x-k8s\.io\/paused|crossplane\.io\/paused|strimzi\.io\/pause-reconciliation|cnpg\.io\/(hibernation|reconciliationLoop))$/;

/**
 * Cuts an object of the API to what checks read.
 *
 * Drops managedFields, last-applied manifests, literal environment values and container arguments (but for the names of
 * hosts in them), node images and the data of Secrets and ConfigMaps, of which the key names remain where they were sent.
 * Returns undefined for what is no object, has no name, or is of a kind that no snapshot holds.
 *
 * @param raw one object as `JSON.parse` gave it
 * @param as the kind it was listed as: items of a list name no kind of their own
 * @param extra what to keep besides
 */
export function keep(raw: unknown, as?: Kind, extra?: ExtraFields): KubeObject | undefined {
  return keepLike(raw, as, undefined, (kind) => widerFor(kind, extra));
}

/**
 * Makes a `keep` for the items of one list, whose objects share what those of one owner have in common: of 100,000
 * pods most of the memory. It takes the raw objects apart; they are to be dropped.
 */
export function createKeeper(as: Kind, extra?: ExtraFields): (raw: unknown) => KubeObject | undefined {
  const latest = new Map<string, KubeObject>();
  const wider = widerFor(as, extra);
  return (raw) => {
    const owner = ownerUid(raw);
    const kept = keepLike(raw, as, latest.get(owner), () => wider);
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

function keepLike(
  raw: unknown,
  as: Kind | undefined,
  like: KubeObject | undefined,
  widerOf: (kind: Kind) => Wider | undefined,
): KubeObject | undefined {
  if (!isRecord(raw)) return undefined;
  const kind = as ?? kindIn(raw);
  if (kind === undefined) return undefined;
  const wider = widerOf(kind);
  const metadata = keepMetadata(raw['metadata'], like?.metadata, wider?.allAnnotations ?? false);
  if (metadata === undefined) return undefined;
  const kept: Record<string, unknown> = { ...nameOf(kind, raw), metadata };
  if (KINDS[kind].metadataOnly) return withFacts(kept, raw, as === undefined);
  for (const { field, rule } of wider?.cuts ?? CUTS[kind]) {
    const part = cut(sourceOf(raw, field, rule), rule, like === undefined ? undefined : Reflect.get(like, field));
    if (part !== undefined) kept[field] = part;
  }
  return kept as unknown as KubeObject;
}

/**
 * What an object says it is. One of a group of its own may be a custom resource of any kind, but not under the name of
 * a kind of Kubernetes itself.
 */
function kindIn({ apiVersion, kind }: Record<string, unknown>): Kind | undefined {
  if (typeof kind !== 'string') return undefined;
  const isCustom =
    typeof apiVersion === 'string' && /^[^/]*\.[^/]*\//.test(apiVersion) && !/\.k8s\.io\//.test(apiVersion);
  if (!isKind(kind) || KINDS[kind].source === 'any') return isCustom ? 'CustomResource' : undefined;
  const version = typeof apiVersion === 'string' ? apiVersion : KINDS[kind].apiVersion;
  if (kindOf(version, kind) !== undefined) return kind;
  return isCustom && KINDS[kind].source === 'extension' ? 'CustomResource' : undefined;
}

/** Objects of the catalogue carry its version, whatever version they were read under; all others their own name. */
function nameOf(kind: Kind, raw: Record<string, unknown>): { readonly apiVersion: unknown; readonly kind: unknown } {
  const { apiVersion, source } = KINDS[kind];
  return source === 'any' ? { apiVersion: textOf(raw['apiVersion']), kind: textOf(raw['kind']) } : { apiVersion, kind };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
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

function keepMetadata(
  raw: unknown,
  like: KubeObject['metadata'] | undefined,
  allAnnotations: boolean,
): Record<string, unknown> | undefined {
  if (!isRecord(raw) || typeof raw['name'] !== 'string' || raw['name'] === '') return undefined;
  const shared = cut(raw, METADATA, like);
  // The other's own, with its annotations, where all the rest is equal: no two objects of a cluster are.
  const metadata = shared === like ? cut(raw, METADATA, undefined) : shared;
  if (!isRecord(metadata)) return undefined;
  const annotations = keepAnnotations(raw['annotations'], allAnnotations);
  return annotations === undefined ? metadata : { ...metadata, annotations };
}

function keepAnnotations(raw: unknown, all: boolean): Record<string, unknown> | undefined {
  if (!isRecord(raw)) return undefined;
  let annotations: Record<string, unknown> | undefined;
  for (const key in raw) {
    // The last-applied manifest holds the values of everything, and is of no use to anybody here.
    if (!KEPT_ANNOTATIONS.test(key) && (!all || key.endsWith('last-applied-configuration'))) continue;
    annotations ??= {};
    annotations[key] = raw[key];
  }
  return annotations;
}

/** What was noted of a Secret or ConfigMap, or what is to be noted of its data, where the source sent them. */
function withFacts(kept: Record<string, unknown>, raw: Record<string, unknown>, whole: boolean): KubeObject {
  const changedAt = changedAtOf(raw);
  if (changedAt !== undefined) kept['changedAt'] = changedAt;
  const hasData = raw['data'] !== undefined || raw['binaryData'] !== undefined || raw['stringData'] !== undefined;
  if (Array.isArray(raw['keys'])) Object.assign(kept, notedFacts(raw));
  // An object that was sent whole and has no data has no keys; of one that was listed as metadata nobody knows.
  else if (hasData || whole) Object.assign(kept, keyedFacts(raw));
  else if (typeof raw['type'] === 'string') kept['type'] = raw['type'];
  return kept as unknown as KubeObject;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
