import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hostFiles, parseHostFolder, placesOf } from '../../../../src/cluster/kubeconfig/host-files.ts';
import { temporaryFolder } from '../../../support/fake-api/kubeconfig.ts';

describe('where a file of the host may be', () => {
  it.each([
    ['/home/me/.kube/certs/ca.crt', [], ['/home/me/.kube/certs/ca.crt', '/kube/certs/ca.crt']],
    ['/Users/me/.kube/ca.crt', [], ['/Users/me/.kube/ca.crt', '/kube/ca.crt']],
    ['C:\\Users\\me\\.kube\\ca.crt', [], ['C:\\Users\\me\\.kube\\ca.crt', '/kube/ca.crt']],
    ['/home/me/.minikube/ca.crt', [], ['/home/me/.minikube/ca.crt']],
    ['/home/me/.minikube/ca.crt', ['/home/me=/host'], ['/home/me/.minikube/ca.crt', '/host/.minikube/ca.crt']],
    ['/home/me/.minikube/ca.crt', ['/home/me/=/host/'], ['/home/me/.minikube/ca.crt', '/host/.minikube/ca.crt']],
    [
      'C:\\Users\\me\\.minikube\\ca.crt',
      ['C:\\Users\\me=/host'],
      ['C:\\Users\\me\\.minikube\\ca.crt', '/host/.minikube/ca.crt'],
    ],
    ['/home/meg/ca.crt', ['/home/me=/host'], ['/home/meg/ca.crt']],
    ['/etc/ca.crt', ['/home/me=/host', '/etc=/host-etc'], ['/etc/ca.crt', '/host-etc/ca.crt']],
  ])('%s with %j', (path, folders, places) => {
    expect(placesOf(path, folders.map(parseHostFolder), ['/kube/config'])).toEqual(places);
  });
});

describe('hostFiles', () => {
  it('reads the first place that there is', () => {
    const kube = temporaryFolder();
    mkdirSync(join(kube, 'certs'));
    writeFileSync(join(kube, 'certs', 'ca.crt'), 'AUTHORITY');
    const read = hostFiles([], [join(kube, 'config')]);
    expect(read('/home/me/.kube/certs/ca.crt').toString()).toBe('AUTHORITY');
    expect(read(join(kube, 'certs', 'ca.crt')).toString()).toBe('AUTHORITY');
  });

  it('says which file is not here, and what to do', () => {
    const read = hostFiles([{ from: '/home/me', to: '/host' }], ['/kube/config']);
    expect(() => read('/home/me/.minikube/ca.crt')).toThrow(
      expect.objectContaining({
        code: 'cluster-unreadable',
        message:
          'the file /home/me/.minikube/ca.crt that the kubeconfig names is not here, nor is /host/.minikube/ca.crt',
        hint: expect.stringContaining('kubectl config view --raw --minify --flatten'),
      }),
    );
  });

  it('says so of a file that cannot be read', () => {
    const folder = temporaryFolder();
    expect(() => hostFiles([], [])(folder)).toThrow(/cannot be read: EISDIR/);
  });

  it.each(['/home/me', '=/host', '/home/me='])('refuses %j as a folder of the host', (text) => {
    expect(() => parseHostFolder(text)).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});
