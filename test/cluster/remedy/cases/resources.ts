import type { RepairCase } from '../case.ts';
import { container, deployment, fields, pod, podSpec, ready } from '../objects.ts';

/** Holds more memory than the first limit, and less than the second. */
const HOLDS = ['sh', '-c', "x=$(head -c 14000000 /dev/zero | tr '\\0' a); sleep 3600"];
const small = { requests: { cpu: '1m', memory: '8Mi' }, limits: { memory: '16Mi' } };
const web = { kind: 'Deployment', name: 'web' };

export const bump: RepairCase = {
  action: 'resources.bump',
  objects: [
    deployment('web', {}, podSpec({}, container({ command: HOLDS, resources: small }))),
    deployment('calm', {}, podSpec({}, container({ resources: small }))),
    deployment('plain', { replicas: 0 }, podSpec({}, container({ resources: {} }))),
  ],
  ready: [ready('calm', 1)],
  async prepare(scene) {
    const first = await scene.first('v1', 'Pod', 'web-');
    const lastState = { terminated: { reason: 'OOMKilled' } };
    const status = { containerStatuses: [{ lastState }] };
    await scene.reaches(fields('v1', 'Pod', first.metadata.name, { status }));
  },
  target: web,
  params: { memory: { factor: 4, ceiling: '64Mi' } },
  holds: [
    fields('apps/v1', 'Deployment', 'web', {
      spec: {
        template: {
          spec: { containers: [{ resources: { limits: { memory: '64Mi' }, requests: { memory: '8Mi' } } }] },
        },
      },
      status: { readyReplicas: 1 },
    }),
  ],
  refusals: [
    { when: 'the ceiling is reached', params: { memory: { factor: 2, ceiling: '16Mi' } }, says: /its ceiling is 16Mi/ },
    {
      when: 'nothing was killed for its memory',
      target: { kind: 'Deployment', name: 'calm' },
      says: /no pod shows that container web was killed/,
    },
    {
      when: 'there is nothing to raise',
      target: { kind: 'Deployment', name: 'plain' },
      says: /has neither a memory limit nor a request/,
    },
  ],
};

const range = fields('v1', 'LimitRange', 'range', {
  spec: { limits: [{ type: 'Container', max: { memory: '64Mi' } }] },
});

export const set: RepairCase = {
  action: 'resources.set',
  objects: [deployment('web', {}, podSpec({}, container({ resources: small }))), range],
  ready: [ready('web', 1)],
  target: web,
  params: { requests: { memory: '12Mi' }, limits: { memory: '24Mi', cpu: '200m' } },
  holds: [
    fields('apps/v1', 'Deployment', 'web', {
      spec: {
        template: {
          spec: {
            containers: [
              { resources: { limits: { memory: '24Mi', cpu: '200m' }, requests: { cpu: '1m', memory: '12Mi' } } },
            ],
          },
        },
      },
      status: { readyReplicas: 1 },
    }),
  ],
  refusals: [
    { when: 'a LimitRange allows less', params: { limits: { memory: '65Mi' } }, says: /LimitRange/ },
    { when: 'the request is above the limit', params: { requests: { memory: '32Mi' } }, says: /memory/ },
    { when: 'it has these resources', says: /these resources already/, afterwards: true },
  ],
};

const restarts = container({
  resources: small,
  resizePolicy: [{ resourceName: 'memory', restartPolicy: 'RestartContainer' }],
});

export const resize: RepairCase = {
  action: 'pod.resize',
  objects: [pod('web', podSpec({}, container({ resources: small }))), pod('restarts', podSpec({}, restarts))],
  ready: ['web', 'restarts'].map((name) => fields('v1', 'Pod', name, { status: { phase: 'Running' } })),
  target: { kind: 'Pod', name: 'web' },
  params: { limits: { memory: '32Mi' } },
  holds: [
    fields('v1', 'Pod', 'web', {
      spec: { containers: [{ resources: { limits: { memory: '32Mi' } } }] },
      status: { containerStatuses: [{ resources: { limits: { memory: '32Mi' } }, restartCount: 0 }] },
    }),
  ],
  // A resize takes nothing but resources.
  isMarked: false,
  refusals: [
    {
      when: 'its QoS class would be another',
      params: { requests: { cpu: '100m', memory: '16Mi' }, limits: { cpu: '100m' } },
      says: /would become Guaranteed/,
    },
    {
      when: 'the container would restart',
      target: { kind: 'Pod', name: 'restarts' },
      says: /restarts when its memory changes/,
    },
    { when: 'it has these resources', params: { limits: { memory: '16Mi' } }, says: /these resources already/ },
  ],
};
