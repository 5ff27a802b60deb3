import { conditionOf } from '../conditions.ts';
import type { ObjectOf } from '../object.ts';

type Namespace = ObjectOf<'Namespace'>;

/** What keeps a namespace that is being deleted, as the namespace controller states it. */
export interface DeletionObstacles {
  /** APIs that could not be asked what they hold: `reports.example.com/v1`. */
  readonly failingApis: readonly string[];
  /** Kinds of objects that are left, as the API names them: `configmaps`, `databases.lab.example.com`. */
  readonly remaining: readonly { readonly resource: string; readonly count: number }[];
  /** Finalizers on them. */
  readonly finalizers: readonly { readonly finalizer: string; readonly count: number }[];
  /** Deleting or reading something failed, in the controller's words; null where it did not. */
  readonly failure: string | null;
}

/**
 * Takes the conditions of a terminating namespace apart.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/controller/namespace/deletion/status_condition_utils.go
 */
export function deletionObstacles(namespace: Namespace): DeletionObstacles {
  const discovery = textOf(namespace, 'NamespaceDeletionDiscoveryFailure') ?? '';
  const remaining = textOf(namespace, 'NamespaceContentRemaining') ?? '';
  const finalizers = textOf(namespace, 'NamespaceFinalizersRemaining') ?? '';
  const failingApis = [...discovery.matchAll(/(?:server APIs: |, )([a-z0-9.-]+\/v[a-z0-9]+): /g)].map(
    ([, api = '']) => api,
  );
  const failures = [
    failingApis.length === 0 ? discovery : '',
    textOf(namespace, 'NamespaceDeletionContentFailure') ?? '',
    textOf(namespace, 'NamespaceDeletionGroupVersionParsingFailure') ?? '',
  ].filter((text) => text !== '');
  return {
    failingApis: [...new Set(failingApis)],
    // The core group is empty, which leaves a dot behind the name.
    remaining: counted(remaining, /([a-z0-9.-]+?)\.? has (\d+) resource instances/g).map(([resource, count]) => ({
      resource,
      count,
    })),
    finalizers: counted(finalizers, /([\w./-]+) in (\d+) resource instances/g).map(([finalizer, count]) => ({
      finalizer,
      count,
    })),
    failure: failures[0] ?? null,
  };
}

/** The message of a condition that is True: only those tell of an obstacle. */
function textOf(namespace: Namespace, type: string): string | undefined {
  const condition = conditionOf(namespace, type);
  return condition?.status === 'True' ? condition.message : undefined;
}

function counted(text: string, pattern: RegExp): readonly (readonly [string, number])[] {
  return [...text.matchAll(pattern)].map(([, name = '', count = '0']) => [name, Number(count)] as const);
}
