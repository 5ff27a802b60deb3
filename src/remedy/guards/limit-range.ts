import type { Container, KubeObject, ObjectOf } from '../../kube/object.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { quantityText, quantityValue } from '../../kube/quantities.ts';
import { isOf } from '../../kube/workloads/workloads.ts';
import { effectiveResources } from '../workloads/demand.ts';
import { defineGuard } from './define-guard.ts';
import type { Denial } from './guard.ts';
import { podSpecOf } from './pod-spec.ts';
import { allow, deny, together } from './verdicts.ts';

type LimitRange = ObjectOf<'LimitRange'>;
type Limit = NonNullable<NonNullable<LimitRange['spec']>['limits']>[number];
type Quantities = { readonly [resource: string]: string | undefined };

/** What one container, pod or claim may ask for. The server looks at it when the pod is made, too late for a dry run. */
export const limitRange = defineGuard({
  id: 'limit-range',
  title: 'The bounds of the namespace for one container, pod or claim',
  on: 'limitRange',
  judge: ({ namespaces, respect }) => {
    if (!respect) return allow('the policy does not look at limit ranges');
    return together(
      namespaces.flatMap(({ ranges, objects }) =>
        objects.flatMap((object) => ranges.flatMap((range) => judgeRange(object, range, ranges))),
      ),
    );
  },
});

/** Something with requests and limits, and what it is called. */
interface Asking {
  readonly name: string;
  readonly requests: Quantities;
  readonly limits: Quantities;
}

function judgeRange(object: KubeObject, range: LimitRange, all: readonly LimitRange[]): readonly Denial[] {
  return (range.spec?.limits ?? []).flatMap((limit) =>
    askingOf(object, limit.type, all).flatMap((asking) =>
      [...problems(asking, limit)].map((problem) =>
        deny(
          `${asking.name} of ${refText(refOf(object))} would not be let in by ${refText(refOf(range))}: ${problem}`,
          {
            id: 'LimitRange',
          },
        ),
      ),
    ),
  );
}

function askingOf(object: KubeObject, type: string | undefined, ranges: readonly LimitRange[]): readonly Asking[] {
  if (type === 'PersistentVolumeClaim') {
    if (!isOf(object, 'PersistentVolumeClaim')) return [];
    return [{ name: 'the claim', requests: object.spec?.resources?.requests ?? {}, limits: {} }];
  }
  const { containers = [], initContainers = [] } = podSpecOf(object) ?? {};
  const ofContainer = (container: Container): Asking => ({
    name: `container ${container.name ?? ''}`,
    ...effectiveResources(container, ranges),
  });
  if (type === 'Container') return [...containers, ...initContainers].map(ofContainer);
  if (type !== 'Pod' || containers.length === 0) return [];
  // Without the init containers, whose peak is not more but in rare cases.
  const all = containers.map(ofContainer);
  return [
    {
      name: 'the pod',
      requests: sums(all.map(({ requests }) => requests)),
      limits: sums(all.map(({ limits }) => limits)),
    },
  ];
}

function sums(all: readonly Quantities[]): Quantities {
  const names = [...new Set(all.flatMap((one) => Object.keys(one)))];
  return Object.fromEntries(
    names.map((name) => [name, String(all.reduce((sum, one) => sum + (quantityValue(one[name]) ?? 0), 0))]),
  );
}

const TINY = 1e-9;

function* problems({ requests, limits }: Asking, limit: Limit): Generator<string> {
  for (const [what, amounts] of [
    ['request', requests],
    ['limit', limits],
  ] as const) {
    for (const [resource, quantity] of Object.entries(amounts)) {
      const value = quantityValue(quantity) ?? Number.NaN;
      const max = quantityValue(limit.max?.[resource]);
      const min = quantityValue(limit.min?.[resource]);
      const is = `its ${resource} ${what} is ${quantityText(resource, value)}`;
      if (max !== undefined && !(value <= max + TINY)) yield `${is}, and the most is ${quantityText(resource, max)}`;
      if (min !== undefined && !(value >= min - TINY)) yield `${is}, and the least is ${quantityText(resource, min)}`;
    }
  }
  for (const [resource, text] of Object.entries(limit.maxLimitRequestRatio ?? {})) {
    const most = quantityValue(text);
    const [request, top] = [quantityValue(requests[resource]), quantityValue(limits[resource])];
    if (most === undefined || request === undefined || top === undefined || top <= most * request + TINY) continue;
    yield `its ${resource} limit is ${quantityText(resource, top)} to a request of ${quantityText(resource, request)}, and the most is ${text} times`;
  }
}
