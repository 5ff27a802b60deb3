import type { PodSpec } from '../object.ts';
import {
  missingSeccomp,
  seLinuxOptions,
  unconfinedAppArmor,
  unconfinedSeccomp,
  unmaskedProc,
  unsafeSysctls,
} from './confinement.ts';
import { hostNamespaces, hostPorts, hostProcesses } from './host.ts';
import type { Offence } from './offence.ts';
import {
  extraCapabilities,
  keptCapabilities,
  privilegedContainers,
  privilegeEscalation,
  rootUsers,
  runningAsRoot,
} from './privileges.ts';
import { hostPathVolumes, uncommonVolumes } from './volumes.ts';

/** The levels that refuse anything. */
export const SECURITY_LEVELS = ['baseline', 'restricted'] as const;
export type SecurityLevel = (typeof SECURITY_LEVELS)[number];

/** One control of the Pod Security Standards. */
interface Control {
  /** As the admission plugin names it. */
  readonly id: string;
  readonly offences: (spec: PodSpec) => readonly Offence[];
}

const SHARED: readonly Control[] = [
  { id: 'appArmorProfile', offences: unconfinedAppArmor },
  { id: 'hostNamespaces', offences: hostNamespaces },
  { id: 'hostPorts', offences: hostPorts },
  { id: 'privileged', offences: privilegedContainers },
  { id: 'procMount', offences: unmaskedProc },
  { id: 'seLinuxOptions', offences: seLinuxOptions },
  { id: 'sysctls', offences: unsafeSysctls },
  { id: 'windowsHostProcess', offences: hostProcesses },
];

/**
 * The controls of each level, in their newest version. Those of `restricted` take the place of milder ones.
 *
 * Hosts of probes and hooks, a control since 1.34, are not judged: a snapshot does not keep them.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
const CONTROLS: Readonly<Record<SecurityLevel, readonly Control[]>> = {
  baseline: [
    ...SHARED,
    { id: 'capabilities_baseline', offences: extraCapabilities },
    { id: 'hostPathVolumes', offences: hostPathVolumes },
    { id: 'seccompProfile_baseline', offences: unconfinedSeccomp },
  ],
  restricted: [
    ...SHARED,
    { id: 'allowPrivilegeEscalation', offences: privilegeEscalation },
    { id: 'capabilities_restricted', offences: keptCapabilities },
    { id: 'restrictedVolumes', offences: uncommonVolumes },
    { id: 'runAsNonRoot', offences: runningAsRoot },
    { id: 'runAsUser', offences: rootUsers },
    { id: 'seccompProfile_restricted', offences: missingSeccomp },
  ],
};

/** A control that a pod does not keep. */
export interface Violation {
  readonly control: string;
  readonly offences: readonly Offence[];
}

/** The controls of a level that a pod does not keep, by name; none for a pod that the level allows. */
export function violationsOf(spec: PodSpec, level: SecurityLevel): readonly Violation[] {
  return CONTROLS[level].flatMap(({ id, offences }) => {
    const found = offences(spec);
    return found.length === 0 ? [] : [{ control: id, offences: found }];
  });
}
