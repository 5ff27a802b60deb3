import { expect, test } from 'vitest';
import type { KubeEvent } from '../../../../src/kube/object.ts';
import type { Claim } from '../../../../src/kube/storage/claims.ts';
import {
  claimEvents,
  provisionerWord,
  provisioningProblem,
  provisioningText,
} from '../../../../src/kube/storage/provisioning.ts';

test.each([
  ['rpc error: code = ResourceExhausted desc = Maximum number of volumes exceeded', 'quota'],
  ['googleapi: Error 403: QUOTA_EXCEEDED - Quota SSD_TOTAL_GB exceeded', 'quota'],
  ['rpc error: code = PermissionDenied desc = no', 'access'],
  ['UnauthorizedOperation: You are not authorized to perform this operation', 'access'],
  ['error generating accessibility requirements: no available topology found', 'topology'],
  ['rpc error: code = InvalidArgument desc = invalid VolumeType: gp9', 'parameters'],
  ['rpc error: code = DeadlineExceeded desc = context deadline exceeded', 'unreachable'],
  ['dial tcp 10.0.0.1:443: connect: connection refused', 'unreachable'],
  ['something else', 'other'],
])('%s: %s', (message, problem) => {
  expect(provisioningProblem(message)).toBe(problem);
});

test('unwraps what the driver says', () => {
  const wrapped =
    'failed to provision volume with StorageClass "gp3": rpc error: code = Internal desc = Could not\ncreate volume.';
  expect(provisioningText(wrapped)).toBe('Could not create volume');
  expect(provisioningText('plain text')).toBe('plain text');
  expect(provisioningText('x'.repeat(400))).toHaveLength(300);
});

function event(reason: string, component: string, uid = 'c1', kind = 'PersistentVolumeClaim'): KubeEvent {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: reason },
    involvedObject: { kind, namespace: 'shop', name: 'data', uid },
    reason,
    source: { component },
    firstTimestamp: '2026-01-10T11:00:00Z',
  };
}

test('knows whether the provisioner has been asked and has answered', () => {
  const claim: Claim = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', namespace: 'shop', uid: 'c1' },
  };
  const asked = event('ExternalProvisioning', 'persistentvolume-controller');
  const word = (...events: KubeEvent[]) => provisionerWord(claim, 'csi.example.com', events);
  expect(word()).toEqual({ asked: null, answered: false });
  expect(word(asked)).toEqual({ asked: '2026-01-10T11:00:00Z', answered: false });
  expect(word(asked, event('ProvisioningFailed', 'csi.example.com_pod-0_1')).answered).toBe(true);
  expect(word(asked, event('ProvisioningFailed', 'csi.example.com.other_pod-0_1')).answered).toBe(false);
  expect(word(asked, event('Provisioning', 'whoever')).answered).toBe(true);
  expect(word(event('ExternalProvisioning', 'persistentvolume-controller', 'before')).asked).toBeNull();
});

test('indexes the events of claims', () => {
  const events = [event('A', 'x'), event('B', 'x', 'c2'), event('C', 'x', 'p1', 'Pod')];
  expect([...claimEvents({ all: () => events })].map(([key, of]) => [key, of.length])).toEqual([['shop/data', 2]]);
});
