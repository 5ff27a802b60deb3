import type { RepairCase } from '../case.ts';
import { fields } from '../objects.ts';
import { LABEL, type Scene } from '../scene.ts';

const CLASS = 'mekhanikube-repair-grows';
const FIXED = 'mekhanikube-repair-fixed';

function storageClass(name: string, allowVolumeExpansion: boolean) {
  return fields('storage.k8s.io/v1', 'StorageClass', name, {
    provisioner: 'mekhanikube.io/none',
    allowVolumeExpansion,
  });
}

function volume(name: string, storageClassName: string) {
  const spec = {
    capacity: { storage: '1Mi' },
    accessModes: ['ReadWriteOnce'],
    persistentVolumeReclaimPolicy: 'Retain',
    hostPath: { path: '/tmp' },
    storageClassName,
  };
  return fields('v1', 'PersistentVolume', `mekhanikube-repair-${name}`, { spec });
}

function claim(name: string, storageClassName: string) {
  const resources = { requests: { storage: '1Mi' } };
  const volumeName = `mekhanikube-repair-${name}`;
  return fields('v1', 'PersistentVolumeClaim', name, {
    spec: { accessModes: ['ReadWriteOnce'], resources, storageClassName, volumeName },
  });
}

const bound = (name: string) => fields('v1', 'PersistentVolumeClaim', name, { status: { phase: 'Bound' } });

async function cleanUp(scene: Scene): Promise<void> {
  for (const [apiVersion, kind] of [
    ['v1', 'PersistentVolume'],
    ['storage.k8s.io/v1', 'StorageClass'],
  ] as const) {
    for (const object of await scene.api.list(apiVersion, kind, LABEL)) await scene.api.remove(object);
  }
}

/** The cluster has no driver: the case plays the one that makes the volume larger. */
async function grow(scene: Scene): Promise<void> {
  await scene.reaches(
    fields('v1', 'PersistentVolumeClaim', 'data', { spec: { resources: { requests: { storage: '2Mi' } } } }),
  );
  await scene.patch(
    fields('v1', 'PersistentVolume', 'mekhanikube-repair-data', { spec: { capacity: { storage: '2Mi' } } }),
  );
  await scene.status(fields('v1', 'PersistentVolumeClaim', 'data', { status: { capacity: { storage: '2Mi' } } }));
}

export const expand: RepairCase = {
  action: 'pvc.expand',
  objects: [
    storageClass(CLASS, true),
    storageClass(FIXED, false),
    volume('data', CLASS),
    volume('fixed', FIXED),
    claim('data', CLASS),
    claim('fixed', FIXED),
    claim('unbound', CLASS),
  ],
  ready: [bound('data'), bound('fixed')],
  target: { kind: 'PersistentVolumeClaim', name: 'data' },
  params: { size: '2Mi', max: '4Mi' },
  meanwhile: grow,
  holds: [fields('v1', 'PersistentVolumeClaim', 'data', { spec: { resources: { requests: { storage: '2Mi' } } } })],
  generations: null,
  back: 'impossible',
  cleanUp,
  refusals: [
    {
      when: 'its class does not allow it',
      target: { kind: 'PersistentVolumeClaim', name: 'fixed' },
      says: /does not allow volumes to be enlarged/,
    },
    { when: 'it is more than it may have', params: { size: '8Mi', max: '4Mi' }, says: /8Mi is more than the 4Mi/ },
    { when: 'it would shrink', params: { size: '1Ki', max: '4Mi' }, says: /is not more than the 1Mi/ },
    { when: 'it has no volume', target: { kind: 'PersistentVolumeClaim', name: 'unbound' }, says: /has no volume/ },
  ],
};

/** Without a driver nobody enlarges it: that is said in time, and what was asked for is taken back. */
export const expandInVain: RepairCase = {
  ...expand,
  on: 'no driver',
  timeoutMs: 4_000,
  ends: 'needs-human',
  refusals: [],
};
