import type { Json } from '../../base/json.ts';
import { isKind, KINDS } from '../kinds.ts';
import type { Custom } from '../object.ts';
import { refTo } from '../object-ref.ts';
import { type Reference, type RelationWord, reference } from './relation.ts';

/** A field of a custom resource that names another object, whatever the resource. */
interface Field {
  readonly path: readonly string[];
  readonly word: RelationWord;
  /** What it names where it does not say. */
  readonly kind: string;
}

/** Fields that mean the same in every kind that has them; a step into a list goes into each of its items. */
const FIELDS: readonly Field[] = [
  { path: ['parentRefs'], word: 'attached to', kind: 'Gateway' },
  { path: ['rules', 'backendRefs'], word: 'routes to', kind: 'Service' },
  { path: ['listeners', 'tls', 'certificateRefs'], word: 'reads', kind: 'Secret' },
  { path: ['issuerRef'], word: 'issued by', kind: 'Issuer' },
  { path: ['secretStoreRef'], word: 'reads', kind: 'SecretStore' },
  { path: ['scaleTargetRef'], word: 'scales', kind: 'Deployment' },
];

/** Fields that hold a bare name. */
const NAMES: readonly Field[] = [
  { path: ['gatewayClassName'], word: 'of class', kind: 'GatewayClass' },
  { path: ['secretName'], word: 'fills', kind: 'Secret' },
  { path: ['target', 'name'], word: 'fills', kind: 'Secret' },
];

/** What a custom resource names in the fields that its kind shares with others. */
export function customReferences({ spec, metadata }: Custom): readonly Reference[] {
  const own = metadata.namespace ?? null;
  const refs = FIELDS.flatMap(({ path, word, kind }) =>
    valuesAt(spec, path).flatMap((value) => toReference(word, fieldOf(value, 'kind') ?? kind, value, own)),
  );
  const named = NAMES.flatMap(({ path, word, kind }) =>
    valuesAt(spec, path).flatMap((name) => toReference(word, kind, { name }, own)),
  );
  return [...refs, ...named];
}

function toReference(word: RelationWord, kind: string, value: Json, own: string | null): readonly Reference[] {
  const name = fieldOf(value, 'name');
  if (!name || !isKind(kind)) return [];
  const namespace = KINDS[kind].namespaced ? (fieldOf(value, 'namespace') ?? own) : null;
  return [reference(word, refTo(kind, namespace, name))];
}

function valuesAt(value: Json | undefined, path: readonly string[]): readonly Json[] {
  if (value === undefined || value === null) return [];
  if (isList(value)) return value.flatMap((item) => valuesAt(item, path));
  const [step, ...rest] = path;
  if (step === undefined) return [value];
  return typeof value === 'object' ? valuesAt(value[step], rest) : [];
}

function fieldOf(value: Json, name: string): string | undefined {
  if (typeof value !== 'object' || value === null || isList(value)) return undefined;
  const field = value[name];
  return typeof field === 'string' ? field : undefined;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
