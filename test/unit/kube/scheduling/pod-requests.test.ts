import { expect, test } from 'vitest';
import type { Pod } from '../../../../src/kube/object.ts';
import { requestsOf } from '../../../../src/kube/scheduling/pod-requests.ts';

function requests(spec: Pod['spec']): Record<string, number> {
  return Object.fromEntries(requestsOf({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec }));
}

const asks = (cpu: string) => ({ resources: { requests: { cpu } } });
const sidecar = (cpu: string) => ({ ...asks(cpu), restartPolicy: 'Always' });

test('adds up the containers', () => {
  expect(requests({ containers: [asks('100m'), asks('50m'), {}] })).toEqual({ cpu: 150, pods: 1 });
  expect(requests(undefined)).toEqual({ pods: 1 });
});

test('takes the largest init container where that is more', () => {
  expect(requests({ initContainers: [asks('300m'), asks('200m')], containers: [asks('100m')] })['cpu']).toBe(300);
  expect(requests({ initContainers: [asks('50m')], containers: [asks('100m')] })['cpu']).toBe(100);
});

test('a sidecar counts beside the containers, and beside the init containers after it only', () => {
  expect(requests({ initContainers: [sidecar('200m')], containers: [asks('100m')] })['cpu']).toBe(300);
  expect(requests({ initContainers: [sidecar('200m'), asks('500m')], containers: [asks('100m')] })['cpu']).toBe(700);
  expect(requests({ initContainers: [asks('500m'), sidecar('200m')], containers: [asks('100m')] })['cpu']).toBe(500);
});

test('what the pod asks for as a whole replaces the sum, and the overhead comes on top', () => {
  const spec = {
    containers: [{ resources: { requests: { cpu: '100m', 'nvidia.com/gpu': '1' } } }],
    resources: { requests: { cpu: '1', 'nvidia.com/gpu': '7' } },
    overhead: { cpu: '250m' },
  };
  expect(requests(spec)).toEqual({ cpu: 1250, 'nvidia.com/gpu': 1, pods: 1 });
});
