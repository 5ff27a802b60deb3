import { z } from 'zod';
import { containersOf } from '../../kube/containers.ts';
import type { Container, KubeEvent, Pod } from '../../kube/object.ts';
import { type Probe, type ProbeKind, probeFailureOf, probesOf } from '../../kube/runtime/probes.ts';
import { defineAction, type Proposal, type Refusal, refused } from '../action.ts';
import type { ListRead } from '../live/reader.ts';
import { paramFlag } from '../objects/param-flag.ts';
import { rolloutProgress } from '../workloads/rollout-progress.ts';
import {
  lookAtRollout,
  proposeTemplateChange,
  ROLLOUT_PARAMS,
  type RolloutFacts,
} from '../workloads/template-change.ts';
import { containerOf, isRefusal, type PlacedContainer, withContainer } from '../workloads/template-container.ts';
import {
  ROLLOUT_RIGHTS,
  right,
  textOf,
  unreadable,
  WORKLOAD_KINDS,
  type Workload,
  workloadOf,
} from '../workloads/workload.ts';
import type { Edit } from '../write.ts';

/** The fields that give a program more time, and what they are where the probe does not say. */
const USUAL = { initialDelaySeconds: 0, periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 3 } as const;
type Field = keyof typeof USUAL;
const FIELDS = ['initialDelaySeconds', 'periodSeconds', 'timeoutSeconds', 'failureThreshold'] as const;

const params = z
  .strictObject({
    container: z
      .string()
      .optional()
      .describe('its name; may be left out where the pods have only one, or a finding names it'),
    probe: z.enum(['startup', 'readiness', 'liveness']).describe('which of its probes'),
    initialDelaySeconds: z.int().min(0).max(600).optional().describe('how long after the start it is asked first'),
    periodSeconds: z.int().min(1).max(120).optional().describe('how often it is asked'),
    timeoutSeconds: z.int().min(1).max(60).optional().describe('how long it may take to answer'),
    failureThreshold: z.int().min(1).max(60).optional().describe('how many failures in a row count'),
    allowNeverReady: z
      .boolean()
      .optional()
      .describe('adjust it even if no container has ever been seen ready with it; false if absent'),
    ...ROLLOUT_PARAMS,
  })
  .refine((given) => FIELDS.some((field) => given[field] !== undefined), {
    message: 'give at least one delay or threshold',
  });
type Params = z.infer<typeof params>;

interface Facts extends RolloutFacts {
  readonly events: ListRead<KubeEvent>;
}

export const probeAdjust = defineAction({
  id: 'probe.adjust',
  title: 'Make a probe more patient',
  on: WORKLOAD_KINDS,
  risk: 'R3',
  rights: [...ROLLOUT_RIGHTS, right('', 'events', 'list')],
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
  params,
  example: { container: 'web', probe: 'liveness', initialDelaySeconds: 30, failureThreshold: 6 },
  look: async ({ target, reader }) => ({
    ...(await lookAtRollout({ target, reader })),
    events: await reader.list('Event', target.metadata.namespace ?? null),
  }),
  propose: ({ target, params, facts, finding }) => {
    const workload = workloadOf(target);
    const container = containerOf(workload.spec?.template?.spec ?? {}, params.container, finding, textOf(workload));
    return isRefusal(container) ? refused(container) : proposeProbe(workload, container, params, facts);
  },
  verify: rolloutProgress,
});

function proposeProbe(workload: Workload, container: PlacedContainer, params: Params, facts: Facts): Proposal {
  const { name, spec } = container;
  const probe = probesOf(spec).find(({ kind }) => kind === params.probe)?.probe;
  if (probe === undefined) {
    return refused({
      id: 'probe-missing',
      reason: `container ${name} of ${textOf(workload)} has no ${params.probe} probe`,
    });
  }
  const field = `${params.probe}Probe` as const;
  const changes = changesOf(probe, params);
  const edits = changes.map(({ name, to }): Edit => ({ path: [...container.path, field, name], value: to }));
  const after: Container = {
    ...spec,
    [field]: { ...probe, ...Object.fromEntries(changes.map(({ name, to }) => [name, to])) },
  };
  return proposeTemplateChange({
    workload,
    facts,
    edits,
    after: withContainer(workload.spec?.template?.spec ?? {}, container, after),
    deleteStuckPods: params.deleteStuckPods === true,
    refusals: [...patienceRefusals(changes, params.probe), ...evidenceRefusals(container, params, facts)],
    summary:
      `set ${changes.map(({ name, from, to }) => `${name} from ${from} to ${to}`).join(', ')} ` +
      `in the ${params.probe} probe of container ${name} in ${textOf(workload)}`,
    wayBack: 'The old values of the probe are put back, which replaces the pods once more',
  });
}

interface Change {
  readonly name: Field;
  readonly from: number;
  readonly to: number;
}

function changesOf(probe: Probe, params: Params): readonly Change[] {
  return FIELDS.flatMap((name): Change[] => {
    const from = probe[name] ?? USUAL[name];
    const to = params[name] ?? from;
    return to === from ? [] : [{ name, from, to }];
  });
}

/** Only ever more patient: a stricter probe kills what runs. */
function patienceRefusals(changes: readonly Change[], kind: ProbeKind): readonly Refusal[] {
  if (changes.length === 0) return [{ id: 'same-probe', reason: `the ${kind} probe has these values already` }];
  return changes
    .filter(({ from, to }) => to < from)
    .map(({ name, from, to }) => ({ id: 'stricter', reason: `${name} ${to} is less patient than ${from}` }));
}

/** That the probe fails, and that the program answers it when it is given time: else the program is what to repair. */
function evidenceRefusals({ name }: PlacedContainer, params: Params, { events, pods }: Facts): readonly Refusal[] {
  if (events.state === 'unreadable') return [unreadable('Events', events.reason)];
  if (pods.state === 'unreadable') return [];
  const reasons: Refusal[] = [];
  if (!pods.objects.some((pod) => isFailing(pod, name, params.probe, events.objects))) {
    reasons.push({
      id: 'no-evidence',
      reason: `no event says that the ${params.probe} probe of container ${name} fails`,
    });
  }
  const wasReady = pods.objects.some((pod) =>
    containersOf(pod).some((one) => one.name === name && one.status?.ready === true),
  );
  if (!wasReady && params.allowNeverReady !== true) {
    const reason = `container ${name} is ready in no pod: nothing shows that more patience would help`;
    reasons.push({ id: 'never-ready', reason, hint: `adjust it all the same: ${paramFlag('allowNeverReady', true)}` });
  }
  return reasons;
}

function isFailing(pod: Pod, name: string, kind: ProbeKind, events: readonly KubeEvent[]): boolean {
  const own = events.filter(({ involvedObject }) => involvedObject?.uid === pod.metadata.uid);
  return containersOf(pod).some(
    (container) => container.name === name && probeFailureOf(own, container, kind) !== undefined,
  );
}
