import { inNamespaceOf, kubectl, type NextStep } from '../kubectl.ts';
import type { Pod } from '../object.ts';
import type { ObjectRef } from '../object-ref.ts';
import { type DefaultsView, defaultRequestOf } from '../workloads/default-amounts.ts';
import { setResources } from '../workloads/template-fix.ts';
import type { Shortage } from './shortage.ts';

/** A request that keeps a pod off the nodes and that nobody asked for: a LimitRange filled it in. */
export interface DefaultedRequest {
  resource: string;
  container: string;
  amount: string;
  limitRange: string;
}

/** Which of the requests that are too large come from a LimitRange. */
export function defaultedRequests(pod: Pod, short: readonly Shortage[], view: DefaultsView): DefaultedRequest[] {
  return short.flatMap(({ resource }) => {
    const found = defaultRequestOf(pod, resource, view);
    if (found === undefined) return [];
    const { container, amount, range } = found;
    return { resource, container, amount, limitRange: range.metadata.name };
  });
}

/** `; container app asks for none: LimitRange defaults gives it 64 cpu`, or nothing. */
export function defaultedText(defaulted: readonly DefaultedRequest[]): string {
  return defaulted
    .map(({ resource, container, amount, limitRange }) => {
      return `; container ${container} asks for no ${resource} itself: LimitRange ${limitRange} gives it ${amount}`;
    })
    .join('');
}

/** How to have another request than the default, best first; nothing where there is none. */
export function defaultedFixes(defaulted: readonly DefaultedRequest[], subject: ObjectRef, pod: ObjectRef): NextStep[] {
  const [first] = defaulted;
  if (first === undefined) return [];
  const { resource, container, limitRange } = first;
  return [
    {
      text: `Set a request for ${resource} that suits container ${container} in its template`,
      command: setResources(subject, container, `requests=${resource}=AMOUNT`),
    },
    {
      text: 'Or lower the default, which holds for all containers without a request',
      command: kubectl('edit', ...inNamespaceOf(pod), `limitrange/${limitRange}`),
    },
  ];
}
