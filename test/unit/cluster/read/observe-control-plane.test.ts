import { describe, expect, test } from 'vitest';
import { observeControlPlane } from '../../../../src/cluster/read/observe-control-plane.ts';
import type { ControlPlane } from '../../../../src/kube/object.ts';
import { createAuthority } from '../../../support/fake-api/certificate.ts';
import { startFakeApi } from '../../../support/fake-api/fake-api.ts';
import type { Fault } from '../../../support/fake-api/faults.ts';
import { connectTo } from '../../../support/fake-api/snapshot-of.ts';

const authority = createAuthority();
const serverDates = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2046-01-01T00:00:00Z') };
const clientDates = { notBefore: new Date('2026-02-01T00:00:00Z'), notAfter: new Date('2046-02-01T00:00:00Z') };
const served = authority.issue(['127.0.0.1'], serverDates);
const client = authority.issue(['me'], clientDates);
const base64 = (text: string) => Buffer.from(text).toString('base64');

function readyz(code: number, lines: readonly string[], times?: number): Fault {
  return {
    about: ({ path }) => path === '/readyz',
    answer: (response) => void response.writeHead(code, { 'content-type': 'text/plain' }).end(lines.join('\n')),
    ...(times === undefined ? {} : { times }),
  };
}

const WELL = ['[+]ping ok', '[+]etcd ok', 'readyz check passed'];
const ILL = ['[+]ping ok', '[-]etcd failed: reason withheld', 'readyz check failed'];

async function observed(faults: readonly Fault[], date = new Date().toUTCString()) {
  const api = await startFakeApi({ tls: served, faults, date });
  const connection = await connectTo({
    server: api.url,
    cluster: { 'certificate-authority-data': base64(authority.cert) },
    user: { 'client-certificate-data': base64(client.cert), 'client-key-data': base64(client.key) },
  });
  const { objects } = await observeControlPlane(connection, null, new AbortController().signal, 0);
  return { ...(objects[0] as ControlPlane), asked: api.requests.filter(({ path }) => path === '/readyz').length };
}

describe('the checks of the server', () => {
  test('are told one by one', async () => {
    const { readyz: checks, asked } = await observed([readyz(200, WELL)]);
    expect(checks?.map(({ name, isOk }) => [name, isOk])).toEqual([
      ['ping', true],
      ['etcd', true],
    ]);
    expect(asked).toBe(1);
  });

  test('fail only if they fail twice', async () => {
    const moment = await observed([readyz(500, ILL, 1), readyz(200, WELL)]);
    expect(moment.readyz?.every(({ isOk }) => isOk)).toBe(true);
    const lasting = await observed([readyz(500, ILL)]);
    expect(lasting.readyz?.filter(({ isOk }) => !isOk).map(({ name }) => name)).toEqual(['etcd']);
    expect(lasting.asked).toBe(2);
  });

  test('are unknown where they may not be asked', async () => {
    expect((await observed([readyz(403, ['forbidden'])])).readyz).toBeUndefined();
  });
});

test('both certificates of the connection are dated, also where it was used before', async () => {
  const { servingCertificate, clientCertificate } = await observed([readyz(500, ILL, 1), readyz(200, WELL)]);
  expect(servingCertificate).toEqual({ notBefore: '2026-01-01T00:00:00Z', notAfter: '2046-01-01T00:00:00Z' });
  expect(clientCertificate).toEqual({ notBefore: '2026-02-01T00:00:00Z', notAfter: '2046-02-01T00:00:00Z' });
});

test('a clock that is far off is noticed, one that is a moment off is not', async () => {
  const away = (seconds: number) => new Date(Date.now() + seconds * 1000).toUTCString();
  expect((await observed([readyz(200, WELL)], away(3600))).clockSkewSeconds).toBeGreaterThan(3500);
  expect((await observed([readyz(200, WELL)], away(-3600))).clockSkewSeconds).toBeLessThan(-3500);
  expect((await observed([readyz(200, WELL)])).clockSkewSeconds).toBe(0);
});
