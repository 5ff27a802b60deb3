import type { ContainerLog, Pod } from '../object.ts';
import { logName } from './log-looks.ts';

/** The part of a view that is needed here. */
export interface LogSource {
  get(
    kind: 'ContainerLog',
    namespace: string,
    name: string,
  ): { readonly state: string; readonly object?: ContainerLog };
}

/** The log of a container: of the instance that ended, if it was read, else of the present one. */
export function ownLogOf(pod: Pod, container: string, view: LogSource): ContainerLog | undefined {
  const { namespace = '', name } = pod.metadata;
  for (const previous of [true, false]) {
    const { object } = view.get('ContainerLog', namespace, logName({ pod: name, container, previous }));
    if (object !== undefined) return object;
  }
  return undefined;
}
