import { containersOf } from '../../kube/containers.ts';
import type { Pod } from '../../kube/object.ts';
import { isActive } from '../../kube/pods.ts';
import { textOf } from './workload.ts';

/** What a container waits for that does not come by itself: the image or the configuration is wrong. */
const HOPELESS: ReadonlySet<string> = new Set([
  'CreateContainerConfigError',
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
]);

/** Many programs crash once or twice until what they need is there. */
const CRASHES = 2;

/** Why one of these pods will not become ready by waiting; undefined where none says so. */
export function troubleOf(pods: readonly Pod[]): string | undefined {
  for (const pod of pods.filter(isActive)) {
    for (const { name, status } of containersOf(pod)) {
      const { reason = '', message } = status?.state?.waiting ?? {};
      const restarts = status?.restartCount ?? 0;
      const isLooping = reason === 'CrashLoopBackOff' && restarts >= CRASHES;
      if (!isLooping && !HOPELESS.has(reason)) continue;
      const more = isLooping ? ` after ${restarts} restarts` : message === undefined ? '' : `: ${message}`;
      return `container ${name} of ${textOf(pod)} is in ${reason}${more}`;
    }
  }
  return undefined;
}
