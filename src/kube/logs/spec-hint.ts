import { lacksPort, portsText } from '../network/missing-port.ts';
import type { Container, ObjectOf, Pod } from '../object.ts';
import { refOf, refText } from '../object-ref.ts';
import type { LogPattern } from './log-patterns.ts';
import { type ServiceLookup, serviceOfHost } from './service-of-host.ts';

type Service = ObjectOf<'Service'>;

/** What in the spec of a pod, or of the Service that it names, a line of its log points to. */
export interface SpecHint {
  /**
   * - `host-alias`: `name` is given another address by `hostAliases`.
   * - `dns-policy`: names of the cluster are not resolved: by dnsPolicy `value`, or by hostNetwork without ClusterFirstWithHostNet.
   * - `external-name`: Service `name` only stands for the name `value`.
   * - `external-name-missing`: the same, and `value` names a Service of the cluster that is not there.
   * - `service-port`: Service `name` is asked for at a port that it does not have; it has `value`.
   * - `service-link`: variable `name` was made of Service `value`.
   * - `read-only-root`: the path `name` lies in the root file system, which is read-only.
   * - `sub-path`: `name` is mounted with subPath `value`, and is a folder where the volume has no such file.
   * - `interpreter`: the file `name` of volume `value` is there, and what its first line names is not.
   * - `no-token`: the pod has no token of a ServiceAccount.
   */
  readonly kind: (typeof HINTS)[number];
  readonly name: string;
  readonly value: string;
}

export const HINTS = [
  'host-alias',
  'dns-policy',
  'external-name',
  'external-name-missing',
  'service-port',
  'service-link',
  'read-only-root',
  'sub-path',
  'interpreter',
  'no-token',
] as const;

/** The telling line of a log, and what it names. */
export interface Told {
  readonly pattern: LogPattern | null;
  readonly line: string;
  readonly host: string | null;
  readonly port: number | null;
  /** That the host stands for, where there is one. */
  readonly service: Service | undefined;
}

const NETWORK: ReadonlySet<LogPattern | null> = new Set(['log-conn-refused', 'log-dns', 'log-timeout']);
const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount';

/** What the spec has to do with a line; null where nothing is known. */
export function specHintOf(pod: Pod, container: string, told: Told, view: ServiceLookup): SpecHint | null {
  return (
    (NETWORK.has(told.pattern) ? nameHint(pod, told, view) : null) ??
    linkHint(pod, container, told.line, view) ??
    fileHint(pod, container, told.line)
  );
}

function nameHint({ spec }: Pod, { pattern, host, port, service }: Told, view: ServiceLookup): SpecHint | null {
  if (host === null) return null;
  if (spec?.hostAliases?.some(({ hostnames }) => hostnames?.includes(host))) {
    return { kind: 'host-alias', name: host, value: '' };
  }
  if (service === undefined) return null;
  if (service.spec?.type === 'ExternalName') {
    return externalNameHint(service, service.spec.externalName ?? '', view);
  }
  if (pattern !== 'log-dns' && port !== null && lacksPort(service, port)) {
    return { kind: 'service-port', name: refText(refOf(service)), value: portsText(service) };
  }
  const policy = spec?.dnsPolicy ?? 'ClusterFirst';
  const isOutside =
    policy === 'None' || policy === 'Default' || (spec?.hostNetwork === true && policy === 'ClusterFirst');
  return pattern === 'log-dns' && isOutside ? { kind: 'dns-policy', name: host, value: policy } : null;
}

/** It may stand for a name of the cluster as well: then it can be told whether there is such a Service. */
function externalNameHint({ metadata }: Service, value: string, view: ServiceLookup): SpecHint {
  const target = /\.svc(?:\.|$)/.test(value) ? serviceOfHost(value, metadata.namespace ?? '', view) : undefined;
  const kind = target?.state === 'missing' ? 'external-name-missing' : 'external-name';
  return { kind, name: metadata.name, value };
}

/** Of each Service of its namespace the kubelet tells a container in variables: `REDIS_PORT=tcp://10.0.0.1:6379`. */
function linkHint({ spec, metadata }: Pod, container: string, line: string, view: ServiceLookup): SpecHint | null {
  const address = /\btcp:\/\/(\d+\.\d+\.\d+\.\d+):\d+/.exec(line)?.[1];
  if (address === undefined || spec?.enableServiceLinks === false) return null;
  const service = view
    .all('Service')
    .find((one) => one.spec?.clusterIP === address && one.metadata.namespace === metadata.namespace);
  if (service === undefined) return null;
  const name = `${service.metadata.name.toUpperCase().replaceAll('-', '_')}_PORT`;
  const own = spec?.containers?.find((one) => one.name === container)?.env ?? [];
  return own.some((variable) => variable.name === name)
    ? null
    : { kind: 'service-link', name, value: service.metadata.name };
}

/** The container runtime's own words, when it found the file itself, and could not run it all the same. */
const EXEC = /^exec (\/\S+): no such file or directory$/;

/** Of a file that comes from a ConfigMap or Secret it is known that it is a script. */
function interpreterHint(
  spec: Pod['spec'],
  mounts: NonNullable<Container['volumeMounts']>,
  script: string,
): SpecHint | null {
  const mount = mounts.find(({ mountPath = '' }) => script === mountPath || script.startsWith(`${mountPath}/`));
  const volume = spec?.volumes?.find(({ name }) => name === mount?.name);
  return volume?.configMap || volume?.secret || volume?.projected
    ? { kind: 'interpreter', name: script, value: volume.name ?? '' }
    : null;
}

function fileHint({ spec }: Pod, name: string, line: string): SpecHint | null {
  const container = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].find((one) => one.name === name);
  const mounts = container?.volumeMounts ?? [];
  const path = /(?<![\w:/.])\/[^\s"':,;)\]]+/.exec(line)?.[0];
  const isMounted = mounts.some(({ mountPath = '' }) => path === mountPath || path?.startsWith(`${mountPath}/`));
  if (/read-only file system|EROFS/i.test(line)) {
    return path !== undefined && !isMounted && container?.securityContext?.readOnlyRootFilesystem === true
      ? { kind: 'read-only-root', name: path, value: '' }
      : null;
  }
  const script = EXEC.exec(line.trim())?.[1];
  if (script !== undefined) return interpreterHint(spec, mounts, script);
  if (path?.startsWith(TOKEN) && /no such file|ENOENT/i.test(line) && !isMounted) {
    return { kind: 'no-token', name: '', value: '' };
  }
  if (!/is a directory|EISDIR/i.test(line)) return null;
  const single = mounts.filter(
    ({ subPath, mountPath }) => Boolean(subPath) && (path === undefined || path === mountPath),
  );
  const [mount] = single;
  return mount === undefined || single.length > 1
    ? null
    : { kind: 'sub-path', name: mount.mountPath ?? '', value: mount.subPath ?? '' };
}
