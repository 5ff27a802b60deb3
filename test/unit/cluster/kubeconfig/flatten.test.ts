import { describe, expect, it } from 'vitest';
import { flatten } from '../../../../src/cluster/kubeconfig/flatten.ts';
import { base64, targetAt } from '../../../support/tls/target.ts';

const FILES: Readonly<Record<string, string>> = {
  '/k/ca.crt': 'AUTHORITY',
  '/k/me.crt': 'CERTIFICATE',
  '/k/me.key': 'KEY',
  '/k/token': 'from-file\n',
};

function flat(cluster: object, user: object) {
  const read = (path: string) => Buffer.from(FILES[path] ?? `no ${path}`);
  const target = flatten(targetAt('https://a', { ...cluster }, { ...user }), read);
  // As it is written: without what is undefined.
  return JSON.parse(JSON.stringify({ cluster: target.cluster, user: target.user }));
}

describe('flatten', () => {
  it('puts the contents of files in their place', () => {
    expect(
      flat(
        { 'certificate-authority': '/k/ca.crt' },
        { 'client-certificate': '/k/me.crt', 'client-key': '/k/me.key', tokenFile: '/k/token' },
      ),
    ).toEqual({
      cluster: { server: 'https://a', 'certificate-authority-data': base64('AUTHORITY') },
      user: {
        'client-certificate-data': base64('CERTIFICATE'),
        'client-key-data': base64('KEY'),
        token: 'from-file',
      },
    });
  });

  it('takes data before a file, and the file of a token before a token', () => {
    const data = { 'client-certificate-data': 'Y2VydA==', 'client-key-data': 'a2V5' };
    const { cluster, user } = flat(
      { 'certificate-authority': '/k/ca.crt', 'certificate-authority-data': 'Y2E=' },
      { ...data, 'client-certificate': '/k/me.crt', 'client-key': '/k/me.key', token: 'old', tokenFile: '/k/token' },
    );
    expect(cluster['certificate-authority-data']).toBe('Y2E=');
    expect(user).toEqual({ ...data, token: 'from-file' });
  });

  it('takes the authority of an OpenID Connect provider along', () => {
    const config = { 'id-token': 'x', 'idp-certificate-authority': '/k/ca.crt' };
    expect(flat({}, { 'auth-provider': { name: 'oidc', config } }).user).toEqual({
      'auth-provider': {
        name: 'oidc',
        config: { 'id-token': 'x', 'idp-certificate-authority-data': base64('AUTHORITY') },
      },
    });
  });

  it('leaves everything else as it is', () => {
    const cluster = { 'proxy-url': 'http://proxy', 'disable-compression': true, extensions: [] };
    const user = { exec: { command: 'aws', args: ['eks'], apiVersion: 'v1' }, as: 'jane', 'as-groups': ['dev'] };
    expect(flat(cluster, user)).toEqual({ cluster: { server: 'https://a', ...cluster }, user });
  });
});
