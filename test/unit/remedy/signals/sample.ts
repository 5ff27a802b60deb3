import type { KubeObject } from '../../../../src/kube/object.ts';
import { type TargetObject, targetOf } from '../../../../src/remedy/signals/target.ts';
import { viewOf } from '../../../../src/snapshot/snapshot-view.ts';
import { snapshotOf } from '../../../support/fixture.ts';

export const TAKEN_AT = '2026-01-10T12:00:00Z';
export const NOW_MS = Date.parse(TAKEN_AT);

/** A timestamp some minutes before the snapshot. */
export function ago(minutes: number): string {
  return new Date(NOW_MS - minutes * 60_000).toISOString();
}

type Parts = Readonly<Record<string, unknown>>;

const owner = (kind: string, name: string) => [
  { apiVersion: 'apps/v1', kind, name, uid: `${kind}-${name}`, controller: true },
];

export function deployment(name: string, parts: Parts = {}, labels: Readonly<Record<string, string>> = {}): unknown {
  const metadata = { name, namespace: 'shop', uid: `Deployment-${name}`, labels, generation: 2 };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata, ...parts };
}

export function replicaSet(name: string, of: string): unknown {
  const metadata = { name, namespace: 'shop', uid: `ReplicaSet-${name}`, ownerReferences: owner('Deployment', of) };
  return { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata };
}

interface PodParts {
  readonly of?: string;
  readonly node?: string;
  readonly restarts?: number;
  readonly lastEnd?: string;
  readonly born?: string;
  readonly resources?: Parts;
}

/** A running pod with one container, `app`. */
export function pod(
  name: string,
  { of = 'web-1', node = 'worker-1', restarts = 0, lastEnd, born = ago(600), resources = {} }: PodParts = {},
): unknown {
  const lastState = lastEnd === undefined ? {} : { terminated: { exitCode: 1, finishedAt: lastEnd } };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'shop',
      uid: `Pod-${name}`,
      creationTimestamp: born,
      ownerReferences: owner('ReplicaSet', of),
    },
    spec: { nodeName: node, containers: [{ name: 'app', image: 'web', resources }] },
    status: { phase: 'Running', containerStatuses: [{ name: 'app', restartCount: restarts, lastState }] },
  };
}

export function node(name: string): unknown {
  return { apiVersion: 'v1', kind: 'Node', metadata: { name }, status: { allocatable: { cpu: '4', memory: '8Gi' } } };
}

export const WEB = [deployment('web'), replicaSet('web-1', 'web'), node('worker-1')];

type SnapshotParts = Omit<Parameters<typeof snapshotOf>[0], 'takenAt' | 'objects'>;

export function view(objects: readonly unknown[], parts: SnapshotParts = {}) {
  return viewOf(snapshotOf({ takenAt: TAKEN_AT, objects, ...parts }));
}

/** The Deployment `web` as a target. */
export function web(of: ReturnType<typeof view>): TargetObject {
  return target(
    of,
    of.all('Deployment').find(({ metadata }) => metadata.name === 'web'),
  );
}

export function target(of: ReturnType<typeof view>, object: KubeObject | undefined): TargetObject {
  if (object === undefined) throw new Error('no such object');
  return targetOf(object, of);
}
