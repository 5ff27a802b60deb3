import { z } from 'zod';
import type { ObjectOf, PodSpec } from '../../kube/object.ts';
import { quantityValue } from '../../kube/quantities.ts';
import type { Refusal } from '../action.ts';
import { podTotals, type Resources } from './demand.ts';

type LimitRange = ObjectOf<'LimitRange'>;

/** A quantity above zero, as a manifest has it. */
export const quantity = z
  .string()
  .refine((text) => (quantityValue(text) ?? 0) > 0, { message: 'must be a quantity above 0, like 500m or 256Mi' });

/** The resources that these actions change. */
export const RESOURCES = ['cpu', 'memory'] as const;
export type Resource = (typeof RESOURCES)[number];

/** Whole millicores or mebibytes, never less than the value: fractions of a byte make the API server warn. */
export function asQuantity(resource: Resource, value: number): string {
  if (resource === 'cpu') return milli(Math.ceil(value * 1000 - TINY));
  const mebibytes = Math.ceil(value / 2 ** 20 - TINY);
  return mebibytes % 1024 === 0 ? `${mebibytes / 1024}Gi` : `${mebibytes}Mi`;
}

function milli(millicores: number): string {
  return millicores % 1000 === 0 ? String(millicores / 1000) : `${millicores}m`;
}

/** Guards the rounding up against the error of a product of fractions. */
const TINY = 1e-6;

/** The largest factor by which a request or limit grows; one that was not there before does not count. */
export function growthOf(before: Resources, after: Resources): number {
  let most = 1;
  for (const part of ['requests', 'limits'] as const) {
    for (const resource of RESOURCES) {
      const [was, is] = [quantityValue(before[part][resource]), quantityValue(after[part][resource])];
      if (was !== undefined && was > 0 && is !== undefined) most = Math.max(most, is / was);
    }
  }
  return most;
}

/** Requests above limits, which the API server does not take. */
export function orderRefusals(container: string, { requests, limits }: Resources): readonly Refusal[] {
  return RESOURCES.flatMap((resource) => {
    const [request, limit] = [quantityValue(requests[resource]), quantityValue(limits[resource])];
    if (request === undefined || limit === undefined || request <= limit) return [];
    const reason = `container ${container} would request ${requests[resource]} ${resource}, above its limit of ${limits[resource]}`;
    return [{ id: 'request-above-limit', reason }];
  });
}

/** The bounds of the namespace's LimitRanges that the container, or its pod, would break. */
export function limitRangeRefusals(
  container: string,
  after: Resources,
  pod: PodSpec,
  ranges: readonly LimitRange[],
): readonly Refusal[] {
  const totals = podTotals(pod, ranges);
  return ranges.flatMap(({ metadata, spec }) =>
    (spec?.limits ?? []).flatMap((bounds) => {
      if (bounds.type === 'Container') {
        const amount = (part: 'requests' | 'limits', resource: string) => quantityValue(after[part][resource]);
        return broken(bounds, amount, `container ${container}`, metadata.name);
      }
      if (bounds.type !== 'Pod') return [];
      return broken(bounds, (part, resource) => totals[`${part}.${resource}`], 'its pod', metadata.name);
    }),
  );
}

type Bounds = NonNullable<NonNullable<LimitRange['spec']>['limits']>[number];

function broken(
  { max, min, maxLimitRequestRatio }: Bounds,
  amount: (part: 'requests' | 'limits', resource: string) => number | undefined,
  who: string,
  range: string,
): readonly Refusal[] {
  return RESOURCES.flatMap((resource) => {
    const [request, limit] = [amount('requests', resource), amount('limits', resource)];
    const [most, least] = [quantityValue(max?.[resource]), quantityValue(min?.[resource])];
    const ratio = quantityValue(maxLimitRequestRatio?.[resource]);
    const says: string[] = [];
    if (most !== undefined && (limit === undefined || limit > most)) says.push(`at most ${max?.[resource]}`);
    if (least !== undefined && (request === undefined || request < least)) says.push(`at least ${min?.[resource]}`);
    if (ratio !== undefined && limit !== undefined && request !== undefined && limit > request * ratio)
      says.push(`a limit of at most ${ratio} times the request in`);
    return says.map((what) => ({
      id: 'limit-range',
      reason: `LimitRange ${range} demands ${what} ${resource} of ${who}`,
    }));
  });
}
