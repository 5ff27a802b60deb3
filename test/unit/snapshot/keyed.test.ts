import { generateKeyPairSync } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { caBundle, tlsContent } from '../../../src/snapshot/certificates.ts';
import { keep } from '../../../src/snapshot/keep.ts';
import { keyedFacts, notedFacts } from '../../../src/snapshot/keyed.ts';
import { createAuthority } from '../../support/fake-api/certificate.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const authority = createAuthority();
const validity = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2026-06-01T00:00:00Z') };
const own = authority.issue(['shop.example.com', '10.0.0.7'], validity);
const other = authority.issue(['other.example.com']);

describe('tlsContent', () => {
  test('tells dates and hosts of the first certificate', () => {
    expect(tlsContent(own.cert + authority.cert, own.key)).toEqual({
      state: 'ok',
      notBefore: '2026-01-01T00:00:00Z',
      notAfter: '2026-06-01T00:00:00Z',
      hosts: ['shop.example.com', '10.0.0.7'],
    });
  });

  const encrypted = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: 'x',
  });
  test.each([
    ['no certificate', undefined, own.key, 'no-certificate'],
    ['an empty one', ' \n', own.key, 'no-certificate'],
    ['no PEM', 'hello', own.key, 'certificate-unreadable'],
    ['broken PEM', own.cert.replace(/[A-Z]{4}/, 'AAAA').slice(0, 100), own.key, 'certificate-unreadable'],
    ['no key', own.cert, undefined, 'no-key'],
    ['a certificate for a key', own.cert, own.cert, 'key-unreadable'],
    ['an encrypted key', own.cert, String(encrypted), 'key-encrypted'],
    ["another's key", own.cert, other.key, 'key-mismatch'],
    ['the chain first', authority.cert + own.cert, own.key, 'chain-order'],
  ])('finds %s', (_name, certificate, key, problem) => {
    expect(tlsContent(certificate, key)).toEqual({ state: 'malformed', problem });
  });
});

describe('caBundle', () => {
  test('tells the dates of the one that is valid longest', () => {
    const old = authority.issue(['a'], { notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01') });
    expect(caBundle(own.cert + old.cert)).toEqual(caBundle(old.cert + own.cert));
    expect(caBundle(old.cert + own.cert)).toMatchObject({ state: 'ok', notAfter: '2026-06-01T00:00:00Z' });
  });

  test('knows nothing from something else', () => {
    expect(caBundle(undefined)).toEqual({ state: 'absent' });
    expect(caBundle('\n')).toEqual({ state: 'unreadable' });
  });
});

describe('keyedFacts', () => {
  const secret = {
    kind: 'Secret',
    type: 'kubernetes.io/tls',
    data: { 'tls.crt': base64(own.cert), 'tls.key': base64(own.key), note: base64('planted') },
  };

  test('of a TLS Secret: neither key nor certificate', () => {
    const facts = keyedFacts(secret);
    expect(facts).toMatchObject({
      type: 'kubernetes.io/tls',
      tls: { state: 'ok', hosts: ['shop.example.com', '10.0.0.7'] },
    });
    expect(facts.sizeBytes).toBe(own.cert.length + own.key.length + 'planted'.length);
    const text = JSON.stringify(facts);
    for (const value of [...Object.values(secret.data), own.cert, own.key, 'planted'])
      expect(text).not.toContain(value);
  });

  test('of a pull secret: the hosts, without names and passwords', () => {
    const accounts = {
      'https://index.docker.io/v1/': { auth: 'planted' },
      'quay.io': { username: 'planted' },
      'r.test:5000/team': {},
    };
    const config = {
      type: 'kubernetes.io/dockerconfigjson',
      data: { '.dockerconfigjson': base64(JSON.stringify({ auths: accounts })) },
    };
    expect(keyedFacts(config).registries).toEqual(['docker.io', 'quay.io', 'r.test:5000']);
    const old = { type: 'kubernetes.io/dockercfg', data: { '.dockercfg': base64(JSON.stringify(accounts)) } };
    expect(keyedFacts(old).registries).toEqual(['docker.io', 'quay.io', 'r.test:5000']);
    expect(JSON.stringify([keyedFacts(config), keyedFacts(old)])).not.toContain('planted');
    expect(keyedFacts({ ...config, data: { '.dockerconfigjson': base64('{') } }).registries).toEqual([]);
  });

  test('what is stored of a Helm release is known as far as it can be read, and held within bounds', () => {
    const stored = (bytes: Buffer) => ({
      type: 'helm.sh/release.v1',
      data: { release: base64(bytes.toString('base64')) },
    });
    const packed = (text: string) => keyedFacts(stored(gzipSync(text))).removedApis;
    expect(packed(JSON.stringify({ manifest: 'kind: CronJob\napiVersion: batch/v1beta1' }))).toEqual([
      { apiVersion: 'batch/v1beta1', kind: 'CronJob', namespace: null, name: '' },
    ]);
    expect(packed(JSON.stringify({ manifest: '' }))).toEqual([]);
    expect(packed('{')).toBeUndefined();
    expect(packed('[]')).toBeUndefined();
    expect(packed(' '.repeat(65 * 1024 * 1024))).toBeUndefined();
    expect(keyedFacts(stored(Buffer.from('no gzip'))).removedApis).toBeUndefined();
    expect(keyedFacts({ type: 'helm.sh/release.v1', data: {} }).removedApis).toBeUndefined();
  });

  test('a recording says of an object what was noted of it, and nothing that has another shape', () => {
    const kept = keep(JSON.parse(JSON.stringify({ apiVersion: 'v1', metadata: { name: 's' }, ...secret })));
    const { apiVersion, kind, metadata, ...facts } = JSON.parse(JSON.stringify(kept));
    expect(notedFacts(facts)).toEqual(keyedFacts(secret));
    expect(notedFacts({ keys: ['a'], tls: { state: 'ok' }, registries: 7, sizeBytes: 'x' })).toEqual({ keys: ['a'] });
  });
});

describe('when the data were last written', () => {
  const writer = (time: string, fields: object) => ({ manager: 'm', time, fieldsV1: fields });
  const changedAt = (...managedFields: readonly object[]) =>
    Reflect.get(keep({ metadata: { name: 's', managedFields } }, 'ConfigMap') ?? {}, 'changedAt');

  test('is the newest time of those who own any of it', () => {
    expect(
      changedAt(
        writer('2026-01-01T00:00:00Z', { 'f:data': { 'f:a': {} } }),
        writer('2026-01-03T00:00:00Z', { 'f:binaryData': {} }),
        writer('2026-01-05T00:00:00Z', { 'f:metadata': { 'f:labels': {} } }),
      ),
    ).toBe('2026-01-03T00:00:00Z');
  });

  test('is unknown where nobody owns any', () => {
    expect(changedAt(writer('2026-01-05T00:00:00Z', { 'f:metadata': {} }))).toBeUndefined();
    expect(changedAt()).toBeUndefined();
  });
});
