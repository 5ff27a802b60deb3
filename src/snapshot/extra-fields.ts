import type { Kind } from '../kube/object.ts';
import { compileFields, type FieldCuts } from './cut.ts';
import { KEPT_FIELDS, type Keep } from './kept-fields.ts';

/** Fields besides those that the checks of the catalogue read: whoever asks for them takes their cost. */
export type ExtraFields = ReadonlyMap<Kind, readonly (readonly string[])[]>;

type Fields = { readonly [field: string]: Keep };

/** What is kept of the objects of a kind where more is asked for. */
export interface Wider {
  readonly cuts: FieldCuts;
  readonly allAnnotations: boolean;
}

/** Joins what is kept of a kind with more fields; undefined where no more is asked for. */
export function widerFor(kind: Kind, extra: ExtraFields | undefined): Wider | undefined {
  const paths = extra?.get(kind) ?? [];
  if (paths.length === 0) return undefined;
  let fields: Fields = KEPT_FIELDS[kind];
  for (const path of paths) if (!isMetadata(path)) fields = withPath(fields, path);
  const allAnnotations = paths.some(
    ([first, second]) => first === 'metadata' && (second ?? 'annotations') === 'annotations',
  );
  return { cuts: compileFields(fields), allAnnotations };
}

/** True where a snapshot holds the whole field anyway, so that a recording can be asked for it. */
export function isKeptWhole(kind: Kind, path: readonly string[]): boolean {
  if (isMetadata(path)) return path.length > 1 && path[1] !== 'annotations';
  let keep: Keep | undefined = KEPT_FIELDS[kind];
  for (const field of path) {
    if (keep === true) return true;
    keep = keep === undefined || typeof keep === 'function' || !Object.hasOwn(keep, field) ? undefined : keep[field];
  }
  return keep === true;
}

function isMetadata([first]: readonly string[]): boolean {
  return first === 'metadata' || first === 'apiVersion' || first === 'kind';
}

function withPath(fields: Fields, [field, ...rest]: readonly string[]): Fields {
  if (field === undefined) return fields;
  const known = Object.hasOwn(fields, field) ? fields[field] : undefined;
  if (known === true) return fields;
  if (rest.length === 0) return { ...fields, [field]: true };
  const inner = typeof known === 'object' ? known : {};
  return { ...fields, [field]: withPath(inner, rest) };
}
