import type { Container, ContainerStatus, Pod } from './object.ts';

/** A container of a pod, its specification and status side by side. */
export interface ContainerView {
  readonly name: string;
  /**
   * `init` runs to its end before the others start; `sidecar` is an init container with `restartPolicy: Always`,
   * which stays; `app` is an ordinary container.
   * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
   */
  readonly role: 'init' | 'sidecar' | 'app';
  readonly spec: Container;
  /** Absent until the kubelet has reported. */
  readonly status: ContainerStatus | undefined;
  /** Paths for evidence: `spec.containers[name=web]`, `status.containerStatuses[name=web]`. */
  readonly specPath: string;
  readonly statusPath: string;
}

/** All containers: init containers and sidecars in their order, then the ordinary ones. */
export function containersOf(pod: Pod): readonly ContainerView[] {
  const init = pod.spec?.initContainers ?? [];
  const app = pod.spec?.containers ?? [];
  const initStatuses = pod.status?.initContainerStatuses ?? [];
  const appStatuses = pod.status?.containerStatuses ?? [];
  return [
    ...init.map((spec): ContainerView => {
      const role = spec.restartPolicy === 'Always' ? 'sidecar' : 'init';
      return containerView(role, spec, initStatuses, 'initContainers', 'initContainerStatuses');
    }),
    ...app.map((spec) => containerView('app', spec, appStatuses, 'containers', 'containerStatuses')),
  ];
}

/** The containers that are meant to keep running: the ordinary ones and the sidecars. */
export function runningContainersOf(pod: Pod): readonly ContainerView[] {
  return containersOf(pod).filter((container) => container.role !== 'init');
}

function containerView(
  role: ContainerView['role'],
  spec: Container,
  statuses: readonly ContainerStatus[],
  specList: string,
  statusList: string,
): ContainerView {
  const name = spec.name ?? '';
  return {
    name,
    role,
    spec,
    status: statuses.find((status) => status.name === name),
    specPath: `spec.${specList}[name=${name}]`,
    statusPath: `status.${statusList}[name=${name}]`,
  };
}
