import type { Circumstances } from '../../../src/findings/circumstances.ts';
import type { Finding } from '../../../src/findings/finding.ts';
import { refTo } from '../../../src/kube/object-ref.ts';
import { symptom } from '../../support/symptom.ts';

export const pod = refTo('Pod', 'shop', 'web-6b4b96944f-f9ltk');
export const deployment = refTo('Deployment', 'shop', 'web');

/** A finding as the check `image-not-found` makes it. */
export function imageFinding(change: Partial<Finding> = {}): Finding {
  return {
    id: 'b48b6351265a0273',
    check: 'image-not-found',
    severity: 'critical',
    confidence: 'certain',
    since: '2026-01-10T11:46:00Z',
    title: 'Image does not exist',
    message: 'Registry registry.example.com has no image registry.example.com/shop/web:2.8',
    subject: deployment,
    members: [pod],
    facts: { image: 'registry.example.com/shop/web:2.8', registry: 'registry.example.com', similar: [] },
    evidence: [
      { object: pod, path: 'status.containerStatuses[name=web].state.waiting.reason', value: 'ImagePullBackOff' },
    ],
    symptoms: [
      symptom({ check: 'deployment-unavailable', subject: deployment, message: 'None of 2 wanted pods is available' }),
    ],
    causes: [],
    change: null,
    fixes: [
      { text: 'Correct the image in Deployment shop/web', command: 'kubectl edit -n shop deployment/web' },
      { text: 'Or push the image to its registry', command: null },
    ],
    docs: 'https://kubernetes.io/docs/concepts/containers/images/#imagepullbackoff',
    ...change,
  };
}

export function circumstances(change: Partial<Circumstances> = {}): Circumstances {
  return {
    takenAt: '2026-01-10T12:00:00Z',
    conditions: [{ object: pod, path: 'status.conditions[type=Ready]', value: 'False: ContainersNotReady' }],
    warnings: [
      {
        object: pod,
        reason: 'Failed',
        message: 'Failed to pull image: not found',
        count: 5,
        first: '2026-01-10T11:46:00Z',
        last: '2026-01-10T11:59:00Z',
      },
    ],
    logs: [{ object: pod, container: 'web', previous: true, lines: ['connection refused'] }],
    ...change,
  };
}
