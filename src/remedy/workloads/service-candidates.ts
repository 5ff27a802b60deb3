import { runningContainersOf } from '../../kube/containers.ts';
import { correctedSelector, nearestLabels } from '../../kube/network/label-diff.ts';
import type { KubeObject, ObjectOf, Pod } from '../../kube/object.ts';
import { isActive } from '../../kube/pods.ts';
import { type Labels, labelsMatch } from '../../kube/selectors.ts';
import { type PodTemplate, TEMPLATE_KINDS, templateCanMatch, templatesIn } from '../../kube/workloads/templates.ts';
import type { ListRead, Reader } from '../live/reader.ts';

type TemplateKind = (typeof TEMPLATE_KINDS)[number];
type Templates = { readonly [K in TemplateKind]: readonly ObjectOf<K>[] };

/** All pod templates of a namespace. */
export async function allTemplates(namespace: string, reader: Reader): Promise<ListRead<PodTemplate>> {
  const none: Templates = { CronJob: [], DaemonSet: [], Deployment: [], Job: [], ReplicaSet: [], StatefulSet: [] };
  let lists = none;
  for (const kind of TEMPLATE_KINDS) {
    const read = await reader.list(kind, namespace);
    if (read.state === 'unreadable') return { state: 'unreadable', reason: `${kind}s: ${read.reason}` };
    lists = { ...lists, [kind]: read.objects };
  }
  const source = { inNamespace: <K extends TemplateKind>(kind: K): readonly ObjectOf<K>[] => lists[kind] };
  return { state: 'listed', objects: templatesIn(namespace, source) };
}

/** A workload that a Service may be meant for, and the selector that selects its pods. */
interface SelectorCandidate {
  readonly workload: KubeObject;
  readonly selector: Readonly<Record<string, string>>;
}

/** The workloads whose labels a slip of the hand keeps from matching. */
export function slippedCandidates(wanted: Labels, templates: readonly PodTemplate[]): readonly SelectorCandidate[] {
  return templates.flatMap((template): SelectorCandidate[] => {
    const near = nearestLabels(wanted, [template], ({ labels }) => labels);
    if (near === undefined || near.differences.length === 0) return [];
    const corrected = correctedSelector(wanted, near.differences);
    if (corrected === null) return [];
    const entries = corrected.split(',').map((part): [string, string] => {
      const at = part.indexOf('=');
      return [part.slice(0, at), part.slice(at + 1)];
    });
    return [{ workload: template.workload, selector: Object.fromEntries(entries) }];
  });
}

/** The workloads that a selector matches. */
export function matchedCandidates(
  selector: Readonly<Record<string, string>>,
  templates: readonly PodTemplate[],
): readonly SelectorCandidate[] {
  return templates
    .filter((template) => templateCanMatch(template, selector))
    .map(({ workload }) => ({ workload, selector }));
}

/** A port that a pod declares: by its name, or its number where it has none. */
export function declaredPorts(pods: readonly Pod[], selector: Labels, protocol: string): readonly (string | number)[] {
  const found = pods
    .filter((pod) => isActive(pod) && labelsMatch(selector, pod.metadata.labels))
    .flatMap((pod) => runningContainersOf(pod).flatMap(({ spec }) => spec.ports ?? []))
    .filter((port) => (port.protocol ?? 'TCP') === protocol)
    .flatMap(({ name, containerPort }) => name ?? containerPort ?? []);
  return [...new Set(found)];
}
