import { describe, expect, it } from 'vitest';
import {
  certificateExpiry,
  credentialExpiry,
  exportNote,
  timeText,
  tokenExpiry,
  withExportNote,
} from '../../../../src/cluster/kubeconfig/expiry.ts';
import { createAuthority } from '../../../support/fake-api/certificate.ts';
import { jwt } from '../../../support/tls/plugin.ts';
import { base64 } from '../../../support/tls/target.ts';

const MOMENT = new Date('2026-01-10T12:00:00Z');
const SECONDS = MOMENT.getTime() / 1000;

describe('the expiry', () => {
  it('of a token is what it says', () => {
    expect(tokenExpiry(jwt({ exp: SECONDS }))).toEqual(MOMENT);
    for (const token of ['opaque', 'k8s-aws-v1.aHR0cHM6Ly9zdHM', jwt({}), jwt({ exp: 'soon' }), jwt({ exp: 1e300 })])
      expect(tokenExpiry(token)).toBeNull();
  });

  it('of a certificate is what it says', () => {
    const { cert } = createAuthority().issue(['me'], { notAfter: MOMENT });
    expect(certificateExpiry(cert)).toEqual(MOMENT);
    expect(certificateExpiry('hello')).toBeNull();
  });

  it('of credentials is theirs before that which was noted', () => {
    const noted = withExportNote({}, { from: 'plugin', expires: new Date(0) });
    const { cert } = createAuthority().issue(['me'], { notAfter: MOMENT });
    expect(credentialExpiry({ ...noted, token: jwt({ exp: SECONDS }) })).toEqual(MOMENT);
    expect(credentialExpiry({ ...noted, 'client-certificate-data': base64(cert) })).toEqual(MOMENT);
    expect(credentialExpiry({ ...noted, token: 'opaque' })).toEqual(new Date(0));
    expect(credentialExpiry({ token: 'opaque' })).toBeNull();
    expect(credentialExpiry({})).toBeNull();
  });
});

describe('the note of an export', () => {
  it('is read as it was written, and replaces an older one', () => {
    const other = { name: 'other', extension: { a: 1 } };
    const once = withExportNote({ token: 't', extensions: [other] }, { from: 'plugin', expires: null });
    expect(exportNote(once)).toEqual({ from: 'plugin', expires: null });
    const twice = withExportNote(once, { from: 'service-account', expires: MOMENT });
    expect(exportNote(twice)).toEqual({ from: 'service-account', expires: MOMENT });
    expect(twice.extensions?.map(({ name }) => name)).toEqual(['other', 'mekhanikube.io/export']);
  });

  it.each([
    [undefined],
    [[{ name: 'other', extension: { from: 'plugin' } }]],
    [[{ name: 'mekhanikube.io/export', extension: { from: 'the moon' } }]],
    [[{ name: 'mekhanikube.io/export', extension: 'text' }]],
  ])('is none in %j', (extensions) => {
    expect(exportNote({ extensions })).toBeNull();
  });

  it('survives an expiry that is no time', () => {
    const extensions = [{ name: 'mekhanikube.io/export', extension: { from: 'plugin', expires: 'soon' } }];
    expect(exportNote({ extensions })).toEqual({ from: 'plugin', expires: null });
  });
});

it('is written in whole seconds', () => {
  expect(timeText(new Date('2026-01-10T12:00:00.123Z'))).toBe('2026-01-10T12:00:00Z');
});
