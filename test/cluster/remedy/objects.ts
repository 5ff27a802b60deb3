import type { Manifest } from '../../support/cluster-api.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A container that does nothing for an hour, and asks for next to nothing. */
export function container(fields: Fields = {}): Fields {
  return {
    name: 'web',
    image: 'busybox:latest',
    imagePullPolicy: 'IfNotPresent',
    command: ['sleep', '3600'],
    resources: { requests: { cpu: '1m', memory: '4Mi' } },
    ...fields,
  };
}

/** What a pod runs; it is gone a second after it is told to go. */
export function podSpec(fields: Fields = {}, ...containers: readonly Fields[]): Fields {
  return {
    terminationGracePeriodSeconds: 1,
    automountServiceAccountToken: false,
    containers: containers.length === 0 ? [container()] : containers,
    ...fields,
  };
}

export function template(app: string, spec: Fields = podSpec()): Fields {
  return { metadata: { labels: { app } }, spec };
}

/** A Deployment that never has a pod less than it wants. */
export function deployment(name: string, spec: Fields = {}, pods: Fields = podSpec()): Manifest {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels: { app: name } },
    spec: {
      replicas: 1,
      strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      selector: { matchLabels: { app: name } },
      template: template(name, pods),
      ...spec,
    },
  };
}

export function statefulSet(name: string, spec: Fields = {}, pods: Fields = podSpec()): Manifest {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name },
    spec: {
      replicas: 1,
      serviceName: name,
      selector: { matchLabels: { app: name } },
      template: template(name, pods),
      ...spec,
    },
  };
}

export function daemonSet(name: string, spec: Fields = {}, pods: Fields = podSpec()): Manifest {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name },
    spec: { selector: { matchLabels: { app: name } }, template: template(name, pods), ...spec },
  };
}

export function pod(name: string, spec: Fields = podSpec(), labels: Readonly<Record<string, string>> = {}): Manifest {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, labels }, spec };
}

export function configMap(name: string, data: Readonly<Record<string, string>>, fields: Fields = {}): Manifest {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data, ...fields };
}

/** A budget that wants so many pods of an app. */
export function budget(app: string, minAvailable: number | string): Manifest {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: app },
    spec: { minAvailable, selector: { matchLabels: { app } } },
  };
}

/** So many ready pods of the newest template: to be waited for. */
export function ready(name: string, pods: number, kind = 'Deployment'): Manifest {
  const status =
    kind === 'DaemonSet'
      ? { numberAvailable: pods, updatedNumberScheduled: pods }
      : { readyReplicas: pods, updatedReplicas: pods, replicas: pods };
  return { apiVersion: 'apps/v1', kind, metadata: { name }, status };
}

/** Fields that an object must have, or get by a patch. */
export function fields(apiVersion: string, kind: string, name: string, rest: Fields): Manifest {
  return { apiVersion, kind, metadata: { name }, ...rest };
}
