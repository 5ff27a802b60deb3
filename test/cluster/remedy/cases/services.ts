import type { RepairCase } from '../case.ts';
import { container, deployment, fields, podSpec, ready } from '../objects.ts';

function service(name: string, selector: Readonly<Record<string, string>> | undefined, targetPort: number) {
  return fields('v1', 'Service', name, {
    spec: { ...(selector === undefined ? {} : { selector }), ports: [{ port: 80, targetPort }] },
  });
}

const listening = podSpec({}, container({ ports: [{ containerPort: 8080 }] }));
const objects = [
  deployment('checkout', {}, listening),
  service('slipped', { app: 'chekout' }, 8080),
  service('named', { app: 'checkout' }, 8080),
  service('port', { app: 'checkout' }, 1),
  service('free', undefined, 8080),
];

export const selector: RepairCase = {
  action: 'service.fix',
  on: 'selector',
  objects,
  ready: [ready('checkout', 1)],
  target: { kind: 'Service', name: 'slipped' },
  params: { selector: 'nearest' },
  holds: [fields('v1', 'Service', 'slipped', { spec: { selector: { app: 'checkout' } } })],
  check: async (scene) => {
    const slices = await scene.all('discovery.k8s.io/v1', 'EndpointSlice', 'slipped-');
    const endpoints = slices.flatMap((slice) => Object(slice['endpoints'] ?? []));
    return endpoints.length === 1 ? [] : [`it has ${endpoints.length} endpoints`];
  },
  generations: null,
  refusals: [
    { when: 'it leads somewhere', target: { kind: 'Service', name: 'named' }, says: /has ready endpoints/ },
    { when: 'it selects no pods', target: { kind: 'Service', name: 'free' }, says: /selects no pods by itself/ },
    {
      when: 'nothing has such labels',
      params: { selector: { app: 'nothing' } },
      says: /no workload that wants pods has labels/,
    },
  ],
};

/** Every pod is an endpoint, whatever the number of the port: only its name can lead nowhere. */
const lost = fields('v1', 'Service', 'lost', {
  spec: { selector: { app: 'checkout' }, ports: [{ port: 80, targetPort: 'htp' }] },
});

export const port: RepairCase = {
  action: 'service.fix',
  on: 'port',
  objects: [...objects, lost],
  ready: [ready('checkout', 1)],
  target: { kind: 'Service', name: 'lost' },
  params: { targetPort: 'only' },
  holds: [fields('v1', 'Service', 'lost', { spec: { ports: [{ port: 80, targetPort: 8080 }] } })],
  generations: null,
  refusals: [
    { when: 'there is no such port', params: { targetPort: 'only', port: 81 }, says: /has no port 81/ },
    { when: 'the pods declare no such port', params: { targetPort: 9 }, says: /declare 8080/ },
  ],
};
