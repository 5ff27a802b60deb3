import type { Container, PodSpec } from '../object.ts';
import { inContainers, inPod, isForWindows, type Offence } from './offence.ts';

type Security = NonNullable<Container['securityContext']>;

const CONFINED: ReadonlySet<string> = new Set(['RuntimeDefault', 'Localhost']);
const SELINUX_TYPES: ReadonlySet<string> = new Set([
  '',
  'container_t',
  'container_init_t',
  'container_kvm_t',
  'container_engine_t',
]);
/** Those of the newest version of the standards. */
const SAFE_SYSCTLS: ReadonlySet<string> = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
]);

/** System calls that are not filtered at all, on purpose. */
export function unconfinedSeccomp(spec: PodSpec): readonly Offence[] {
  return unconfined(spec, 'seccompProfile');
}

/** System calls that are not filtered, on purpose or since nobody said so. */
export function missingSeccomp(spec: PodSpec): readonly Offence[] {
  if (isForWindows(spec)) return [];
  const ofPod = spec.securityContext?.seccompProfile?.type;
  const isCovered = ofPod !== undefined && CONFINED.has(ofPod);
  const explicit = unconfinedSeccomp(spec);
  if (isCovered || explicit.length > 0) return explicit;
  return inContainers(spec, ({ seccompProfile }) =>
    seccompProfile === undefined ? [['securityContext.seccompProfile.type', null]] : [],
  );
}

/** AppArmor switched off. */
export function unconfinedAppArmor(spec: PodSpec): readonly Offence[] {
  return unconfined(spec, 'appArmorProfile');
}

function unconfined(spec: PodSpec, profile: 'appArmorProfile' | 'seccompProfile'): readonly Offence[] {
  const field = `securityContext.${profile}.type`;
  const offends = (context: Pick<Security, typeof profile> | undefined): readonly string[] => {
    const set = context?.[profile];
    return set === undefined || CONFINED.has(set.type ?? '') ? [] : [set.type ?? ''];
  };
  return [
    ...offends(spec.securityContext).map((type) => inPod(field, type)),
    ...inContainers(spec, (context) => offends(context).map((type) => [field, type] as const)),
  ];
}

/** SELinux types other than those for containers, and any user or role. */
export function seLinuxOptions(spec: PodSpec): readonly Offence[] {
  const offends = (options: Security['seLinuxOptions']): readonly (readonly [string, string])[] => {
    const { type = '', user = '', role = '' } = options ?? {};
    return [
      ...(SELINUX_TYPES.has(type) ? [] : [['securityContext.seLinuxOptions.type', type] as const]),
      ...(user === '' ? [] : [['securityContext.seLinuxOptions.user', user] as const]),
      ...(role === '' ? [] : [['securityContext.seLinuxOptions.role', role] as const]),
    ];
  };
  return [
    ...offends(spec.securityContext?.seLinuxOptions).map(([field, value]) => inPod(field, value)),
    ...inContainers(spec, (context) => offends(context.seLinuxOptions)),
  ];
}

/** The whole of /proc, which is masked otherwise. */
export function unmaskedProc(spec: PodSpec): readonly Offence[] {
  return inContainers(spec, ({ procMount }) =>
    procMount === undefined || procMount === 'Default' ? [] : [['securityContext.procMount', procMount]],
  );
}

/** Kernel settings that reach beyond the pod. */
export function unsafeSysctls({ securityContext }: PodSpec): readonly Offence[] {
  return (securityContext?.sysctls ?? []).flatMap(({ name = '' }) =>
    SAFE_SYSCTLS.has(name) ? [] : [inPod('securityContext.sysctls', name)],
  );
}
