import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readExtraCa } from '../../../src/host/extra-ca.ts';
import { createAuthority } from '../../support/fake-api/certificate.ts';
import { temporaryFolder, writeTemporary } from '../../support/fake-api/kubeconfig.ts';

const now = new Date();
const ca = createAuthority();
const past = ca.issue(['old'], { notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01') });

test.each([undefined, ''])('%j is unset', async (path) => {
  expect(await readExtraCa(path, now)).toEqual({ state: 'unset' });
});

test('counts certificates, and those that are past', async () => {
  const path = writeTemporary(`# ours\n${ca.cert}\n${ca.cert}\n${past.cert}`);
  expect(await readExtraCa(path, now)).toEqual({ state: 'present', path, certificates: 3, expired: 1 });
});

test('says that there is no file', async () => {
  const path = join(temporaryFolder(), 'none.pem');
  expect(await readExtraCa(path, now)).toEqual({ state: 'missing', path });
});

test.each(['', 'hello', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'])(
  '%j holds no certificates',
  async (content) => {
    const path = writeTemporary(content);
    expect(await readExtraCa(path, now)).toEqual({ state: 'not-certificates', path });
  },
);

test('never tells what else is in the file', async () => {
  const path = writeTemporary(past.key);
  expect(JSON.stringify(await readExtraCa(path, now))).toBe(JSON.stringify({ state: 'not-certificates', path }));
});
