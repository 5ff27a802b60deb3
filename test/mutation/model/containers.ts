import type { PodSpec } from '../../../src/kube/object.ts';
import { after, type Raw, TAKEN_AT } from './cluster.ts';
import { eventOf } from './event.ts';
import type { Fate } from './fate.ts';

type Container = NonNullable<PodSpec['containers']>[number];

const waits = (reason: string, message?: string): Raw => ({
  state: { waiting: { reason, ...(message === undefined ? {} : { message }) } },
  ready: false,
  started: false,
  restartCount: 0,
});

/** What the kubelet reports of each container. */
export function statusesOf(spec: PodSpec, fate: Fate, createdAt: string) {
  const { containers = [], initContainers = [] } = spec;
  const base = ({ name, image = '' }: Container): Raw => ({ name, image, imageID: '' });
  const stopsInit = 'init' in fate && fate.init === true;
  const behind = waits(
    stopsInit || fate.state === 'unmounted'
      ? initContainers.length > 0
        ? 'PodInitializing'
        : 'ContainerCreating'
      : '',
  );
  return {
    initContainerStatuses: initContainers.map((container): Raw => {
      if (fate.state === 'unmounted') return { ...base(container), ...waits('PodInitializing') };
      if (stopsInit) return { ...base(container), ...stateOf(fate, createdAt) };
      const ended = {
        exitCode: 0,
        reason: 'Completed',
        startedAt: after(createdAt, 2),
        finishedAt: after(createdAt, 3),
      };
      return { ...base(container), state: { terminated: ended }, ready: true, started: false, restartCount: 0 };
    }),
    containerStatuses: containers.map((container): Raw => {
      if (fate.state === 'unmounted' || stopsInit) return { ...base(container), ...behind };
      const own = !('container' in fate) || fate.container === container.name;
      return { ...base(container), ...stateOf(own ? fate : { state: 'runs' }, createdAt) };
    }),
  };
}

function stateOf(fate: Fate, createdAt: string): Raw {
  if (fate.state === 'waiting') return waits(fate.reason, fate.message);
  if (fate.state === 'ends' || fate.state === 'killed') return restarting(fate);
  const isUnready = fate.state === 'unready';
  return {
    state: { running: { startedAt: after(createdAt, 4) } },
    ready: !isUnready,
    started: !isUnready || fate.started,
    restartCount: 0,
  };
}

function restarting(fate: Extract<Fate, { state: 'ends' | 'killed' }>): Raw {
  const finishedAt = after(TAKEN_AT, -120);
  const { exitCode, reason, message } =
    fate.state === 'killed' ? { exitCode: 137, reason: 'Error', message: undefined } : fate;
  const terminated = {
    exitCode,
    reason,
    finishedAt,
    startedAt: reason === 'StartError' ? '1970-01-01T00:00:00Z' : after(finishedAt, fate.state === 'killed' ? -30 : -2),
    ...(message === undefined ? {} : { message }),
  };
  const backOff = `back-off 5m0s restarting failed container=${fate.container}`;
  return {
    state: { waiting: { reason: 'CrashLoopBackOff', message: backOff } },
    lastState: { terminated },
    ready: false,
    started: false,
    restartCount: 7,
  };
}

/** Where the kubelet's event has a reason of its own. */
const SAID_AS: Readonly<Record<string, string>> = {
  InvalidImageName: 'InspectFailed',
  ErrImageNeverPull: 'ErrImageNeverPull',
};

/** What the scheduler and the kubelet say about a pod that does not get well. */
export function fateEvents(pod: Raw, fate: Fate, createdAt: string): readonly Raw[] {
  const by = 'kubelet';
  const at = after(createdAt, 5);
  if (fate.state === 'unscheduled')
    return [eventOf(pod, 'FailedScheduling', fate.message, { by: 'default-scheduler', at: createdAt })];
  if (fate.state === 'unmounted') return [eventOf(pod, 'FailedMount', fate.message, { by, at })];
  if (fate.state === 'runs') return [];
  const { container } = fate;
  if (fate.state === 'waiting')
    return [eventOf(pod, SAID_AS[fate.reason] ?? 'Failed', fate.said, { by, at, container })];
  if (fate.state === 'unready') return [eventOf(pod, 'Unhealthy', fate.message, { by, at, container })];
  const backOff = `Back-off restarting failed container ${container} in pod`;
  const looping = eventOf(pod, 'BackOff', backOff, { by, at, container });
  if (fate.state === 'ends')
    return fate.message === undefined
      ? [looping]
      : [looping, eventOf(pod, 'Failed', `Error: ${fate.message}`, { by, at, container })];
  const killing = `Container ${container} failed ${fate.probe.toLowerCase()} probe, will be restarted`;
  return [
    looping,
    eventOf(pod, 'Unhealthy', fate.message, { by, at, container }),
    eventOf(pod, 'Killing', killing, { by, at, container, type: 'Normal' }),
  ];
}
