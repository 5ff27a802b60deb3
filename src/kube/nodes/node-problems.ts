import { type Condition, conditionsOf } from '../conditions.ts';
import type { Node } from '../object.ts';

/** What agents on nodes report beside the kubelet's own conditions, in words after the node. */
const BAD_WHEN_TRUE: Readonly<Record<string, string>> = {
  ContainerRuntimeProblem: 'its container runtime does not work',
  ContainerRuntimeUnhealthy: 'its container runtime does not work',
  CorruptDockerOverlay2: 'the overlay2 directory of Docker is corrupt',
  FilesystemCorruptionProblem: 'a file system is corrupt',
  FrequentContainerdRestart: 'containerd restarts again and again',
  FrequentDockerRestart: 'Docker restarts again and again',
  FrequentKubeletRestart: 'its kubelet restarts again and again',
  FrequentUnregisterNetDevice: 'the kernel does not free network devices',
  KernelDeadlock: 'the kernel has a deadlock',
  KubeletProblem: 'its kubelet does not work',
  KubeletUnhealthy: 'its kubelet does not work',
  NTPProblem: 'its clock is not synchronised',
  ReadonlyFilesystem: 'a file system has become read-only',
  XfsShutdown: 'an XFS file system was shut down after an error',
};

/** The opposite way round. */
const BAD_WHEN_FALSE: Readonly<Record<string, string>> = {
  AcceleratedHardwareReady: 'its accelerators do not work',
  ContainerRuntimeReady: 'its container runtime does not work',
  KernelReady: 'its kernel reports errors',
  NetworkingReady: 'its network does not work',
  StorageReady: 'its storage does not work',
};

/** Troubles with which a node can be ready, or be not ready for another reason. */
const APART: ReadonlySet<string> = new Set(['AcceleratedHardwareReady', 'FrequentUnregisterNetDevice', 'NTPProblem']);

/** Judged by checks of their own. */
const KUBELET = new Set(['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable', 'OutOfDisk']);

/** Names of conditions that nobody would give to good news. */
const SOUNDS_BAD =
  /problem|deadlock|fail|error|corrupt|unhealthy|read-?only|frequent|hung|degraded|broken|stuck|fault|xid|unavailable/i;

/** Reasons and messages of an agent that found nothing. */
const SOUNDS_WELL =
  /HasNo|IsNot|IsHealthy|IsUp|Functioning|^No[A-Z]|Healthy$|Normal$|OK$|\b(no|not|without|healthy|ok|normal|working)\b/;

/** Trouble that an agent on a node reports. */
export interface NodeProblem {
  readonly condition: Condition;
  /** What it means; null for a condition that is known by its name alone. */
  readonly meaning: string | null;
  /** True where it can keep the node from being ready. */
  readonly isGrave: boolean;
}

/** The troubles that agents report, such as node-problem-detector; what nobody knows is none. */
export function nodeProblemsOf(node: Node): readonly NodeProblem[] {
  return conditionsOf(node).flatMap((condition): NodeProblem[] => {
    const { type, status, reason, message } = condition;
    if (KUBELET.has(type) || status === 'Unknown') return [];
    const known = status === 'True' ? BAD_WHEN_TRUE[type] : BAD_WHEN_FALSE[type];
    if (known !== undefined) return [{ condition, meaning: known, isGrave: !APART.has(type) }];
    const told = status === 'True' && BAD_WHEN_TRUE[type] === undefined && BAD_WHEN_FALSE[type] === undefined;
    if (!told || !SOUNDS_BAD.test(type) || SOUNDS_WELL.test(reason) || SOUNDS_WELL.test(message)) return [];
    return [{ condition, meaning: null, isGrave: false }];
  });
}
