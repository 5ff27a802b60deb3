import { expect, test } from 'vitest';
import { requirementText } from '../../../../src/kube/scheduling/node-affinity.ts';
import { type Volume, volumePlaces } from '../../../../src/kube/scheduling/volume-places.ts';

const where = (parts: Pick<Volume, 'spec'>, labels: Record<string, string> = {}) =>
  volumePlaces({ apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: 'v', labels }, ...parts })?.map(
    (terms) => terms.map(requirementText).join(', '),
  );

const term = (key: string, ...values: string[]) => ({ matchExpressions: [{ key, operator: 'In', values }] });

test('terms are alternatives; an empty one is none', () => {
  const required = { nodeSelectorTerms: [term('zone', 'a'), {}, term('zone', 'b', 'c')] };
  expect(where({ spec: { nodeAffinity: { required } } })).toEqual(['zone=a', 'zone in (b,c)']);
});

test('labels count where a volume has no affinity', () => {
  expect(where({}, { 'topology.kubernetes.io/zone': 'a__b' })).toEqual(['topology.kubernetes.io/zone in (a,b)']);
  expect(where({})).toBeUndefined();
});
