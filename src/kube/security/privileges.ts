import type { PodSpec } from '../object.ts';
import { inContainers, inPod, isForWindows, type Offence } from './offence.ts';

/** What a container has of itself with the usual runtimes, and may therefore name. */
const ORDINARY_CAPABILITIES: ReadonlySet<string> = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

/** Containers with all rights on the node. */
export function privilegedContainers(spec: PodSpec): readonly Offence[] {
  return inContainers(spec, ({ privileged }) => (privileged === true ? [['securityContext.privileged', true]] : []));
}

/** Capabilities beyond those that a container has of itself. */
export function extraCapabilities(spec: PodSpec): readonly Offence[] {
  return inContainers(spec, ({ capabilities }) => {
    const extra = (capabilities?.add ?? []).filter((name) => !ORDINARY_CAPABILITIES.has(name));
    return extra.length === 0 ? [] : [['securityContext.capabilities.add', extra]];
  });
}

/** Capabilities that were not all dropped, and those but NET_BIND_SERVICE that were added. */
export function keptCapabilities(spec: PodSpec): readonly Offence[] {
  if (isForWindows(spec)) return [];
  return inContainers(spec, ({ capabilities }) => {
    const { drop, add = [] } = capabilities ?? {};
    const extra = add.filter((name) => name !== 'NET_BIND_SERVICE');
    return [
      ...(drop?.includes('ALL')
        ? []
        : [['securityContext.capabilities.drop', drop === undefined ? null : [...drop]] as const]),
      ...(extra.length === 0 ? [] : [['securityContext.capabilities.add', extra] as const]),
    ];
  });
}

/** Containers whose processes may gain more rights than their parent has. */
export function privilegeEscalation(spec: PodSpec): readonly Offence[] {
  if (isForWindows(spec)) return [];
  return inContainers(spec, ({ allowPrivilegeEscalation: allowed }) =>
    allowed === false ? [] : [['securityContext.allowPrivilegeEscalation', allowed ?? null]],
  );
}

/** Containers that are not bound to run as another user than root. */
export function runningAsRoot(spec: PodSpec): readonly Offence[] {
  const field = 'securityContext.runAsNonRoot';
  const ofPod = spec.securityContext?.runAsNonRoot;
  return [
    ...(ofPod === false ? [inPod(field, false)] : []),
    ...inContainers(spec, ({ runAsNonRoot: own }) =>
      (own ?? ofPod) === true || (own === undefined && ofPod === false) ? [] : [[field, own ?? null]],
    ),
  ];
}

/** Containers that ask to run as root. */
export function rootUsers(spec: PodSpec): readonly Offence[] {
  const field = 'securityContext.runAsUser';
  return [
    ...(spec.securityContext?.runAsUser === 0 ? [inPod(field, 0)] : []),
    ...inContainers(spec, ({ runAsUser }) => (runAsUser === 0 ? [[field, 0]] : [])),
  ];
}
