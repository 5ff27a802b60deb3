import type { KubeObject } from '../../src/kube/object.ts';
import { APPLICATION, readLists } from './application.ts';

/** How a mutation comes to be: while the application runs, or from its beginning. */
export type Way = 'change' | 'install';

/** One field that is wrong, and what is to be said of it. */
export interface Mutation {
  /** `Deployment shop/web`. */
  readonly object: string;
  /** The field; a list where a key has a dot in it. */
  readonly at?: string | readonly string[];
  /** Its new value; absent where it is taken away. */
  readonly to?: unknown;
  /** True where the object as a whole is taken away. */
  readonly gone?: boolean;
  /** Both, unless the API refuses one of them or nothing comes of it. */
  readonly ways?: readonly Way[];
  /** The check that is to name the cause. */
  readonly finds: string;
  /** The object that is named instead, where no one can tell that the mutated one is the wrong one of two. */
  readonly named?: string;
  /** How many findings are unavoidable where it is more than one, and why. */
  readonly unavoidable?: { readonly also: readonly string[]; readonly because: string };
  /** The finding's severity where it is below medium: a fault that harms nobody now. */
  readonly low?: boolean;
}

export const MUTATIONS: readonly Mutation[] = readLists<Mutation>('mutations');

/** Which field is wrong, without what is to be said of it. */
export type Wrong = Pick<Mutation, 'object' | 'at' | 'to' | 'gone'>;

export function titleOf({ object, at, to, gone }: Wrong): string {
  if (gone === true) return `${object} is gone`;
  const path = typeof at === 'string' ? at : (at ?? []).join('.');
  return to === undefined ? `${object} without ${path}` : `${object} with ${path}: ${JSON.stringify(to)}`;
}

/** The application with one field changed. */
export function mutated({ object, at = [], to, gone }: Wrong): readonly KubeObject[] {
  const [kind = '', path = ''] = object.split(' ');
  const [name, namespace] = path.split('/').reverse();
  const index = APPLICATION.findIndex(
    (one) => one.kind === kind && one.metadata.name === name && one.metadata.namespace === namespace,
  );
  const found = APPLICATION[index];
  if (found === undefined) throw new Error(`no ${object} in the application`);
  if (gone === true) return APPLICATION.toSpliced(index, 1);
  // A changed object is still one, as far as what follows from it goes.
  const changed = withField(found, typeof at === 'string' ? at.split('.') : at, to) as KubeObject;
  if (JSON.stringify(changed) === JSON.stringify(found)) throw new Error(`nothing changes: ${object}`);
  return APPLICATION.with(index, changed);
}

function withField(value: unknown, [key, ...rest]: readonly string[], to: unknown): unknown {
  if (key === undefined) return to;
  if (Array.isArray(value)) return value.with(Number(key), withField(value[Number(key)], rest, to));
  const fields: Record<string, unknown> = { ...(value as Record<string, unknown> | undefined) };
  const changed = withField(fields[key], rest, to);
  if (changed !== undefined) return { ...fields, [key]: changed };
  delete fields[key];
  return fields;
}
