export type {
  CertificateFacts,
  ClusterFacts,
  CredentialFacts,
  Permission,
  PermissionFacts,
  ServerFacts,
  TargetFacts,
} from './facts.ts';
export { type FoundCluster, findCluster, type OpenOptions, openEndpoint } from './open-cluster.ts';
export { probeCluster } from './probe-cluster.ts';
export { type PermissionOptions, readPermissions } from './read-permissions.ts';
