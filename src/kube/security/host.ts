import type { PodSpec } from '../object.ts';
import { inContainers, inPod, type Offence } from './offence.ts';

/** Sharing a namespace with the node. */
export function hostNamespaces({ hostNetwork, hostPID, hostIPC }: PodSpec): readonly Offence[] {
  return Object.entries({ hostNetwork, hostPID, hostIPC }).flatMap(([field, value]) =>
    value === true ? [inPod(field, true)] : [],
  );
}

/** Ports of the node. */
export function hostPorts(spec: PodSpec): readonly Offence[] {
  return inContainers(spec, (_context, { ports = [] }) =>
    ports.flatMap(({ hostPort = 0 }, index) =>
      hostPort === 0 ? [] : ([[`ports[${index}].hostPort`, hostPort]] as const),
    ),
  );
}

/** Windows containers that run as processes of the node. */
export function hostProcesses(spec: PodSpec): readonly Offence[] {
  const field = 'securityContext.windowsOptions.hostProcess';
  return [
    ...(spec.securityContext?.windowsOptions?.hostProcess === true ? [inPod(field, true)] : []),
    ...inContainers(spec, ({ windowsOptions }) => (windowsOptions?.hostProcess === true ? [[field, true]] : [])),
  ];
}
