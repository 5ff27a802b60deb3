import type { Container, Keyed, Pod } from '../object.ts';
import { MINUTE_MS, timeMs } from '../time.ts';

/** A ConfigMap or Secret that was written after a container took its values for good. */
export interface StaleUse {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  readonly changed: string;
  /** When the container was started. */
  readonly started: string;
  /** `env COLOUR`, `envFrom`, `subPath /etc/app.conf`. */
  readonly through: readonly string[];
}

/** So long may whoever restarts the pods by himself (a rollout, a reloader) take. */
const RESTART_MS = 30 * MINUTE_MS;
/** The kubelet reads it while it starts the container, by another clock. */
const START_MS = MINUTE_MS;

/** What the running containers of a pod took once, and that was written since. */
export function staleUses(
  pod: Pod,
  changedAt: (kind: StaleUse['kind'], name: string) => string | undefined,
  nowMs: number,
): readonly StaleUse[] {
  const found = new Map<string, StaleUse & { through: string[] }>();
  for (const container of pod.spec?.containers ?? []) {
    const status = pod.status?.containerStatuses?.find(({ name }) => name === container.name);
    const started = status?.state?.running?.startedAt;
    const startedMs = timeMs(started);
    if (started === undefined || startedMs === undefined) continue;
    for (const { kind, name, through } of takenOnce(container, pod)) {
      const changed = changedAt(kind, name);
      const changedMs = timeMs(changed);
      if (changed === undefined || changedMs === undefined) continue;
      if (changedMs < startedMs + START_MS || nowMs - changedMs < RESTART_MS) continue;
      const known = found.get(`${kind}/${name}`);
      if (known === undefined) found.set(`${kind}/${name}`, { kind, name, changed, started, through: [through] });
      else if (!known.through.includes(through)) known.through.push(through);
    }
  }
  return [...found.values()];
}

/**
 * By namespace, when the last of its ConfigMaps and Secrets was written: a container that was started since is up to
 * date. For `view.shared`.
 */
export function lastWritten(view: { all(kind: StaleUse['kind']): readonly Keyed[] }): ReadonlyMap<string, number> {
  const last = new Map<string, number>();
  for (const { metadata, changedAt } of [...view.all('ConfigMap'), ...view.all('Secret')]) {
    const { namespace = '' } = metadata;
    last.set(namespace, Math.max(last.get(namespace) ?? 0, timeMs(changedAt) ?? 0));
  }
  return last;
}

/** True for a pod with a container that was running before that moment. */
export function ranBefore(pod: Pod, ms: number): boolean {
  return (pod.status?.containerStatuses ?? []).some(({ state }) => {
    const startedMs = timeMs(state?.running?.startedAt);
    return startedMs !== undefined && startedMs < ms;
  });
}

interface Taken {
  readonly kind: StaleUse['kind'];
  readonly name: string;
  readonly through: string;
}

function takenOnce({ env, envFrom, volumeMounts }: Container, pod: Pod): readonly Taken[] {
  const taken: Taken[] = [];
  const add = (kind: StaleUse['kind'], name: string | undefined, through: string): void => {
    if (name) taken.push({ kind, name, through });
  };
  for (const { name = '', valueFrom } of env ?? []) {
    add('ConfigMap', valueFrom?.configMapKeyRef?.name, `env ${name}`);
    add('Secret', valueFrom?.secretKeyRef?.name, `env ${name}`);
  }
  for (const { configMapRef, secretRef } of envFrom ?? []) {
    add('ConfigMap', configMapRef?.name, 'envFrom');
    add('Secret', secretRef?.name, 'envFrom');
  }
  for (const { name, subPath, mountPath = '' } of volumeMounts ?? []) {
    if (!subPath) continue;
    const volume = pod.spec?.volumes?.find((one) => one.name === name);
    add('ConfigMap', volume?.configMap?.name, `subPath ${mountPath}`);
    add('Secret', volume?.secret?.secretName, `subPath ${mountPath}`);
  }
  return taken;
}
