import { describe, expect, test } from 'vitest';
import { selectedIndex, selects } from '../../../../src/kube/workloads/overlap.ts';
import { viewOf } from '../../../../src/snapshot/snapshot-view.ts';
import { snapshotOf } from '../../../support/fixture.ts';

function workload(
  kind: string,
  name: string,
  selector: object,
  labels: object,
  more: object = {},
  metadata: object = {},
) {
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace: 'shop', ...metadata },
    spec: { selector, template: { metadata: { labels } }, ...more },
  };
}

function indexOf(...objects: readonly object[]) {
  const view = viewOf(snapshotOf({ takenAt: '2026-01-10T12:00:00Z', objects }));
  const index = selectedIndex(view);
  const all = [...view.all('Deployment'), ...view.all('StatefulSet'), ...view.all('ReplicaSet')];
  const named = (name: string) =>
    all.filter((one) => one.metadata.name === name).flatMap((one) => index.selectedBy(one));
  return { all, selectedBy: (name: string) => named(name).map((one) => one.metadata.name) };
}

const app = (value: string) => ({ matchLabels: { app: value } });

describe('what a selector matches besides its own pods', () => {
  const wide = workload('Deployment', 'web', app('web'), { app: 'web' });
  const narrow = workload(
    'StatefulSet',
    'canary',
    { matchLabels: { app: 'web', track: 'canary' } },
    { app: 'web', track: 'canary' },
  );

  test('goes one way where one selector is narrower', () => {
    const { all, selectedBy } = indexOf(wide, narrow);
    expect(selectedBy('web')).toEqual(['canary']);
    expect(selectedBy('canary')).toEqual([]);
    const [web, canary] = all;
    expect(web !== undefined && canary !== undefined && [selects(web, canary), selects(canary, web)]).toEqual([
      true,
      false,
    ]);
  });

  test('counts expressions as well', () => {
    const matchExpressions = [{ key: 'track', operator: 'DoesNotExist' }];
    const { selectedBy } = indexOf(
      workload('Deployment', 'web', { ...app('web'), matchExpressions }, { app: 'web' }),
      narrow,
    );
    expect(selectedBy('web')).toEqual([]);
  });

  test('leaves out other namespaces, what wants no pods, what is being deleted, and the ReplicaSets of a rollout', () => {
    const { selectedBy } = indexOf(
      wide,
      workload('Deployment', 'elsewhere', app('web'), { app: 'web' }, {}, { namespace: 'staging' }),
      workload('Deployment', 'at-zero', app('web'), { app: 'web' }, { replicas: 0 }),
      workload('Deployment', 'leaving', app('web'), { app: 'web' }, {}, { deletionTimestamp: '2026-01-10T11:59:00Z' }),
      workload('ReplicaSet', 'web-6c7b', app('web'), { app: 'web' }, {}, { labels: { 'pod-template-hash': '6c7b' } }),
    );
    expect(selectedBy('web')).toEqual([]);
    expect(selectedBy('at-zero')).toEqual([]);
  });
});
