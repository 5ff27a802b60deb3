import type { RepairCase } from '../case.ts';
import { configMap, fields } from '../objects.ts';

const settings = configMap('settings', { 'log.level': 'info' });
const target = { kind: 'ConfigMap', name: 'other' };

export const create: RepairCase = {
  action: 'manifest.apply',
  on: 'nothing yet',
  objects: [configMap('other', {})],
  target,
  params: { manifest: settings },
  holds: [settings],
  back: 'gone',
  refusals: [
    {
      when: 'it would hold a Secret',
      params: { manifest: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' }, stringData: { a: 'b' } } },
      says: /manifests of kind Secret are not applied/,
    },
    {
      when: 'it belongs elsewhere',
      params: { manifest: { ...settings, metadata: { name: 'settings', namespace: 'default' } } },
      says: /is not to be in namespace/,
    },
    { when: 'it is as the manifest says', says: /is as the manifest says/, afterwards: true },
  ],
};

const service = fields('v1', 'Service', 'web', {
  spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
});

export const update: RepairCase = {
  action: 'manifest.apply',
  on: 'a Service',
  objects: [service],
  // What somebody else applies is theirs.
  prepare: (scene) => scene.api.apply(scene.placed(configMap('applied', { mode: 'fast' }))),
  target: { kind: 'Service', name: 'web' },
  params: {
    manifest: fields('v1', 'Service', 'web', {
      spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 9090 }] },
    }),
  },
  holds: [fields('v1', 'Service', 'web', { spec: { ports: [{ name: 'http', port: 80, targetPort: 9090 }] } })],
  generations: null,
  refusals: [
    {
      when: 'somebody else applies it',
      params: { manifest: configMap('applied', { mode: 'slow' }) },
      says: /mekhanikube-test applies fields/,
    },
    {
      when: 'the field cannot be changed',
      params: { manifest: fields('v1', 'Service', 'web', { spec: { type: 'NodePort' } }) },
      says: /cannot be changed/,
    },
  ],
};
