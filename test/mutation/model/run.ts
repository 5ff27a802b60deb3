import type { PodSpec } from '../../../src/kube/object.ts';
import { quantityValue } from '../../../src/kube/quantities.ts';
import type { Cluster } from './cluster.ts';
import type { InContainer } from './fate.ts';
import { programOf } from './program.ts';

type Container = NonNullable<PodSpec['containers']>[number];

/** What becomes of the process: runc does not find it, or the kernel kills it. */
export function runTrouble(container: Container, cluster: Cluster): InContainer | undefined {
  const { name, image = '', command, resources } = container;
  const program = programOf(image);
  const first = command?.[0];
  if (program === undefined) return undefined;
  if (first !== undefined && program.commands.length > 0 && !program.commands.includes(first)) {
    const lookup = first.startsWith('/')
      ? `stat ${first}: no such file or directory`
      : 'executable file not found in $PATH';
    const message = `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "${first}": ${lookup}: unknown`;
    return { state: 'ends', container: name, exitCode: 128, reason: 'StartError', message };
  }
  const limit = quantityValue(resources?.limits?.['memory']);
  const needed = quantityValue(program.memory) ?? 0;
  if (limit !== undefined && limit < needed)
    return { state: 'ends', container: name, exitCode: 137, reason: 'OOMKilled' };
  return findsItsServices(container, cluster)
    ? undefined
    : { state: 'ends', container: name, exitCode: 1, reason: 'Error' };
}

/** The programs end where a host that they are told has no address. */
function findsItsServices({ env = [] }: Container, cluster: Cluster): boolean {
  return env.every(({ value = '' }) => {
    const [, name, namespace] = /([a-z0-9-]+)\.([a-z0-9-]+)\.svc/.exec(value) ?? [];
    return name === undefined || namespace === undefined || cluster.get('Service', namespace, name) !== undefined;
  });
}
