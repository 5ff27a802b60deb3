import type { KubeEvent, ObjectOf, Pod } from '../object.ts';
import { isActive } from '../pods.ts';
import { twinMemory } from '../scheduling/twins.ts';
import { type MissingKey, type MissingObject, missingKeys, missingObjects } from './missing-references.ts';
import type { ConfigReference } from './references.ts';

type ConfigKind = ConfigReference['kind'];

interface View<K extends ConfigKind> {
  all(kind: 'Pod'): readonly Pod[];
  get(
    kind: K,
    namespace: string,
    name: string,
  ): { readonly state: 'found'; readonly object: ObjectOf<K> } | { readonly state: 'missing' | 'unverified' };
  warnings(kind: 'Event', pod: Pod): readonly KubeEvent[];
}

/** What pods name and is not there; a pod that lacks nothing is in neither. */
export interface Missing {
  readonly objects: ReadonlyMap<Pod, readonly MissingObject[]>;
  readonly keys: ReadonlyMap<Pod, readonly MissingKey[]>;
}

/** The ConfigMaps, and keys of ConfigMaps, that active pods miss. For `view.shared`. */
export function missingConfigMaps(view: View<'ConfigMap'>): Missing {
  return missingIn('ConfigMap', view);
}

/** The Secrets, and keys of Secrets, that active pods miss. For `view.shared`. */
export function missingSecrets(view: View<'Secret'>): Missing {
  return missingIn('Secret', view);
}

/** One walk over all pods, which looks at the specification of few. */
function missingIn<K extends ConfigKind>(kind: K, view: View<K>): Missing {
  const objects = new Map<Pod, readonly MissingObject[]>();
  const keys = new Map<Pod, readonly MissingKey[]>();
  const [knownObjects, knownKeys] = [twinMemory(), twinMemory()];
  for (const pod of view.all('Pod')) {
    if (!isActive(pod)) continue;
    const { namespace = '' } = pod.metadata;
    const warnings = () => view.warnings('Event', pod);
    const stateOf = (name: string) => view.get(kind, namespace, name).state;
    const keysOf = (name: string) => {
      const lookup = view.get(kind, namespace, name);
      return lookup.state === 'found' ? lookup.object.keys : lookup.state === 'missing' ? 'missing' : undefined;
    };
    const lackingObjects = knownObjects(pod, () => missingObjects(pod, kind, warnings, stateOf));
    if (lackingObjects.length > 0) objects.set(pod, lackingObjects);
    const lackingKeys = knownKeys(pod, () => missingKeys(pod, kind, warnings, keysOf));
    if (lackingKeys.length > 0) keys.set(pod, lackingKeys);
  }
  return { objects, keys };
}
