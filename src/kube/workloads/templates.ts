import type { KubeObject, ObjectOf } from '../object.ts';
import { controllerOf } from '../owners.ts';
import { type Labels, labelsMatch } from '../selectors.ts';

/** The kinds with a pod template, by whose labels Services and policies find pods that do not exist yet. */
export const TEMPLATE_KINDS = ['CronJob', 'DaemonSet', 'Deployment', 'Job', 'ReplicaSet', 'StatefulSet'] as const;

type TemplateKind = (typeof TEMPLATE_KINDS)[number];

/** What a workload's pods will carry, and how many of them it wants now. */
export interface PodTemplate {
  readonly workload: KubeObject;
  readonly labels: Labels;
  /** Where the workload says them, for evidence. */
  readonly labelsPath: string;
  readonly desired: number;
  /** How many it has, by its own status. */
  readonly existing: number;
}

interface TemplateSource {
  inNamespace<T extends TemplateKind>(kind: T, namespace: string): readonly ObjectOf<T>[];
}

/** The pod templates of a namespace; a ReplicaSet of a Deployment is the Deployment's. */
export function templatesIn(namespace: string, view: TemplateSource): readonly PodTemplate[] {
  return [
    ...view.inNamespace('Deployment', namespace).map((deployment) => {
      return template(deployment, deployment.spec, deployment.spec?.replicas ?? 1, deployment.status?.replicas);
    }),
    ...view.inNamespace('StatefulSet', namespace).map((set) => {
      return template(set, set.spec, set.spec?.replicas ?? 1, set.status?.replicas);
    }),
    ...view.inNamespace('DaemonSet', namespace).map((set) => {
      return template(set, set.spec, set.status?.desiredNumberScheduled ?? 0, set.status?.currentNumberScheduled);
    }),
    ...view
      .inNamespace('ReplicaSet', namespace)
      .filter((set) => controllerOf(set)?.kind !== 'Deployment')
      .map((set) => template(set, set.spec, set.spec?.replicas ?? 1, set.status?.replicas)),
    ...view.inNamespace('Job', namespace).map((job) => {
      const over = (job.status?.conditions ?? []).some(({ type, status }) => isEnd(type) && status === 'True');
      const desired = over || job.spec?.suspend === true ? 0 : (job.spec?.parallelism ?? 1);
      return template(job, job.spec, desired, job.status?.active);
    }),
    // Between two runs a CronJob wants no pod, and during one its Job does.
    ...view.inNamespace('CronJob', namespace).map((cron) => template(cron, cron.spec?.jobTemplate?.spec, 0, 0)),
  ];
}

function template(
  workload: KubeObject,
  spec:
    | { readonly template?: { readonly metadata?: { readonly labels?: Labels | undefined } | undefined } | undefined }
    | undefined,
  desired: number,
  existing: number | undefined,
): PodTemplate {
  const labelsPath = `${workload.kind === 'CronJob' ? 'spec.jobTemplate.' : ''}spec.template.metadata.labels`;
  return { workload, labels: spec?.template?.metadata?.labels ?? {}, labelsPath, desired, existing: existing ?? 0 };
}

function isEnd(condition: string | undefined): boolean {
  return condition === 'Complete' || condition === 'Failed';
}

/**
 * Labels that controllers put on pods besides those of the template.
 * @see https://kubernetes.io/docs/reference/labels-annotations-taints/
 */
const ADDED_BY_CONTROLLERS: ReadonlySet<string> = new Set([
  'apps.kubernetes.io/pod-index',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-completion-index',
  'batch.kubernetes.io/job-name',
  'controller-revision-hash',
  'controller-uid',
  'job-name',
  'pod-template-generation',
  'pod-template-hash',
  'statefulset.kubernetes.io/pod-name',
]);

/** True for a label that no template sets: its controller does. */
export function isAddedByControllers(key: string): boolean {
  return ADDED_BY_CONTROLLERS.has(key);
}

/** True if pods of this template can carry these labels; what a controller will add is not known before. */
export function templateCanMatch({ labels }: PodTemplate, wanted: Labels): boolean {
  const own = Object.entries(wanted).filter(([key]) => !isAddedByControllers(key));
  return own.length > 0 && labelsMatch(Object.fromEntries(own), labels);
}

/** True where a selector names one particular pod or revision of a workload. */
export function namesOnePod(wanted: Labels): boolean {
  return Object.keys(wanted).some(isAddedByControllers);
}
