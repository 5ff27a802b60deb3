import type { KubeObject, Metadata, ObjectOf } from '../../kube/object.ts';

type Job = ObjectOf<'Job'>;
type CronJob = ObjectOf<'CronJob'>;
type Labels = Readonly<Record<string, string | undefined>>;

/** What the Job controller and kubectl put on a Job for themselves; another Job gets its own. */
const OWN: ReadonlySet<string> = new Set([
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/cronjob-scheduled-timestamp',
  'batch.kubernetes.io/job-name',
  'batch.kubernetes.io/job-tracking',
  'controller-uid',
  'job-name',
  'kubectl.kubernetes.io/last-applied-configuration',
  'mekhanikube.io/last-run',
]);

/** The longest name of a Job: its pods carry it as a label. */
const LONGEST_NAME = 63;

/** The first free name of `web-retry`, `web-retry-2`, … */
export function freeName(base: string, suffix: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const end = number === 1 ? `-${suffix}` : `-${suffix}-${number}`;
    const name = `${base.slice(0, LONGEST_NAME - end.length).replace(/[-.]+$/, '')}${end}`;
    if (!taken.has(name)) return name;
  }
}

/**
 * A Job that does the same work under another name: without what ties the first one to its pods. An owner is kept, as
 * the caller has made sure that it still exists.
 */
export function cloneJob(job: Job, name: string): KubeObject {
  const { namespace, labels, annotations, ownerReferences } = job.metadata;
  const { selector: _selector, manualSelector: _manual, ...spec } = job.spec ?? {};
  const { metadata, spec: podSpec } = spec.template ?? {};
  const template = { metadata: { ...metadata, labels: without(metadata?.labels) }, spec: podSpec };
  return manifest(
    { name, namespace, labels: without(labels), annotations: without(annotations), ownerReferences },
    { ...spec, suspend: false, template },
  );
}

/**
 * A Job of a CronJob's template, as `kubectl create job --from` makes it. It does not block the deletion of its owner:
 * that would need a right on the CronJob's finalizers.
 * @see https://github.com/kubernetes/kubectl/blob/v0.34.4/pkg/cmd/create/create_job.go
 */
export function jobFromCronJob(cronJob: CronJob, name: string): KubeObject {
  const { apiVersion, kind } = cronJob;
  const { name: owner, namespace, uid } = cronJob.metadata;
  const { metadata, spec } = cronJob.spec?.jobTemplate ?? {};
  return manifest(
    {
      name,
      namespace,
      labels: metadata?.labels,
      annotations: { 'cronjob.kubernetes.io/instantiate': 'manual', ...metadata?.annotations },
      ownerReferences: [{ apiVersion, kind, name: owner, uid, controller: true }],
    },
    spec ?? {},
  );
}

type Shape = { readonly [Field in keyof Metadata]?: Metadata[Field] | undefined } & { readonly name: string };

function manifest(metadata: Shape, spec: NonNullable<Job['spec']>): Job {
  return { apiVersion: 'batch/v1', kind: 'Job', metadata, spec };
}

function without(entries: Labels | undefined): Labels | undefined {
  if (entries === undefined) return undefined;
  return Object.fromEntries(Object.entries(entries).filter(([name]) => !OWN.has(name)));
}
