import { archMismatchesOf } from '../images/architectures.ts';
import type { KubeEvent, KubeObject, Node, Pod, PodSpec } from '../object.ts';
import { type ObjectRef, refKey } from '../object-ref.ts';
import { nodeAlternativesOf, satisfies } from '../scheduling/node-affinity.ts';
import { untolerated } from '../scheduling/tolerations.ts';
import { suspects } from '../suspects.ts';
import { taintsOf } from './node-states.ts';

interface Objects {
  all(kind: 'Node'): readonly Node[];
  all(kind: 'Pod'): readonly Pod[];
}

interface View extends Objects {
  age(timestamp: string): number;
  get(kind: 'Node', namespace: null, name: string): { readonly state: string; readonly object?: Node };
  topOwner(object: KubeObject): ObjectRef;
  warnings(kind: 'Event', object: KubeObject): readonly KubeEvent[];
  shared<T>(derive: (view: Objects) => T): T;
}

/** An image that has been tried on an architecture and does not run there. */
export interface ForeignImage {
  readonly architecture: string;
  /** A pod that shows it. */
  readonly pod: Pod;
  /** Whose pods show it. */
  readonly owners: ReadonlySet<string>;
}

/** The images that do not run on some node of the cluster, as pods show that fail there. */
export function foreignImages(view: View): ReadonlyMap<string, ForeignImage> {
  const images = new Map<string, ForeignImage & { readonly owners: Set<string> }>();
  for (const pod of suspects(view)) {
    for (const { image, architecture } of archMismatchesOf(pod, view)) {
      if (architecture === null) continue;
      const known = images.get(image) ?? { architecture, pod, owners: new Set<string>() };
      known.owners.add(refKey(view.topOwner(pod)));
      images.set(image, known);
    }
  }
  return images;
}

/** A node of that architecture on which nothing in the specification keeps a pod from being placed. */
export function openNode(spec: PodSpec, architecture: string, nodes: readonly Node[]): Node | undefined {
  const alternatives = nodeAlternativesOf({ apiVersion: 'v1', kind: 'Pod', metadata: { name: '' }, spec });
  return nodes.find(
    (node) =>
      node.status?.nodeInfo?.architecture === architecture &&
      satisfies(node, alternatives) &&
      untolerated(taintsOf(node), spec.tolerations ?? []).length === 0,
  );
}
