import { expect, test } from 'vitest';
import { polarityOf } from '../../../../src/kube/custom/polarity.ts';

test.each([
  ['example.com', 'Widget', 'Ready', 'good'],
  ['example.com', 'Widget', 'Degraded', 'bad'],
  ['example.com', 'Widget', 'Progressing', 'neutral'],
  ['example.com', 'Widget', 'constructor', 'neutral'],
  ['s3.aws.upbound.io', 'Bucket', 'Responsive', 'good'],
  ['s3.aws.upbound.io', 'Bucket', 'Synced', 'good'],
  ['pkg.crossplane.io', 'Provider', 'Installed', 'good'],
  ['pkg.crossplane.io', 'ProviderRevision', 'Installed', 'neutral'],
  ['infrastructure.cluster.x-k8s.io', 'AWSMachine', 'Ready', 'good'],
  ['cluster.x-k8s.io', 'MachineDeployment', 'RollingOut', 'neutral'],
  ['cluster.x-k8s.io', 'MachineDeployment', 'Failed', 'neutral'],
  ['argoproj.io', 'Rollout', 'Healthy', 'neutral'],
  ['argoproj.io', 'ApplicationSet', 'ErrorOccurred', 'bad'],
  ['serving.knative.dev', 'Service', 'Ready', 'good'],
  ['serving.knative.dev', 'Revision', 'Ready', 'neutral'],
  ['networking.internal.knative.dev', 'ServerlessService', 'Ready', 'neutral'],
  ['postgresql.cnpg.io', 'Cluster', 'ContinuousArchiving', 'good'],
  ['postgresql.cnpg.io', 'Cluster', 'Ready', 'good'],
  ['kafka.strimzi.io', 'Kafka', 'NotReady', 'bad'],
  ['kueue.x-k8s.io', 'Workload', 'Ready', 'neutral'],
  ['kueue.x-k8s.io', 'LocalQueue', 'Active', 'good'],
  ['karpenter.k8s.aws', 'EC2NodeClass', 'Ready', 'good'],
  ['notkarpenter.sh', 'Widget', 'Available', 'good'],
])('of %s %s, %s is %s', (group, kind, type, polarity) => {
  expect(polarityOf(group, kind, type)).toBe(polarity);
});
