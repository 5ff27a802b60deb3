import type { KubeObject } from '../../kube/object.ts';
import { quantityValue } from '../../kube/quantities.ts';
import type { Write } from '../write.ts';
import { afterWrite } from './after-write.ts';
import { podSpecOf } from './pod-spec.ts';

/** The most memory, in bytes, that a container has after these patches, where that is more than before; else null. */
export function memoryGrowth(writes: readonly Write[]): number | null {
  let most: number | null = null;
  for (const write of writes) {
    if (write.verb !== 'patch') continue;
    const after = afterWrite(write);
    const now = after === null ? Number.POSITIVE_INFINITY : mostMemory(after);
    if (now > mostMemory(write.before) && now > (most ?? 0)) most = now;
  }
  return most;
}

function mostMemory(object: KubeObject): number {
  const { containers = [], initContainers = [] } = podSpecOf(object) ?? {};
  const amounts = [...containers, ...initContainers].flatMap(({ resources }) => [
    quantityValue(resources?.requests?.['memory']) ?? 0,
    quantityValue(resources?.limits?.['memory']) ?? 0,
  ]);
  return Math.max(0, ...amounts);
}
