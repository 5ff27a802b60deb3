import { expect, test } from 'vitest';
import { podSandboxFailed } from '../../../../src/checks/startup/pod-sandbox-failed.ts';
import { refTo } from '../../../../src/kube/object-ref.ts';
import { viewOf } from '../../../../src/snapshot/snapshot-view.ts';
import { snapshotOf } from '../../../support/fixture.ts';

// No fixture can say this: an API server that does not have the RuntimeClass refuses the pod.
test('names the RuntimeClass that asks for the handler', () => {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop', uid: 'p1' },
    spec: { nodeName: 'worker-1', runtimeClassName: 'kata', containers: [{ name: 'web', image: 'x' }] },
    status: { phase: 'Pending', conditions: [{ type: 'PodReadyToStartContainers', status: 'False' }] },
  };
  const event = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'e', namespace: 'shop' },
    involvedObject: { kind: 'Pod', namespace: 'shop', name: 'web', uid: 'p1' },
    type: 'Warning',
    reason: 'FailedCreatePodSandBox',
    message: 'Failed to create pod sandbox: failed to get sandbox runtime: no runtime for "kata-qemu" is configured',
  };
  const snapshot = snapshotOf({ takenAt: '2026-01-10T12:00:00Z', objects: [pod, event] });
  const view = viewOf(snapshot);
  const ref = refTo('Pod', 'shop', 'web');
  const [judgement] = view.all('Pod').flatMap((one) => [...podSandboxFailed.find(one, view)]);
  const facts = podSandboxFailed.facts.parse(judgement?.facts);
  expect(podSandboxFailed.message(facts, { subject: ref, object: ref })).toBe(
    'The container runtime of node worker-1 has no handler kata-qemu, which RuntimeClass kata asks for',
  );
  expect(podSandboxFailed.fixes(facts, { subject: ref, object: ref })[0]?.command).toBe(
    'kubectl describe runtimeclass/kata',
  );
});
