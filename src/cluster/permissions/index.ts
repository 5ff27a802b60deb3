export type {
  ClusterFacts,
  CredentialFacts,
  Permission,
  PermissionFacts,
  ServerFacts,
  TargetFacts,
} from './facts.ts';
export { type FoundCluster, findCluster, type OpenOptions, openEndpoint, problemOf } from './open-cluster.ts';
export { probeCluster } from './probe-cluster.ts';
export { readPermissions } from './read-permissions.ts';
