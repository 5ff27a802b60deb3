import { parseImage } from '../images/image-reference.ts';
import type { Container, ObjectOf, PodSpec } from '../object.ts';
import { type Probe, probeText } from '../runtime/probes.ts';
import { missingSeccomp } from '../security/confinement.ts';
import { inContainers, isForWindows, type Offence } from '../security/offence.ts';
import { privilegedContainers, privilegeEscalation } from '../security/privileges.ts';
import { stayingContainers } from './templates.ts';

/** Whether an image is named by a tag that moves: `missing` where it has none, null where it is pinned. */
function movingTag(image: string): 'latest' | 'missing' | null {
  const parsed = parseImage(image);
  if (parsed === undefined || parsed.digest !== null || parsed.tag !== 'latest') return null;
  return image.endsWith(':latest') ? 'latest' : 'missing';
}

/** Images that say `latest`, or that say no tag at all. */
export function imagesTagged(spec: PodSpec, how: 'latest' | 'missing'): readonly Offence[] {
  return inContainers(spec, (_context, { image = '' }) => (movingTag(image) === how ? [['image', image]] : []));
}

/** Pull policies with which nodes run different things under one name, or cannot start a pod at all. */
export function riskyPullPolicies(spec: PodSpec): readonly Offence[] {
  return inContainers(spec, (_context, { image = '', imagePullPolicy: policy }) => {
    const isRisky = policy === 'Never' || (policy === 'IfNotPresent' && movingTag(image) !== null);
    return isRisky ? [['imagePullPolicy', policy]] : [];
  });
}

/** Liveness probes that ask what the readiness probe asks, and give up no later. */
export function equalProbes(spec: PodSpec): readonly Offence[] {
  return stayingContainers(spec).flatMap((container) => {
    const { livenessProbe: liveness, readinessProbe: readiness } = container;
    if (liveness === undefined || readiness === undefined || handlerText(liveness) !== handlerText(readiness))
      return [];
    if (toleratedSeconds(liveness) > toleratedSeconds(readiness)) return [];
    return [offence(spec, container, 'livenessProbe', probeText(liveness))];
  });
}

/** What a probe asks, for comparison. */
export function handlerText({ httpGet, tcpSocket, grpc, exec }: Probe): string {
  return JSON.stringify([httpGet?.path, httpGet?.port, tcpSocket?.port, grpc?.port, exec?.command]);
}

function toleratedSeconds({ periodSeconds = 10, failureThreshold = 3 }: Probe): number {
  return periodSeconds * failureThreshold;
}

type Limits = NonNullable<NonNullable<ObjectOf<'LimitRange'>['spec']>['limits']>;

/** What the LimitRanges of a namespace give to containers that ask for nothing. */
export function containerDefaults(ranges: readonly ObjectOf<'LimitRange'>[]): Limits {
  return ranges.flatMap(({ spec }) => (spec?.limits ?? []).filter(({ type }) => type === 'Container'));
}

/** Requests for CPU and memory that nobody makes: neither container, nor pod, nor a LimitRange. */
export function missingRequests(spec: PodSpec, defaults: Limits): readonly Offence[] {
  const given = (container: Container, resource: string): boolean =>
    [container.resources?.requests, container.resources?.limits, spec.resources?.requests].some(
      (amounts) => amounts?.[resource] !== undefined,
    ) || defaults.some((limit) => (limit.defaultRequest ?? limit.default)?.[resource] !== undefined);
  return stayingContainers(spec).flatMap((container) => {
    return ['cpu', 'memory'].flatMap((resource) =>
      given(container, resource) ? [] : [offence(spec, container, `resources.requests.${resource}`, null)],
    );
  });
}

function offence(spec: PodSpec, container: Container, field: string, value: string | null): Offence {
  const list = spec.containers?.includes(container) ? 'containers' : 'initContainers';
  return { path: `${list}[name=${container.name ?? ''}].${field}`, value, container: container.name ?? '' };
}

/** Containers that may take all memory of their node. */
export function missingMemoryLimits(spec: PodSpec, defaults: Limits): readonly Offence[] {
  if (defaults.some((limit) => limit.default?.['memory'] !== undefined)) return [];
  return stayingContainers(spec).flatMap((container) =>
    container.resources?.limits?.['memory'] === undefined
      ? [offence(spec, container, 'resources.limits.memory', null)]
      : [],
  );
}

/** Containers that run as root, on purpose or unless their image says otherwise; outside a user namespace. */
export function rootContainers(spec: PodSpec): readonly Offence[] {
  if (isForWindows(spec) || spec.hostUsers === false) return [];
  const { runAsUser: podUser, runAsNonRoot: podNonRoot } = spec.securityContext ?? {};
  return inContainers(spec, ({ runAsUser = podUser, runAsNonRoot = podNonRoot }) => {
    if (runAsUser === 0) return [['securityContext.runAsUser', 0]];
    return runAsUser === undefined && runAsNonRoot !== true
      ? [['securityContext.runAsNonRoot', runAsNonRoot ?? null]]
      : [];
  });
}

/** Containers that may gain rights, but for those that have all of them already. */
export function escalatingContainers(spec: PodSpec): readonly Offence[] {
  return butPrivileged(spec, privilegeEscalation(spec));
}

/** System calls that nobody filters; a privileged container has no filter whatever it says. */
export function unfilteredContainers(spec: PodSpec): readonly Offence[] {
  return butPrivileged(spec, missingSeccomp(spec));
}

function butPrivileged(spec: PodSpec, offences: readonly Offence[]): readonly Offence[] {
  const privileged = new Set(privilegedContainers(spec).map(({ container }) => container));
  return offences.filter(({ container }) => container === null || !privileged.has(container));
}

/** Containers that can write into their own image. */
export function writableRoots(spec: PodSpec): readonly Offence[] {
  if (isForWindows(spec)) return [];
  return inContainers(spec, ({ readOnlyRootFilesystem: readOnly }) =>
    readOnly === true ? [] : [['securityContext.readOnlyRootFilesystem', readOnly ?? null]],
  );
}
