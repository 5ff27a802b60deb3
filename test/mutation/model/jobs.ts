import type { ObjectOf } from '../../../src/kube/object.ts';
import { after, condition, metadataOf, ownedBy, type Raw } from './cluster.ts';
import type { Setting } from './deployments.ts';
import { eventOf } from './event.ts';
import { makePod } from './pods.ts';

/** The hour at which the last Job was made. */
const ON_THE_HOUR = '2026-01-10T12:00:00Z';

/** Of one that was suspended at half past eleven. */
const RAN_BEFORE: Raw = { lastScheduleTime: '2026-01-10T11:00:00Z', lastSuccessfulTime: '2026-01-10T11:00:10Z' };

/** A CronJob and the Job of the last hour: of pods that are never restarted. */
export function schedule(cron: ObjectOf<'CronJob'>, setting: Setting): readonly Raw[] {
  const { namespace = '', name } = cron.metadata;
  const metadata = { ...cron.metadata, ...metadataOf('CronJob', namespace, name, setting.createdAt) };
  if (cron.spec?.suspend === true) return [{ ...cron, metadata, status: setting.changed ? RAN_BEFORE : {} }];
  const template = cron.spec?.jobTemplate?.spec?.template;
  const job: Raw = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      ...metadataOf('Job', namespace, `${name}-29461680`, ON_THE_HOUR),
      ownerReferences: ownedBy({ ...cron, metadata }),
    },
    spec: {
      ...cron.spec?.jobTemplate?.spec,
      selector: { matchLabels: { 'batch.kubernetes.io/job-name': `${name}-29461680` } },
    },
  };
  const spec = template?.spec ?? { containers: [] };
  const labels = { ...template?.metadata?.labels, 'batch.kubernetes.io/job-name': `${name}-29461680` };
  const podName = `${name}-29461680-x7k2p`;
  const refusal = setting.admission.refusal(namespace, podName, spec);
  const parts = { owner: job, namespace, name: podName, labels, spec, createdAt: ON_THE_HOUR, index: 1 };
  const made = refusal === undefined ? makePod({ ...parts, pulled: setting.changed }, setting.cluster) : undefined;
  const state = made?.fate.state;
  const outcome = state === 'runs' ? 'done' : state === 'ends' ? 'failed' : 'active';
  const status = { ...cronStatus(outcome, job), lastScheduleTime: ON_THE_HOUR };
  const about = { by: 'job-controller', at: ON_THE_HOUR };
  return [
    { ...cron, metadata, status },
    { ...job, status: jobStatus(outcome, made !== undefined) },
    ...(made === undefined
      ? []
      : [outcome === 'active' ? made.pod : ended(made.pod, outcome), ...(outcome === 'done' ? [] : made.events)]),
    ...(refusal === undefined ? [] : [eventOf(job, 'FailedCreate', `Error creating: ${refusal}`, about)]),
    ...(outcome === 'failed'
      ? [eventOf(job, 'BackoffLimitExceeded', 'Job has reached the specified backoff limit', about)]
      : []),
  ];
}

type Outcome = 'done' | 'failed' | 'active';

function cronStatus(outcome: Outcome, job: Raw): Raw {
  if (outcome === 'done') return { lastSuccessfulTime: after(ON_THE_HOUR, 10) };
  const { metadata } = job as { metadata: { name: string; namespace: string } };
  const { name, namespace } = metadata;
  return outcome === 'failed' ? {} : { active: [{ apiVersion: 'batch/v1', kind: 'Job', name, namespace }] };
}

function jobStatus(outcome: Outcome, hasPod: boolean): Raw {
  const startTime = ON_THE_HOUR;
  if (outcome === 'active') return { startTime, ready: 0, terminating: 0, ...(hasPod ? { active: 1 } : {}) };
  const at = after(ON_THE_HOUR, 30);
  if (outcome === 'done')
    return {
      startTime,
      succeeded: 1,
      ready: 0,
      terminating: 0,
      completionTime: at,
      conditions: [condition('Complete', true, at, 'CompletionsReached', 'Reached expected number of succeeded pods')],
    };
  const message = 'Job has reached the specified backoff limit';
  return {
    startTime,
    failed: 2,
    ready: 0,
    terminating: 0,
    conditions: [
      condition('FailureTarget', true, at, 'BackoffLimitExceeded', message),
      condition('Failed', true, at, 'BackoffLimitExceeded', message),
    ],
  };
}

/** A pod that is never restarted stands as it ended. */
function ended(pod: Raw, outcome: 'done' | 'failed'): Raw {
  const { status } = pod as { status: { containerStatuses: readonly Raw[] } };
  const containerStatuses = status.containerStatuses.map((container) => {
    const last = container['lastState'] as { terminated: Raw } | undefined;
    const over = {
      exitCode: 0,
      reason: 'Completed',
      startedAt: after(ON_THE_HOUR, 2),
      finishedAt: after(ON_THE_HOUR, 10),
    };
    const terminated = last === undefined ? over : { ...last.terminated, finishedAt: after(ON_THE_HOUR, 10) };
    const { lastState: _, ...rest } = container;
    return { ...rest, state: { terminated }, ready: false, started: false, restartCount: 0 };
  });
  const at = after(ON_THE_HOUR, 10);
  const reason = outcome === 'done' ? 'PodCompleted' : 'PodFailed';
  const conditions = [
    condition('PodScheduled', true, ON_THE_HOUR),
    condition('Ready', false, at, reason),
    condition('ContainersReady', false, at, reason),
  ];
  return {
    ...pod,
    status: { ...status, phase: outcome === 'done' ? 'Succeeded' : 'Failed', conditions, containerStatuses },
  };
}
