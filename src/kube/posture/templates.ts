import type { Json } from '../../base/json.ts';
import { listText } from '../../base/list-text.ts';
import { failedConditionOf, isComplete } from '../jobs/jobs.ts';
import type { Container, ObjectOf, PodSpec } from '../object.ts';
import { controllerOf } from '../owners.ts';
import { isActive } from '../pods.ts';
import type { Offence } from '../security/offence.ts';
import type { Labels } from '../selectors.ts';

/** The kinds that say what a pod is to be. */
export const TEMPLATE_OWNERS = [
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Job',
  'Pod',
  'ReplicaSet',
  'StatefulSet',
] as const;
export type TemplateOwner = ObjectOf<(typeof TEMPLATE_OWNERS)[number]>;

/** What somebody wrote about pods, once for all of them. */
export interface Template {
  readonly spec: PodSpec;
  readonly labels: Labels;
  /** Where the specification stands in the object, for evidence. */
  readonly path: string;
}

/** The namespaces of Kubernetes itself, whose pods have to do what nobody else should. */
export function isSystemNamespace(namespace: string | undefined): boolean {
  return /^(kube-system|kube-public|kube-node-lease)$/.test(namespace ?? '');
}

/**
 * The template of a workload, or of a pod that has no workload; undefined where another object is to be judged in its
 * place, where it has ended, and in the namespaces of Kubernetes itself.
 *
 * Asked of every pod: those with a controller are left at once.
 */
export function templateOf(owner: TemplateOwner): Template | undefined {
  const { metadata } = owner;
  if (isMadeOfAnother(owner) || metadata.deletionTimestamp !== undefined) return undefined;
  if (isSystemNamespace(metadata.namespace) || hasEnded(owner)) return undefined;
  return metadata.annotations?.['kubernetes.io/config.mirror'] === undefined ? writtenIn(owner) : undefined;
}

/** What an object says about pods, whoever wrote it. */
export function writtenIn(owner: TemplateOwner): Template | undefined {
  if (isPod(owner)) return found(owner.spec, owner.metadata.labels, 'spec');
  if (isCronJob(owner)) {
    const template = owner.spec?.jobTemplate?.spec?.template;
    return found(template?.spec, template?.metadata?.labels, 'spec.jobTemplate.spec.template.spec');
  }
  const template = owner.spec?.template;
  return found(template?.spec, template?.metadata?.labels, 'spec.template.spec');
}

function found(spec: PodSpec | undefined, labels: Labels | undefined, path: string): Template | undefined {
  return spec === undefined ? undefined : { spec, labels: labels ?? {}, path };
}

/** A Deployment of an operator is judged itself: the operator's own object has no template. */
function isMadeOfAnother(owner: TemplateOwner): boolean {
  const controller = controllerOf(owner);
  if (controller === undefined) return false;
  if (owner.kind === 'Pod' || owner.kind === 'Job') return true;
  return TEMPLATE_OWNERS.some((kind) => kind === controller.kind);
}

function hasEnded(owner: TemplateOwner): boolean {
  if (isPod(owner)) return !isActive(owner);
  if (isJob(owner)) return isComplete(owner) || failedConditionOf(owner) !== undefined;
  return isReplicaSet(owner) && owner.spec?.replicas === 0;
}

function isPod(owner: TemplateOwner): owner is ObjectOf<'Pod'> {
  return owner.kind === 'Pod';
}

function isCronJob(owner: TemplateOwner): owner is ObjectOf<'CronJob'> {
  return owner.kind === 'CronJob';
}

function isJob(owner: TemplateOwner): owner is ObjectOf<'Job'> {
  return owner.kind === 'Job';
}

function isReplicaSet(owner: TemplateOwner): owner is ObjectOf<'ReplicaSet'> {
  return owner.kind === 'ReplicaSet';
}

/** The containers that stay while the pod runs: those and the sidecars among the init containers. */
export function stayingContainers(spec: PodSpec): readonly Container[] {
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...sidecars, ...(spec.containers ?? [])];
}

/** What a check says of one template: at most one judgement for each workload. */
export interface TemplateFault {
  readonly cause: '';
  readonly latent: true;
  readonly facts: {
    /** None where it is the pod's own field. */
    readonly containers: string[];
    /** What stands in the fields; the name of a field that is switched on or not set. */
    readonly values: string[];
  };
  readonly evidence: readonly { readonly path: string; readonly value: Json }[];
}

/** Judges a template by the fields that offend in it; nothing where none does. */
export function faultsIn(
  owner: TemplateOwner,
  offend: (spec: PodSpec, template: Template) => readonly Offence[],
): readonly TemplateFault[] {
  const template = templateOf(owner);
  const offences = template === undefined ? [] : offend(template.spec, template);
  if (template === undefined || offences.length === 0) return [];
  const containers = offences.flatMap(({ container }) => (container === null ? [] : [container]));
  // Of what is switched on, or not there, the name tells something.
  const values = offences.flatMap(({ path, value }) =>
    value === true || value === null ? [path.split('.').at(-1)] : [value].flat(),
  );
  return [
    {
      cause: '',
      latent: true,
      facts: {
        containers: [...new Set(containers)],
        values: [...new Set(values.filter((value): value is string => typeof value === 'string'))].sort(),
      },
      evidence: offences.slice(0, 4).map(({ path, value }) => ({ path: `${template.path}.${path}`, value })),
    },
  ];
}

/** Who does it: `Container web runs`, `Containers web and proxy run`, or `The pod runs` for a field of the pod. */
export function containersText(containers: readonly string[], one: string, several: string): string {
  if (containers.length === 0) return `The pod ${one}`;
  if (containers.length === 1) return `Container ${containers[0]} ${one}`;
  return `Containers ${listText(containers)} ${several}`;
}
