import { describe, expect, test } from 'vitest';
import type { KubeEvent } from '../../../../src/kube/object.ts';
import { sandboxFailureOf, volumeFailuresOf } from '../../../../src/kube/startup/preparation.ts';

function event(reason: string, message: string): KubeEvent {
  return { apiVersion: 'v1', kind: 'Event', metadata: { name: 'e' }, reason, message };
}

const sandbox = event('FailedCreatePodSandBox', 'Failed to create pod sandbox: x');
const mount = (volume: string, why: string) =>
  event('FailedMount', `MountVolume.SetUp failed for volume "${volume}" : ${why}`);

test('the newest event decides whether volumes or the sandbox fail', () => {
  expect(sandboxFailureOf([sandbox, mount('a', 'x')])).toBe(sandbox);
  expect(sandboxFailureOf([mount('a', 'x'), sandbox])).toBeUndefined();
  expect(sandboxFailureOf([event('Unhealthy', 'x'), sandbox])).toBe(sandbox);
  expect(volumeFailuresOf([sandbox, mount('a', 'x')])).toEqual([]);
});

describe('volumeFailuresOf', () => {
  const texts = (...events: readonly KubeEvent[]) =>
    volumeFailuresOf(events).map(({ volume, verb, text }) => `${volume} ${verb}: ${text}`);

  test('takes the newest of each volume', () => {
    expect(texts(mount('a', 'new'), mount('b', 'x'), mount('a', 'old'))).toEqual(['a mounted: new', 'b mounted: x']);
  });

  test.each([
    [
      'FailedMount',
      'MountVolume.MountDevice failed for volume "pvc-1" : rpc error: code = Internal desc = no device',
      'pvc-1 mounted: no device',
    ],
    ['FailedMapVolume', 'MapVolume.SetUpDevice failed for volume "pvc-1" : x', 'pvc-1 mounted: x'],
    [
      'FailedAttachVolume',
      'AttachVolume.Attach failed for volume "pvc-1" : volume in use',
      'pvc-1 attached: volume in use',
    ],
    [
      'FailedAttachVolume',
      'Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) a, b',
      'pvc-1 attached: Volume is already used by pod(s) a, b',
    ],
  ])('%s: %s', (reason, message, text) => {
    expect(texts(event(reason, message))).toEqual([text]);
  });

  test('leaves out what other checks say, and what passes by itself', () => {
    expect(texts(mount('a', 'configmap "x" not found'), mount('b', 'object "shop"/"x" not registered'))).toEqual([]);
  });

  test("takes the kubelet's sum where nothing else is known", () => {
    const sum = event(
      'FailedMount',
      'Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[]: timed out',
    );
    expect(texts(sum)).toEqual([`data mounted: ${sum.message}`]);
    expect(texts(sum, mount('data', 'why'))).toEqual(['data mounted: why']);
  });
});

test('tells a volume that another node has from one that cannot be attached', () => {
  const held = (message: string) => volumeFailuresOf([event('FailedAttachVolume', message)])[0]?.heldElsewhere;
  expect(held('Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) web-1')).toBe(true);
  expect(held('AttachVolume.Attach failed for volume "pvc-1" : Multi-Attach error in the driver')).toBe(false);
});
