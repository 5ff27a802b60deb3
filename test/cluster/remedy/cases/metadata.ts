import type { RepairCase } from '../case.ts';
import { configMap, deployment, fields, ready } from '../objects.ts';

const note = { key: 'mekhanikube.io/note', value: 'known issue' };

export const annotate: RepairCase = {
  action: 'meta.annotate',
  objects: [
    configMap('settings', { mode: 'fast' }),
    configMap('noted', {}, { metadata: { name: 'noted', annotations: { [note.key]: note.value } } }),
  ],
  target: { kind: 'ConfigMap', name: 'settings' },
  params: note,
  holds: [
    fields('v1', 'ConfigMap', 'settings', {
      metadata: { name: 'settings', annotations: { [note.key]: note.value } },
      data: { mode: 'fast' },
    }),
  ],
  generations: null,
  refusals: [
    {
      when: "the key is somebody else's",
      params: { key: 'example.com/note', value: 'x' },
      says: /keys of example\.com may not be written/,
    },
    {
      when: 'we keep books with it',
      params: { key: 'mekhanikube.io/protected', value: 'x' },
      says: /written by nobody but us/,
    },
    {
      when: 'it has this value',
      target: { kind: 'ConfigMap', name: 'noted' },
      says: /has annotation mekhanikube\.io\/note=known issue already/,
    },
  ],
};

export const label: RepairCase = {
  action: 'meta.label',
  objects: [deployment('web')],
  ready: [ready('web', 1)],
  target: { kind: 'Deployment', name: 'web' },
  params: { key: 'mekhanikube.io/watched', value: 'true' },
  holds: [
    fields('apps/v1', 'Deployment', 'web', {
      metadata: { name: 'web', labels: { app: 'web', 'mekhanikube.io/watched': 'true' } },
    }),
  ],
  refusals: [
    {
      when: 'something selects by it',
      params: { key: 'app', value: 'other', allowPrefixes: [''] },
      says: /select by label app/,
    },
    {
      when: 'others may select by it',
      target: { kind: 'Namespace', name: 'default' },
      params: { key: 'tier', value: 'x', allowPrefixes: [''] },
      says: /others may choose Namespace default/,
    },
  ],
};
