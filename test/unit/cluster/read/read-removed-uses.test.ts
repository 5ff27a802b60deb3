import { expect, test } from 'vitest';
import { callsIn } from '../../../../src/cluster/read/read-removed-uses.ts';

test('calls are those that the server has counted, with their labels in any order', () => {
  const metrics = [
    '# HELP apiserver_requested_deprecated_apis [STABLE] Gauge of deprecated APIs that have been requested.',
    '# TYPE apiserver_requested_deprecated_apis gauge',
    'apiserver_requested_deprecated_apis{group="",removed_release="",resource="endpoints",subresource="",version="v1"} 1',
    'apiserver_requested_deprecated_apis{version="v1beta1",resource="cronjobs",removed_release="1.25",group="batch"} 1',
    'apiserver_requested_deprecated_apis{group="policy",removed_release="1.25",resource="x",subresource="",version="v1beta1"} 0',
    'apiserver_request_total{group="batch",resource="cronjobs",version="v1beta1"} 7',
  ].join('\n');
  expect(callsIn(metrics)).toEqual([
    { group: '', version: 'v1', resource: 'endpoints', removedIn: '' },
    { group: 'batch', version: 'v1beta1', resource: 'cronjobs', removedIn: '1.25' },
  ]);
  expect(callsIn('')).toEqual([]);
});
