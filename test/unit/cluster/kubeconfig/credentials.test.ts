import { chmodSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkPlugin, credentialKind } from '../../../../src/cluster/kubeconfig/credentials.ts';
import { temporaryFolder } from '../../../support/fake-api/kubeconfig.ts';
import { targetAt } from '../../../support/tls/target.ts';

describe('credentialKind', () => {
  it.each([
    [{ exec: { command: 'aws' }, token: 'SECRET' }, 'plugin aws'],
    [{ token: 'SECRET', tokenFile: '/t' }, 'token of a file'],
    [{ token: 'SECRET', 'client-key-data': 'SECRET' }, 'token'],
    [{ 'auth-provider': { name: 'oidc', config: { 'id-token': 'SECRET' } } }, 'auth provider oidc'],
    [{ 'client-certificate-data': 'C', 'client-key-data': 'SECRET' }, 'client certificate'],
    [{ username: 'me', password: 'SECRET' }, 'name and password'],
    [{}, 'no credentials'],
  ])('of %j', (user, kind) => {
    expect(credentialKind(user)).toBe(kind);
  });
});

describe('checkPlugin', () => {
  function check(command: string, PATH?: string, platform: NodeJS.Platform = 'linux'): void {
    checkPlugin(targetAt('https://a', {}, { exec: { command } }), PATH === undefined ? {} : { PATH }, platform);
  }

  function plugin(name: string, mode = 0o755): string {
    const path = join(temporaryFolder(), name);
    writeFileSync(path, '#!/bin/sh\n');
    chmodSync(path, mode);
    return path;
  }

  it('finds a plugin in a folder of PATH, or where it is said to be', () => {
    const path = plugin('aws');
    check('aws', ['/nonexistent', join(path, '..')].join(delimiter));
    check(path, '');
    check('aws', join(plugin('aws.exe'), '..'), 'win32');
  });

  it.each([
    ['that is nowhere', () => check('aws', temporaryFolder())],
    ['without a PATH', () => check('aws')],
    ['that may not be run', () => check('aws', join(plugin('aws', 0o644), '..'))],
    ['in the folder of another system', () => check('/Users/me/sdk/bin/aws', '/bin')],
  ])('names a plugin %s, and what to do on the host', (_, act) => {
    expect(act).toThrow(
      expect.objectContaining({
        code: 'cluster-unreadable',
        message: expect.stringMatching(/^the credential plugin ".*aws" of context "dev" is not installed here$/),
        hint: expect.stringContaining('mekhanikube kubeconfig export --context dev --exec-token'),
      }),
    );
  });

  it('asks for none where none is used', () => {
    expect(() => checkPlugin(targetAt('https://a', {}, { token: 't' }), {})).not.toThrow();
  });
});
