import type { PodSpec } from '../../../src/kube/object.ts';
import { after, type Cluster, condition, hashOf, metadataOf, ownedBy, type Raw } from './cluster.ts';
import { fateEvents, statusesOf } from './containers.ts';
import { eventOf } from './event.ts';
import { type Fate, fateOf, type PodPlan } from './fate.ts';
import { pullSecretsOf } from './images.ts';
import { placementOf } from './scheduling.ts';

export interface PodParts {
  readonly owner: Raw;
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string | undefined>>;
  readonly spec: PodSpec;
  readonly createdAt: string;
  /** Which one of its owner's: spreads them over the nodes. */
  readonly index: number;
  readonly pulled: boolean;
  /** It runs since before the change, whatever would become of it now. */
  readonly old?: boolean;
}

export interface Made {
  readonly pod: Raw;
  readonly fate: Fate;
  readonly ready: boolean;
  readonly events: readonly Raw[];
}

/** A pod as its kubelet would report it, with what is said about it. */
export function makePod(parts: PodParts, cluster: Cluster): Made {
  const { namespace, name, labels, spec, createdAt, index, owner } = parts;
  const plan: PodPlan = { namespace, name, labels, spec, pulled: parts.pulled };
  const fate: Fate = parts.old === true ? { state: 'runs' } : fateOf(plan, cluster);
  const nodes = placementOf(plan, cluster);
  const nodeNames = typeof nodes === 'string' ? cluster.all('Node').map((node) => node.metadata.name) : nodes;
  const nodeName = fate.state === 'unscheduled' ? undefined : nodeNames[index % nodeNames.length];
  const pod: Raw = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadataOf('Pod', namespace, name, createdAt), labels, ownerReferences: ownedBy(owner) },
    spec: { ...spec, ...(nodeName === undefined ? {} : { nodeName }), priority: 0, enableServiceLinks: true },
    status: statusOf(parts, fate),
  };
  const missing = pullSecretsOf(plan, cluster).missing.join(', ');
  const unable = `Unable to retrieve some image pull secrets (${missing}); attempting to pull the image may not succeed.`;
  const about = { by: 'kubelet', at: after(createdAt, 5) };
  const events = [
    ...fateEvents(pod, fate, createdAt),
    ...(missing === '' || nodeName === undefined
      ? []
      : [eventOf(pod, 'FailedToRetrieveImagePullSecret', unable, about)]),
  ];
  return { pod, fate, ready: fate.state === 'runs', events };
}

function statusOf(parts: PodParts, fate: Fate): Raw {
  const { createdAt, spec, index, name } = parts;
  const scheduledAt = after(createdAt, 1);
  if (fate.state === 'unscheduled')
    return {
      phase: 'Pending',
      qosClass: 'Burstable',
      conditions: [condition('PodScheduled', false, createdAt, 'Unschedulable', fate.message)],
    };
  const { containerStatuses, initContainerStatuses } = statusesOf(spec, fate, createdAt);
  const ready = fate.state === 'runs';
  const initialized = !('init' in fate && fate.init === true) && fate.state !== 'unmounted';
  const started = fate.state !== 'unmounted';
  const unready = ready ? undefined : `containers with unready status: [${unreadyNames(containerStatuses)}]`;
  const running = containerStatuses.some(({ state }) => Object.hasOwn(state as object, 'running'));
  const crashed = fate.state === 'ends' || fate.state === 'killed';
  return {
    phase: initialized && (running || crashed) ? 'Running' : 'Pending',
    qosClass: 'Burstable',
    startTime: scheduledAt,
    ...(started ? { podIP: `10.244.${index}.${(Number.parseInt(hashOf(name), 36) % 200) + 10}` } : {}),
    hostIP: '192.0.2.2',
    conditions: [
      condition('PodReadyToStartContainers', started, scheduledAt),
      initialized
        ? condition('Initialized', true, scheduledAt)
        : condition('Initialized', false, scheduledAt, 'ContainersNotInitialized', 'containers with incomplete status'),
      condition('Ready', ready, after(createdAt, 8), ready ? undefined : 'ContainersNotReady', unready),
      condition('ContainersReady', ready, after(createdAt, 8), ready ? undefined : 'ContainersNotReady', unready),
      condition('PodScheduled', true, scheduledAt),
    ],
    containerStatuses,
    ...(initContainerStatuses.length === 0 ? {} : { initContainerStatuses }),
  };
}

function unreadyNames(statuses: readonly Raw[]): string {
  return statuses
    .filter((status) => status['ready'] !== true)
    .map((status) => status['name'])
    .join(' ');
}
