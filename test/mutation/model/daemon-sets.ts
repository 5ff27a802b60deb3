import type { ObjectOf } from '../../../src/kube/object.ts';
import { metadataOf, type Raw } from './cluster.ts';
import type { Setting } from './deployments.ts';
import { makePod } from './pods.ts';

/** A DaemonSet of the cluster itself, with a pod on every node. No mutation is about one. */
export function spread(set: ObjectOf<'DaemonSet'>, { cluster, createdAt }: Setting): readonly Raw[] {
  const { namespace = '', name } = set.metadata;
  const owner: Raw = { ...set, metadata: { ...set.metadata, ...metadataOf('DaemonSet', namespace, name, createdAt) } };
  const spec = { ...set.spec?.template?.spec, containers: set.spec?.template?.spec?.containers ?? [] };
  const labels = { ...set.spec?.template?.metadata?.labels, 'controller-revision-hash': '5d7c9f8b6c' };
  const pods = cluster.all('Node').map((_, index) => {
    const parts = { owner, namespace, name: `${name}-x${index}f7k`, labels, spec, createdAt, index };
    return makePod({ ...parts, pulled: true, old: true }, cluster).pod;
  });
  const count = pods.length;
  const status = {
    observedGeneration: 1,
    desiredNumberScheduled: count,
    currentNumberScheduled: count,
    updatedNumberScheduled: count,
    numberReady: count,
    numberAvailable: count,
    numberMisscheduled: 0,
  };
  return [{ ...owner, status }, ...pods];
}
