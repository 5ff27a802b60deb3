import { expect, test } from 'vitest';
import { deletionObstacles } from '../../../../src/kube/namespaces/namespace-deletion.ts';

const namespace = (...conditions: [type: string, status: string, message: string][]) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'old' },
  status: { conditions: conditions.map(([type, status, message]) => ({ type, status, message })) },
});

test('takes the conditions of a real namespace apart', () => {
  const obstacles = deletionObstacles(
    namespace(
      [
        'NamespaceDeletionDiscoveryFailure',
        'True',
        'Discovery failed for some groups, 2 failing: unable to retrieve the complete list of server APIs: reports.example.com/v1: stale GroupVersion discovery: reports.example.com/v1, usage.example.com/v1beta1: stale GroupVersion discovery: usage.example.com/v1beta1',
      ],
      ['NamespaceDeletionContentFailure', 'False', 'All content successfully deleted, may be waiting on finalization'],
      [
        'NamespaceContentRemaining',
        'True',
        'Some resources are remaining: configmaps. has 1 resource instances, databases.lab.example.com has 12 resource instances',
      ],
      [
        'NamespaceFinalizersRemaining',
        'True',
        'Some content in the namespace has finalizers remaining: example.com/bucket-cleanup in 13 resource instances',
      ],
    ),
  );
  expect(obstacles).toEqual({
    failingApis: ['reports.example.com/v1', 'usage.example.com/v1beta1'],
    remaining: [
      { resource: 'configmaps', count: 1 },
      { resource: 'databases.lab.example.com', count: 12 },
    ],
    finalizers: [{ finalizer: 'example.com/bucket-cleanup', count: 13 }],
    failure: null,
  });
});

test('keeps the words of a failure that it cannot take apart', () => {
  expect(
    deletionObstacles(namespace(['NamespaceDeletionDiscoveryFailure', 'True', 'the server is down'])),
  ).toMatchObject({ failingApis: [], failure: 'the server is down' });
  expect(deletionObstacles(namespace())).toMatchObject({ failure: null, remaining: [] });
});
