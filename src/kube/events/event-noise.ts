import type { KubeEvent } from '../object.ts';

interface Noise {
  readonly reason?: RegExp;
  readonly message?: RegExp;
  /** Why such a warning tells nothing. */
  readonly why: string;
}

/** Warnings that healthy clusters are full of, or that other fields of the API tell better. */
const NOISE: readonly Noise[] = [
  {
    message: /the object has been modified; please apply your changes/,
    why: 'two writers met; the loser reads again and goes on',
  },
  { reason: /^FailedToCreateEndpoint$/, message: /already exists/, why: 'a race of the controller with itself' },
  {
    reason: /^FailedToUpdateEndpoint(Slices)?$/,
    why: 'the controller tries again; empty slices are judged themselves',
  },
  {
    reason: /^DNSConfigForming$/,
    why: 'the node has more search domains or name servers than a pod may; names resolve',
  },
  { reason: /^CheckLimitsForResolvConf$/, why: 'the same, of the node' },
  {
    reason: /^FailedToRetrieveImagePullSecret$/,
    why: 'the kubelet pulls without it; a pull that fails says so itself',
  },
  { reason: /^InvalidDiskCapacity$/, why: 'every kubelet says so once, before it has measured its disk' },
  { reason: /^CgroupV1$/, why: 'advice about the operating system' },
  {
    reason: /^(MissingClusterDNS|PossibleMemoryBackedVolumesOnDisk)$/,
    why: 'advice about the configuration of the kubelet',
  },
  {
    reason: /^(Rebooted|(Kubelet|Containerd|Docker)Start)$/,
    why: 'a start, not a fault; what does not come back is judged itself',
  },
  { reason: /^NodeNotReady$/, why: 'said of each pod of a node; the node is judged itself' },
  { reason: /^ExceededGracePeriod$/, why: 'the container is gone now' },
  {
    reason: /^FailedCreate$/,
    message: /^(\(combined from similar events\): )?(Error creating: |create (Pod|Claim) )/,
    why: 'pods that are still refused are judged by what refuses them',
  },
  { reason: /^OwnerRefInvalidNamespace$/, why: 'a careless reference; the object does its work' },
  {
    reason: /^PolicyViolation$/,
    why: 'the audit of a policy engine: it refused nothing, and keeps reports of its own',
  },
  {
    reason: /^Failed(GetResourceMetric|GetContainerResourceMetric|GetScale|ComputeMetricsReplicas|UpdateStatus)$/,
    message: /no metrics returned|did not receive metrics|unable to fetch metrics|object has been modified/,
    why: 'pods that just started have no metrics yet; the conditions of the autoscaler tell what lasts',
  },
  {
    reason: /^(MissSchedule|UnexpectedJob|JobAlreadyActive)$/,
    why: 'a CronJob is judged by its schedule and its runs',
  },
  { reason: /^FailedDaemonPod$/, why: 'the controller replaces the failed pod; one that stays away is judged itself' },
];

/** True for a warning that tells nothing about the cluster's health. */
export function isNoise({ reason = '', message = '' }: KubeEvent): boolean {
  return NOISE.some((noise) => (noise.reason?.test(reason) ?? true) && (noise.message?.test(message) ?? true));
}
