import type { RepairCase } from '../case.ts';
import { container, deployment, fields, pod, podSpec, ready } from '../objects.ts';
import type { Scene } from '../scene.ts';

const web = { kind: 'Deployment', name: 'web' };

/** The only image that every node of these tests has, by the name that is not its tag. */
async function sameImage(scene: Scene): Promise<string> {
  const running = await scene.first('v1', 'Pod', 'web-');
  const [status] = Object(running['status']).containerStatuses ?? [];
  return String(status?.imageID);
}

export const image: RepairCase = {
  action: 'image.set',
  objects: [deployment('web'), deployment('paused', { paused: true, replicas: 0 })],
  ready: [ready('web', 1)],
  target: web,
  params: async (scene) => ({ image: await sameImage(scene), allowOtherRepository: true }),
  holds: [ready('web', 1)],
  check: async (scene) => {
    const live = await scene.read(scene.named('apps/v1', 'Deployment', 'web'));
    const [{ image }] = Object(live?.['spec']).template.spec.containers;
    return image === (await sameImage(scene)) ? [] : [`its image is ${image}`];
  },
  refusals: [
    { when: 'the image is another one tomorrow', params: { image: 'busybox:latest' }, says: /it has the tag latest/ },
    { when: 'it is of another repository', params: { image: 'nginx:1.29.3' }, says: /is of another repository/ },
    { when: 'the rollout is paused', target: { kind: 'Deployment', name: 'paused' }, says: /is paused/ },
  ],
};

const slow = { exec: { command: ['sleep', '2'] }, timeoutSeconds: 1, periodSeconds: 3, failureThreshold: 50 };

export const probe: RepairCase = {
  action: 'probe.adjust',
  objects: [
    deployment('web', {}, podSpec({}, container({ livenessProbe: slow }))),
    deployment('calm', {}, podSpec({}, container({ livenessProbe: { ...slow, exec: { command: ['true'] } } }))),
  ],
  ready: [ready('web', 1), ready('calm', 1)],
  async prepare(scene) {
    const first = await scene.first('v1', 'Pod', 'web-');
    const failures = async () =>
      (await scene.all('v1', 'Event', first.metadata.name)).filter(({ reason }) => reason === 'Unhealthy').length;
    await scene.comes(async () => (await failures()) > 0, 'an event about the probe');
  },
  target: web,
  params: { probe: 'liveness', timeoutSeconds: 5 },
  holds: [
    fields('apps/v1', 'Deployment', 'web', {
      spec: { template: { spec: { containers: [{ livenessProbe: { timeoutSeconds: 5, failureThreshold: 50 } }] } } },
      status: { readyReplicas: 1 },
    }),
  ],
  refusals: [
    {
      when: 'there is no such probe',
      params: { probe: 'readiness', timeoutSeconds: 5 },
      says: /has no readiness probe/,
    },
    {
      when: 'it would be less patient',
      params: { probe: 'liveness', failureThreshold: 2 },
      says: /failureThreshold 2 is less patient than 50/,
    },
    {
      when: 'no probe fails',
      target: { kind: 'Deployment', name: 'calm' },
      says: /no event says that the liveness probe/,
    },
  ],
};

export const patch: RepairCase = {
  action: 'patch',
  objects: [deployment('web'), pod('bare')],
  ready: [ready('web', 1)],
  target: web,
  params: {
    edits: [
      { path: 'spec.template.spec.containers[name=web].env[name=MODE]', value: { name: 'MODE', value: 'fast' } },
      { path: 'spec.minReadySeconds', value: 1 },
    ],
  },
  holds: [
    fields('apps/v1', 'Deployment', 'web', {
      spec: { minReadySeconds: 1, template: { spec: { containers: [{ env: [{ name: 'MODE', value: 'fast' }] }] } } },
      status: { readyReplicas: 1 },
    }),
  ],
  refusals: [
    {
      when: 'the field decides who the pod is',
      params: { edits: [{ path: 'spec.template.spec.serviceAccountName', value: 'admin' }] },
      says: /serviceAccountName of .* is never changed/,
    },
    {
      when: 'the field has an action of its own',
      params: { edits: [{ path: 'spec.replicas', value: 2 }] },
      says: /not among the fields/,
    },
    {
      when: 'the kind is not to be patched',
      target: { kind: 'Pod', name: 'bare' },
      says: /objects of kind Pod are not patched/,
    },
    { when: 'it holds these values', says: /holds these values already/, afterwards: true },
  ],
};
