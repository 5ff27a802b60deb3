import { containersOf } from '../containers.ts';
import type { KubeEvent, KubeObject, Node, Pod } from '../object.ts';
import { isReady } from '../pods.ts';
import { startErrorsOf } from '../startup/start-errors.ts';
import { failedPullsOf } from './image-pulls.ts';

/** A container whose image is not for the architecture of its node. */
export interface ArchMismatch {
  readonly container: string;
  readonly image: string;
  readonly node: string;
  /** Null where the node could not be read. */
  readonly architecture: string | null;
  readonly by: 'pull' | 'exec';
  readonly elsewhere: { readonly node: string; readonly architecture: string } | null;
  readonly text: string;
  readonly seen: readonly { readonly object?: KubeObject; readonly path: string; readonly value: string | number }[];
}

interface View {
  age(timestamp: string): number;
  all(kind: 'Node'): readonly Node[];
  all(kind: 'Pod'): readonly Pod[];
  get(kind: 'Node', namespace: null, name: string): { readonly state: string; readonly object?: Node };
  warnings(kind: 'Event', object: KubeObject): readonly KubeEvent[];
  shared<T>(derive: (view: Nodes) => T): T;
}

interface Nodes {
  all(kind: 'Node'): readonly Node[];
  all(kind: 'Pod'): readonly Pod[];
}

/**
 * The containers of a pod whose image has no variant for its node, or whose program the node cannot execute.
 *
 * A program that cannot be executed may be a script without its first line as well: it counts only where the nodes of
 * the cluster are of several architectures, and the image runs on none of this one.
 */
export function archMismatchesOf(pod: Pod, view: View): readonly ArchMismatch[] {
  const node = pod.spec?.nodeName;
  if (!node) return [];
  const architecture = view.get('Node', null, node).object?.status?.nodeInfo?.architecture ?? null;
  const elsewhereOf = (image: string) =>
    view
      .shared(imagesByArchitecture)
      .get(image)
      ?.find((other) => other.architecture !== architecture) ?? null;
  const pulls = failedPullsOf(pod, () => view.warnings('Event', pod))
    .filter((pull) => pull.class === 'platform')
    .map(({ container, image, text, seen }): ArchMismatch => {
      return { container, image, node, architecture, by: 'pull', elsewhere: elsewhereOf(image), text, seen };
    });
  if (architecture === null) return pulls;
  const mixed = view.shared(architectures).size > 1;
  const failing = startErrorsOf(pod, (time) => view.age(time)).filter(
    ({ command }) => command?.problem === 'wrong-format',
  );
  if (!mixed || failing.length === 0) return pulls;
  const images = new Map(containersOf(pod).map(({ name, spec }) => [name, spec.image ?? '']));
  const execs = failing.flatMap(({ container, text, seen }): ArchMismatch[] => {
    const image = images.get(container) ?? '';
    const runsHere = view
      .shared(imagesByArchitecture)
      .get(image)
      ?.some((other) => other.architecture === architecture);
    if (runsHere) return [];
    return [{ container, image, node, architecture, by: 'exec', elsewhere: elsewhereOf(image), text, seen }];
  });
  return [...pulls, ...execs];
}

function architectures(view: Nodes): ReadonlySet<string> {
  return new Set(view.all('Node').flatMap(({ status }) => status?.nodeInfo?.architecture ?? []));
}

/** On which architectures each image runs now, each with a node. */
function imagesByArchitecture(view: Nodes): ReadonlyMap<string, readonly { node: string; architecture: string }[]> {
  const nodes = new Map(
    view.all('Node').map(({ metadata, status }) => [metadata.name, status?.nodeInfo?.architecture]),
  );
  const known = new Map<string, Map<string, string>>();
  for (const pod of view.all('Pod')) {
    const node = pod.spec?.nodeName ?? '';
    const architecture = nodes.get(node);
    if (architecture === undefined || !isReady(pod)) continue;
    for (const { image = '' } of pod.spec?.containers ?? []) {
      const byArchitecture = known.get(image) ?? new Map<string, string>();
      if (!byArchitecture.has(architecture)) byArchitecture.set(architecture, node);
      known.set(image, byArchitecture);
    }
  }
  return new Map(
    [...known].map(([image, on]) => [image, [...on].map(([architecture, node]) => ({ node, architecture }))]),
  );
}
