import type { ObjectOf } from '../object.ts';
import { type NodeAlternatives, termsOf } from './node-affinity.ts';

export type Volume = ObjectOf<'PersistentVolume'>;

/** The labels that volumes had before they had a node affinity: the scheduler heeds them still. */
const ZONE_LABELS = [
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
];

/**
 * The nodes that a volume can be reached from, as alternatives; undefined for one that can be reached from all.
 * @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#node-affinity
 */
export function volumePlaces({ spec, metadata }: Volume): NodeAlternatives | undefined {
  const terms = spec?.nodeAffinity?.required?.nodeSelectorTerms;
  if (terms !== undefined) return termsOf(terms);
  const zones = ZONE_LABELS.flatMap((key) => {
    const value = metadata.labels?.[key];
    // A volume in several zones lists them so.
    return value === undefined
      ? []
      : [{ of: 'label' as const, expression: { key, operator: 'In', values: value.split('__') } }];
  });
  return zones.length === 0 ? undefined : [zones];
}
