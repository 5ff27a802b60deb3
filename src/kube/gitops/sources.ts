import { conditionIn } from '../custom/conditions.ts';
import { listAt, textAt } from '../custom/fields.ts';
import { isKind } from '../kinds.ts';
import type { Custom } from '../object.ts';
import { type ObjectRef, refOf, refTo } from '../object-ref.ts';

/** What Flux fetches from. */
export const SOURCE_KINDS = ['Bucket', 'GitRepository', 'HelmChart', 'HelmRepository', 'OCIRepository'] as const;

/** What Flux applies. */
export const APPLIED_KINDS = ['HelmRelease', 'Kustomization'] as const;

type FluxKind = (typeof SOURCE_KINDS)[number] | (typeof APPLIED_KINDS)[number];

interface Lookup {
  get(kind: FluxKind, namespace: string, name: string): { readonly state: string; readonly object?: Custom };
}

/** What an object of Flux waits for: its source, and what it depends on. */
export function prerequisitesOf(object: Custom): readonly (ObjectRef & { readonly kind: FluxKind })[] {
  const { spec, status, kind, metadata } = object;
  const own = metadata.namespace ?? '';
  const chart = textAt(status, 'helmChart').split('/');
  const refs = [
    ['sourceRef'],
    ['chartRef'],
    ...(textAt(status, 'helmChart') === '' ? [['chart', 'spec', 'sourceRef']] : []),
  ].flatMap((path) =>
    refIn(textAt(spec, ...path, 'kind'), textAt(spec, ...path, 'namespace') || own, textAt(spec, ...path, 'name')),
  );
  return [
    ...refs,
    ...(chart.length === 2 ? refIn('HelmChart', chart[0] ?? '', chart[1] ?? '') : []),
    ...listAt(spec, 'dependsOn').flatMap((ref) => refIn(kind, textAt(ref, 'namespace') || own, textAt(ref, 'name'))),
  ];
}

function refIn(kind: string, namespace: string, name: string): readonly (ObjectRef & { kind: FluxKind })[] {
  return isFlux(kind) && name !== '' ? [{ ...refTo(kind, namespace, name), kind }] : [];
}

function isFlux(kind: string): kind is FluxKind {
  return isKind(kind) && ([...SOURCE_KINDS, ...APPLIED_KINDS] as readonly string[]).includes(kind);
}

/** Of what an object of Flux waits for: what is not there, and what is there and not ready. */
export function obstaclesOf(
  object: Custom,
  view: Lookup,
): { readonly missing: readonly ObjectRef[]; readonly unready: readonly ObjectRef[] } {
  const missing: ObjectRef[] = [];
  const unready: ObjectRef[] = [];
  for (const ref of prerequisitesOf(object)) {
    const found = view.get(ref.kind, ref.namespace ?? '', ref.name);
    if (found.state === 'missing') missing.push({ ...refTo(ref.kind, ref.namespace, ref.name) });
    else if (found.object !== undefined && conditionIn(found.object.status, 'Ready')?.status === 'False') {
      unready.push(refOf(found.object));
    }
  }
  return { missing, unready };
}

/** The objects that a failed health check names: `Deployment/shop/web status: 'InProgress'`. */
export function unhealthyIn(message: string): readonly ObjectRef[] {
  return [...message.matchAll(/\b([A-Z][A-Za-z]{2,40})\/([a-z0-9.-]{1,63})\/([a-z0-9.-]{1,253}) status: /g)].flatMap(
    ([, kind = '', namespace = '', name = '']) => (isKind(kind) ? [refTo(kind, namespace, name)] : []),
  );
}
