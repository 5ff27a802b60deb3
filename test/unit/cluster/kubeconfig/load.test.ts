import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadKubeconfig } from '../../../../src/cluster/kubeconfig/load.ts';
import { temporaryFolder, writeTemporary } from '../../../support/fake-api/kubeconfig.ts';

const NOWHERE = { env: {}, home: '/nonexistent' };

function around(...files: readonly string[]) {
  return { env: { KUBECONFIG: files.join(delimiter) }, home: '/nonexistent' };
}

const FIRST = `
contexts:
- {name: a, context: {cluster: one, user: me}}
- {name: both, context: {cluster: from-first, user: me}}
clusters: [{name: one, cluster: {server: https://one}}]
users: [{name: me, user: {token: first}}]
`;
const SECOND = `
current-context: b
contexts:
- {name: b, context: {cluster: two, user: me}}
- {name: both, context: {cluster: from-second, user: me}}
clusters: [{name: two, cluster: {server: https://two}}]
users: [{name: me, user: {token: second}}]
`;

describe('merging', () => {
  it('lets the first file that defines a name win, as kubectl does', async () => {
    const config = await loadKubeconfig(undefined, around(writeTemporary(FIRST), writeTemporary(SECOND)));
    expect([...(config?.contexts.keys() ?? [])]).toEqual(['a', 'both', 'b']);
    expect(config?.contexts.get('both')?.cluster).toBe('from-first');
    expect(config?.users.get('me')?.['token']).toBe('first');
    expect(config?.currentContext).toBe('b');
  });

  it('takes the first current context', async () => {
    const first = writeTemporary(`current-context: a${FIRST}`);
    const config = await loadKubeconfig(undefined, around(first, writeTemporary(SECOND)));
    expect(config?.currentContext).toBe('a');
  });

  it('passes over files that do not exist, and empty ones', async () => {
    const files = around(
      '/nonexistent/one',
      writeTemporary(''),
      writeTemporary('clusters: null'),
      writeTemporary(SECOND),
    );
    expect((await loadKubeconfig(undefined, files))?.currentContext).toBe('b');
  });

  it('knows when there is no file at all', async () => {
    expect(await loadKubeconfig(undefined, NOWHERE)).toBeNull();
    expect(await loadKubeconfig(undefined, around('/nonexistent/one'))).toBeNull();
  });

  it('looks in the home folder', async () => {
    const home = temporaryFolder();
    mkdirSync(join(home, '.kube'));
    writeFileSync(join(home, '.kube', 'config'), SECOND);
    expect((await loadKubeconfig(undefined, { env: {}, home }))?.currentContext).toBe('b');
  });
});

describe('paths', () => {
  it('are relative to the folder of the file that names them', async () => {
    const path = writeTemporary(`
clusters: [{name: c, cluster: {server: https://c, certificate-authority: ca.crt}}]
users:
- {name: files, user: {client-certificate: ./me.crt, client-key: /keys/me.key, tokenFile: token}}
- {name: beside, user: {exec: {command: bin/login, apiVersion: v1}}}
- {name: on-path, user: {exec: {command: aws, apiVersion: v1}}}
`);
    const folder = join(path, '..');
    const config = await loadKubeconfig(path, NOWHERE);
    expect(config?.clusters.get('c')?.['certificate-authority']).toBe(join(folder, 'ca.crt'));
    expect(config?.users.get('files')).toMatchObject({
      'client-certificate': join(folder, 'me.crt'),
      'client-key': '/keys/me.key',
      tokenFile: join(folder, 'token'),
    });
    expect(config?.users.get('beside')?.exec?.command).toBe(join(folder, 'bin/login'));
    expect(config?.users.get('on-path')?.exec?.command).toBe('aws');
  });
});

describe('what is no kubeconfig', () => {
  it('names a file that was asked for and is missing', async () => {
    await expect(loadKubeconfig('/nonexistent/config', NOWHERE)).rejects.toMatchObject({
      code: 'cluster-unreadable',
      message: 'the kubeconfig /nonexistent/config does not exist',
    });
  });

  it('gives the line of what is not YAML, and none of its text', async () => {
    const path = writeTemporary('users:\n- name: me\n  user: {token: s3cret-value\n');
    const error: unknown = await loadKubeconfig(path, NOWHERE).catch((thrown) => thrown);
    expect(error).toMatchObject({ message: expect.stringMatching(/ is not YAML \(line \d\)$/) });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('s3cret');
  });

  it('says which field is not understood', async () => {
    const path = writeTemporary('clusters: [{name: c, cluster: {server: 12}}]');
    await expect(loadKubeconfig(path, NOWHERE)).rejects.toMatchObject({
      message: `the kubeconfig ${path} is not a kubeconfig: clusters.0.cluster.server: Invalid input: expected string, received number`,
    });
    await expect(loadKubeconfig(writeTemporary('just text'), NOWHERE)).rejects.toThrow('is not a kubeconfig');
  });
});
