import type { RepairCase } from '../case.ts';
import { fields } from '../objects.ts';
import type { Scene } from '../scene.ts';

function storageClass(name: string, allowVolumeExpansion: boolean) {
  return fields('storage.k8s.io/v1', 'StorageClass', name, {
    provisioner: 'mekhanikube.io/none',
    allowVolumeExpansion,
  });
}

/** A volume, and the claim that is bound to it. */
function volume(name: string, storageClassName: string) {
  const accessModes = ['ReadWriteOnce'];
  const size = { storage: '1Mi' };
  const made = { capacity: size, accessModes, persistentVolumeReclaimPolicy: 'Retain', hostPath: { path: '/tmp' } };
  return [
    fields('v1', 'PersistentVolume', name, { spec: { ...made, storageClassName } }),
    fields('v1', 'PersistentVolumeClaim', name, {
      spec: { accessModes, resources: { requests: size }, storageClassName, volumeName: name },
    }),
  ];
}

function claim(name: string, rest: Readonly<Record<string, unknown>>) {
  return fields('v1', 'PersistentVolumeClaim', name, rest);
}

const bound = (name: string) => claim(name, { status: { phase: 'Bound' } });
const LARGER = { storage: '2Mi' };
const GROWS = 'mekhanikube-repair-grows';
const STAYS = 'mekhanikube-repair-stays';
const wanted = (name: string) => claim(name, { spec: { resources: { requests: LARGER } } });

/** The cluster has no driver: the case plays the one that makes the volume larger. */
async function grow(scene: Scene): Promise<void> {
  await scene.reaches(wanted(GROWS));
  await scene.patch(fields('v1', 'PersistentVolume', GROWS, { spec: { capacity: LARGER } }));
  await scene.status(claim(GROWS, { status: { capacity: LARGER } }));
}

function removing(...names: readonly string[]) {
  return async (scene: Scene): Promise<void> => {
    for (const name of names) {
      await scene.remove(fields('v1', 'PersistentVolume', name, {}));
      await scene.remove(fields('storage.k8s.io/v1', 'StorageClass', name, {}));
    }
  };
}

export const expand: RepairCase = {
  action: 'pvc.expand',
  objects: [
    storageClass(GROWS, true),
    storageClass(STAYS, false),
    ...volume(GROWS, GROWS),
    ...volume(STAYS, STAYS),
    claim('unbound', {
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: LARGER }, storageClassName: GROWS },
    }),
  ],
  ready: [bound(GROWS), bound(STAYS)],
  target: { kind: 'PersistentVolumeClaim', name: GROWS },
  params: { size: '2Mi', max: '4Mi' },
  meanwhile: grow,
  holds: [wanted(GROWS)],
  generations: null,
  back: 'impossible',
  leaves: /can not be less than status\.capacity/,
  cleanUp: removing(GROWS, STAYS),
  refusals: [
    {
      when: 'its class does not allow it',
      target: { kind: 'PersistentVolumeClaim', name: STAYS },
      says: /does not allow volumes to be enlarged/,
    },
    { when: 'it is more than it may have', params: { size: '8Mi', max: '4Mi' }, says: /8Mi is more than the 4Mi/ },
    { when: 'it would shrink', params: { size: '1Ki', max: '4Mi' }, says: /is not more than the 1Mi/ },
    { when: 'it has no volume', target: { kind: 'PersistentVolumeClaim', name: 'unbound' }, says: /has no volume/ },
  ],
};

const VAIN = 'mekhanikube-repair-vain';

/** Nobody enlarges the volume: verification says so in time, and a size once asked for cannot be taken back. */
export const expandInVain: RepairCase = {
  action: 'pvc.expand',
  on: 'without a driver',
  objects: [storageClass(VAIN, true), ...volume(VAIN, VAIN)],
  ready: [bound(VAIN)],
  target: { kind: 'PersistentVolumeClaim', name: VAIN },
  params: { size: '2Mi', max: '4Mi' },
  timeoutMs: 4_000,
  ends: 'needs-human',
  back: 'impossible',
  leaves: /can not be less than status\.capacity/,
  cleanUp: removing(VAIN),
  refusals: [],
};
