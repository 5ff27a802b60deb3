import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { chooseServerName, isFor, namesText } from '../../../../src/cluster/reach/server-name.ts';
import { createAuthority } from '../../../support/fake-api/certificate.ts';

const CA = createAuthority();

function certificateFor(...names: string[]) {
  return new X509Certificate(CA.issue(names).cert).toLegacyObject();
}

describe('chooseServerName', () => {
  it.each([
    ['localhost', ['kubernetes', 'localhost'], 'localhost'],
    ['api.localhost', ['localhost', 'api.localhost'], 'api.localhost'],
    ['api.dev.localhost', ['localhost', '*.dev.localhost'], 'api.dev.localhost'],
    ['api.localhost', ['kubernetes'], 'kubernetes'],
    ['127.0.0.1', ['kubernetes', 'localhost', '127.0.0.1'], 'localhost'],
    ['0.0.0.0', ['kubernetes.default', 'kubernetes', '10.96.0.1'], 'kubernetes'],
    ['::1', ['control-plane', 'cluster.example'], 'control-plane'],
    ['127.0.0.1', ['*.example', 'api.example'], 'api.example'],
    ['127.0.0.1', ['127.0.0.1', '10.96.0.1'], '127.0.0.1'],
    ['127.0.0.1', ['*.example', '127.0.0.1'], '127.0.0.1'],
    ['127.0.0.1', ['10.96.0.1'], null],
    ['localhost', ['127.0.0.1'], null],
  ])('for %s and a certificate for %j, %s', (host, names, expected) => {
    expect(chooseServerName(host, certificateFor(...names))).toBe(expected);
  });
});

describe('a certificate', () => {
  it('is for its names and addresses alone', () => {
    const certificate = certificateFor('localhost', '127.0.0.1');
    expect(['localhost', '127.0.0.1', 'kubernetes', '127.0.0.2'].map((name) => isFor(certificate, name))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('is told by its first few names', () => {
    expect(namesText(certificateFor('localhost', '127.0.0.1'))).toBe('localhost, 127.0.0.1');
    expect(namesText(certificateFor('a', 'b', 'c', 'd', 'e', 'f', 'g'))).toBe('a, b, c, d, e, f');
    expect(namesText(new X509Certificate(CA.cert).toLegacyObject())).toBe('no name at all');
  });
});
