import type { Json } from '../../base/json.ts';
import type { Container, PodSpec } from '../object.ts';

/** A field of a pod's specification with which it does what a control of the Pod Security Standards forbids. */
export interface Offence {
  /** Below the specification: `containers[name=web].securityContext.privileged`. */
  readonly path: string;
  /** Null where the field is not set and would have to be. */
  readonly value: Json;
  /** Null for the pod itself. */
  readonly container: string | null;
}

type ContainerSecurity = NonNullable<Container['securityContext']>;

/** Offences of the containers of a pod, init containers first: `offend` tells of one, as field and value. */
export function inContainers(
  spec: PodSpec,
  offend: (context: ContainerSecurity, container: Container) => readonly (readonly [field: string, value: Json])[],
): readonly Offence[] {
  return (['initContainers', 'containers'] as const).flatMap((list) =>
    (spec[list] ?? []).flatMap((container) =>
      offend(container.securityContext ?? {}, container).map(([field, value]) => ({
        path: `${list}[name=${container.name ?? ''}].${field}`,
        value,
        container: container.name ?? '',
      })),
    ),
  );
}

/** An offence of the pod itself. */
export function inPod(field: string, value: Json): Offence {
  return { path: field, value, container: null };
}

/** True for a pod that says it is for Windows, which has none of the restrictions of Linux. */
export function isForWindows({ os }: PodSpec): boolean {
  return os?.name === 'windows';
}
