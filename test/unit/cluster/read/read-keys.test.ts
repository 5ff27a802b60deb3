import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type FakeObject, startFakeApi } from '../../../support/fake-api/fake-api.ts';
import { type Fault, forbidden, status } from '../../../support/fake-api/faults.ts';
import { object } from '../../../support/fake-api/objects.ts';
import { snapshotFrom } from '../../../support/fake-api/snapshot-of.ts';

const MANIFEST = 'apiVersion: batch/v1beta1\nkind: CronJob\nmetadata:\n  name: report\nspec: {password: planted}\n';
const base64 = (bytes: Buffer | string): string => Buffer.from(bytes).toString('base64');

function release(name: string): FakeObject {
  const stored = base64(gzipSync(JSON.stringify({ manifest: MANIFEST, config: { password: 'planted' } })));
  const path = `shop/sh.helm.release.v1.${name}.v1`;
  const secret = object('Secret', path, { type: 'helm.sh/release.v1', data: { release: base64(stored) } });
  return { ...secret, metadata: { ...secret.metadata, labels: { owner: 'helm', name, status: 'deployed' } } };
}

const pathOf = (name: string): string => `/api/v1/namespaces/shop/secrets/sh.helm.release.v1.${name}.v1`;

async function read(faults: readonly Fault[], upgradeTo?: string) {
  const api = await startFakeApi({ objects: ['api', 'db', 'web'].map(release), faults });
  const snapshot = await snapshotFrom({ server: api.url }, { kinds: ['ControlPlane', 'Secret'], upgradeTo });
  const asked = api.requests.map(({ path }) => path).filter((path) => path.includes('/secrets/'));
  const coverage = snapshot.coverage.find(({ kind }) => kind === 'Secret');
  const found = Object.fromEntries(
    (snapshot.objects.Secret ?? []).map(({ metadata, removedApis }) => [metadata.labels?.['name'], removedApis]),
  );
  return { snapshot, asked, coverage, found };
}

const report = [{ apiVersion: 'batch/v1beta1', kind: 'CronJob', namespace: null, name: 'report' }];

test('releases are looked into where an upgrade is planned, and what they hold is dropped', async () => {
  const { snapshot, asked, coverage, found } = await read([], '1.25');
  expect(asked.sort()).toEqual(['api', 'db', 'web'].map(pathOf));
  expect(found).toEqual({ api: report, db: report, web: report });
  expect(coverage).toMatchObject({ state: 'listed', reason: null });
  expect(JSON.stringify(snapshot)).not.toContain('planted');
});

test('nobody looks into them otherwise', async () => {
  const { asked, coverage, found } = await read([]);
  expect(asked).toEqual([]);
  expect(found).toEqual({ api: undefined, db: undefined, web: undefined });
  expect(coverage).toMatchObject({ state: 'listed', reason: null });
});

test('what could not be looked into is told, and what is gone by now is not', async () => {
  const gone = status(pathOf('web'), 404, 'not found');
  const one = await read([forbidden(pathOf('api')), gone], '1.25');
  expect(one.found).toEqual({ api: undefined, db: report, web: undefined });
  expect(one.coverage).toMatchObject({
    state: 'listed',
    reason: '1 of 3 could not be looked into: may not get them',
  });
  const two = await read([forbidden(pathOf('api')), status(pathOf('db'), 500, 'broken'), gone], '1.25');
  expect(two.coverage?.reason).toMatch(/^2 of 3 could not be looked into: .*500.* and may not get them$/);
});
