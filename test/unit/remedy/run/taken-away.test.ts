import { expect, test } from 'vitest';
import type { KubeObject } from '../../../../src/kube/object.ts';
import { refOf } from '../../../../src/kube/object-ref.ts';
import type { PlannedWrite } from '../../../../src/remedy/plan/plan.ts';
import { takenAway } from '../../../../src/remedy/run/taken-away.ts';
import { made } from '../../../support/consider.ts';
import { fakeReader } from '../../../support/fake-reader.ts';

const managedFields = [
  { manager: 'mekhanikube', operation: 'Update', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
  { manager: 'autopilot', operation: 'Update', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
  { manager: 'kubelet', operation: 'Update', fieldsV1: { 'f:status': {} } },
];

function web(replicas: number, uid = 'uid-web'): KubeObject {
  const object = made('Deployment', 'web', { spec: { replicas } });
  return { ...object, metadata: { ...object.metadata, uid, managedFields } } as unknown as KubeObject;
}

/** From two to three, with our note on the object. */
function scaled(): PlannedWrite {
  const ref = refOf(web(2));
  return {
    request: { verb: 'patch', ref, uid: 'uid-web', resourceVersion: '1', operations: [] },
    changes: [
      { path: ['spec', 'replicas'], before: 2, after: 3 },
      { path: ['metadata', 'annotations', 'mekhanikube.io/last-run'], after: 'run/01-scale' },
    ],
  };
}

test('a field that reads as before was taken back, by those who set it beside us', async () => {
  const reason = await takenAway([scaled()], fakeReader([web(2)]));
  expect(reason).toMatch(/^autopilot took the change of spec\.replicas of Deployment \S*web back$/);
});

test('our value stands, and a third one is no way back', async () => {
  expect(await takenAway([scaled()], fakeReader([web(3)]))).toBeNull();
  expect(await takenAway([scaled()], fakeReader([web(5)]))).toBeNull();
});

test('one that is gone, another one of its name, or one that cannot be read is not judged here', async () => {
  expect(await takenAway([scaled()], fakeReader([]))).toBeNull();
  expect(await takenAway([scaled()], fakeReader([web(2, 'uid-other')]))).toBeNull();
  expect(await takenAway([scaled()], fakeReader([web(2)], ['Deployment']))).toBeNull();
});
