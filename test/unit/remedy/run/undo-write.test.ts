import { expect, test } from 'vitest';
import type { KubeObject } from '../../../../src/kube/object.ts';
import { refOf } from '../../../../src/kube/object-ref.ts';
import type { PlannedRequest } from '../../../../src/remedy/plan/plan.ts';
import { type Made, wayBack } from '../../../../src/remedy/run/undo-write.ts';
import { made } from '../../../support/consider.ts';
import { fakeReader } from '../../../support/fake-reader.ts';

const before = made('Thing', 'web', { apiVersion: 'example.com/v1', spec: { size: 2, extra: 1 } });
const after = {
  ...before,
  metadata: { ...before.metadata, resourceVersion: '8' },
  spec: { size: 4, extra: 1 },
} as KubeObject;
const ref = refOf(before);
const uid = before.metadata.uid ?? '';
const held = { ref, uid, resourceVersion: '7' };

const patch: Made = {
  before,
  after,
  write: {
    request: { verb: 'patch', ...held, operations: [] },
    changes: [{ path: ['spec', 'size'], before: 2, after: 4 }],
  },
};
const remove = (
  way: Extract<PlannedRequest, { verb: 'delete' }>['wayBack'],
  object: KubeObject | null = before,
): Made => ({
  before: object,
  after: null,
  write: { request: { verb: 'delete', ...held, propagation: 'Background', wayBack: way }, changes: [] },
});
const create: Made = { before: null, after, write: { request: { verb: 'create', ref, manifest: {} }, changes: [] } };

const on = (one: Made, live: readonly KubeObject[], unreadable: readonly string[] = []) =>
  wayBack(one, { reader: fakeReader(live, unreadable) });
const changed = (spec: object, metadata: object = {}): KubeObject =>
  ({ ...after, metadata: { ...after.metadata, ...metadata }, spec: { size: 4, extra: 1, ...spec } }) as KubeObject;

test('a patch is taken back on the live object, held to it', async () => {
  expect(await on(patch, [changed({ extra: 9 }, { resourceVersion: '99' })])).toEqual({
    state: 'ready',
    request: {
      verb: 'patch',
      ref,
      operations: [
        { op: 'test', path: '/metadata/uid', value: uid },
        { op: 'test', path: '/metadata/resourceVersion', value: '99' },
        { op: 'replace', path: '/spec/size', value: 2 },
      ],
    },
  });
});

test.each<[string, Made, readonly KubeObject[], string, RegExp]>([
  ['the values are back', patch, [before], 'nothing-to-do', /holds its earlier values/],
  ['drift', patch, [changed({ size: 9 })], 'blocked', /spec\.size was 2, we set 4, it is 9/],
  ['gone', patch, [], 'blocked', /is gone/],
  ['made anew', patch, [changed({}, { uid: 'other' })], 'blocked', /made anew by somebody else/],
  ['no backup', { ...patch, before: null }, [after], 'blocked', /has no backup/],
  ['gone, which we made', create, [], 'nothing-to-do', /is gone/],
  ['changed, which we made', create, [changed({ extra: 2 })], 'blocked', /somebody else changed/],
  ['another', create, [changed({}, { uid: 'other' })], 'blocked', /not the one that was created/],
  ['by its controller', remove('controller'), [], 'nothing-to-do', /controller/],
  ['for ever', remove('none'), [], 'blocked', /cannot be taken back/],
  ['a backup is missing', remove('recreate', null), [], 'blocked', /has no backup/],
  ['never deleted', remove('recreate'), [before], 'nothing-to-do', /was not deleted/],
  [
    'there again as it was',
    remove('recreate'),
    [{ ...before, metadata: { ...before.metadata, uid: 'new' } }],
    'nothing-to-do',
    /there again as it was/,
  ],
  ['another in its place', remove('recreate'), [changed({}, { uid: 'new' })], 'blocked', /again/],
  ['still going', remove('recreate'), [changed({}, { deletionTimestamp: 'now' })], 'blocked', /still being deleted/],
])('%s', async (_, one, live, state, reason) => {
  expect(await on(one, live)).toEqual({ state, reason: expect.stringMatching(reason) });
});

test('what we made is deleted if it is still the same; a Job whatever became of it', async () => {
  expect(await on(create, [after])).toEqual({
    state: 'ready',
    request: { verb: 'delete', ref, uid, resourceVersion: '8', propagation: 'Background' },
  });
  const job = { ...after, apiVersion: 'batch/v1', kind: 'Job' };
  const made = {
    ...create,
    after: job,
    write: { request: { verb: 'create' as const, ref: refOf(job), manifest: {} }, changes: [] },
  };
  expect(await on(made, [{ ...job, ...{ spec: { size: 7 } } }])).toMatchObject({
    state: 'ready',
    request: { verb: 'delete', uid },
  });
});

test('what cannot be read is left alone', async () => {
  for (const one of [patch, create, remove('recreate')]) {
    expect(await on(one, [after], ['Thing'])).toEqual({
      state: 'blocked',
      reason: 'cannot read Thing shop/web: forbidden',
    });
  }
});

test('a deleted object is made again from its backup', async () => {
  const way = await on(remove('recreate'), []);
  expect(way).toMatchObject({ state: 'ready', request: { verb: 'create', manifest: { spec: { size: 2, extra: 1 } } } });
  expect(JSON.stringify(way)).not.toContain(uid);
});

test('a long value is cut where it is told', async () => {
  const way = await on(patch, [changed({ size: 'x'.repeat(500) })]);
  if (way.state !== 'blocked') expect.fail(way.state);
  expect(way.reason.length).toBeLessThan(400);
});
