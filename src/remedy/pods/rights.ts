import type { Right } from '../write.ts';

/** What is read of the pods around one and of its controller. */
export const POD_RIGHTS: readonly Right[] = [
  { group: '', resource: 'pods', verb: 'list' },
  { group: '', resource: 'replicationcontrollers', verb: 'get' },
  { group: 'apps', resource: 'daemonsets', verb: 'get' },
  { group: 'apps', resource: 'replicasets', verb: 'get' },
  { group: 'apps', resource: 'statefulsets', verb: 'get' },
  { group: 'batch', resource: 'jobs', verb: 'get' },
];
