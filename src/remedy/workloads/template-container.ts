import type { Finding } from '../../findings/finding.ts';
import type { Container, PodSpec } from '../../kube/object.ts';
import type { Refusal } from '../action.ts';
import { paramFlag } from '../objects/param-flag.ts';
import { named, type Segment } from '../write.ts';

/** A container of a template or pod, and the path of its specification from `spec`. */
export interface PlacedContainer {
  readonly name: string;
  readonly spec: Container;
  readonly list: 'containers' | 'initContainers';
  readonly path: readonly Segment[];
}

/** The path of a workload's pod specification. */
const TEMPLATE_SPEC: readonly Segment[] = ['spec', 'template', 'spec'];

/** The container that is named, else the one that the finding speaks of, else the only one. */
export function containerOf(
  spec: PodSpec,
  name: string | undefined,
  finding: Finding | null,
  of: string,
  root: readonly Segment[] = TEMPLATE_SPEC,
): PlacedContainer | Refusal {
  const said = finding?.facts['container'];
  const only = spec.containers?.length === 1 ? spec.containers[0]?.name : undefined;
  const wanted = name ?? (typeof said === 'string' ? said : only);
  if (wanted === undefined) {
    const hint = `say which, for example ${paramFlag('container', spec.containers?.[0]?.name ?? 'NAME')}`;
    return { id: 'container-unclear', reason: `${of} has several containers`, hint };
  }
  for (const list of ['containers', 'initContainers'] as const) {
    const found = spec[list]?.find((container) => container.name === wanted);
    if (found !== undefined) return { name: wanted, spec: found, list, path: [...root, list, named(wanted)] };
  }
  return { id: 'container-missing', reason: `${of} has no container ${wanted}` };
}

/** True for the refusal of `containerOf`. */
export function isRefusal(found: PlacedContainer | Refusal): found is Refusal {
  return 'reason' in found;
}

/** The pod specification with one container exchanged. */
export function withContainer(spec: PodSpec, { list, name }: PlacedContainer, container: Container): PodSpec {
  return { ...spec, [list]: spec[list]?.map((one) => (one.name === name ? container : one)) };
}
