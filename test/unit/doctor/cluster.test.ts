import { describe, test } from 'vitest';
import { certificate } from '../../../src/doctor/cluster/certificate.ts';
import { clock } from '../../../src/doctor/cluster/clock.ts';
import { credentials } from '../../../src/doctor/cluster/credentials.ts';
import { kubeconfig } from '../../../src/doctor/cluster/kubeconfig.ts';
import { reach } from '../../../src/doctor/cluster/reach.ts';
import { verification } from '../../../src/doctor/cluster/verification.ts';
import { version } from '../../../src/doctor/cluster/version.ts';
import { expectLine } from './expected.ts';
import { cluster, DEAD_CLUSTER, type Expected, inDays, NO_CLUSTER, NOW } from './sample.ts';

describe('kubeconfig', () => {
  test.each<[string, Parameters<typeof kubeconfig>[0], Expected]>([
    [
      'found',
      cluster(),
      ['ok', /^\/home\/jane\/\.kube\/config: context kind-dev, server https:\/\/127\.0\.0\.1:6443$/],
    ],
    ['found, though nobody answers', DEAD_CLUSTER, ['ok', /context kind-dev/]],
    ['several files', cluster({}, { files: ['/a', '/b'] }), ['ok', /^\/a, \/b: /]],
    ['missing', NO_CLUSTER, ['fail', /^no kubeconfig: x does not exist$/, /^name one$/]],
  ])('%s', (_case, facts, expected) => expectLine(kubeconfig, facts, expected));
});

describe('answer', () => {
  test.each<[string, Parameters<typeof reach>[0], Expected]>([
    ['quick', cluster(), ['ok', /answered in 12 ms/]],
    ['slow is no fault', cluster({ answerMs: 4_900 }), ['ok', /answered in 4900 ms/]],
    ['none', DEAD_CLUSTER, ['fail', /refuses connections/, /is the cluster running/]],
    ['nobody to ask', NO_CLUSTER, null],
  ])('%s', (_case, facts, expected) => expectLine(reach, facts, expected));
});

describe('tls', () => {
  test.each<[string, Parameters<typeof verification>[0], Expected]>([
    ['verified', cluster(), ['ok', /is verified/]],
    [
      'not verified',
      cluster({}, { isVerified: false }),
      ['warn', /insecure-skip-tls-verify/, /certificate-authority-data/],
    ],
    ['no TLS', cluster({}, { isVerified: false, isTls: false }), ['warn', /^plain http/, /https/]],
    ['nobody answered', DEAD_CLUSTER, null],
    ['nobody to ask', NO_CLUSTER, null],
  ])('%s', (_case, facts, expected) => expectLine(verification, facts, expected));
});

describe('certificate', () => {
  const until = (days: number) => cluster({ certificate: { names: ['a', 'b'], expiresAt: inDays(days) } });
  test.each<[string, ReturnType<typeof cluster>, Expected]>([
    ['good for long', until(31), ['ok', /^for a and b; it expires in 31 days$/]],
    ['ends soon', until(30), ['warn', /^for a and b; it expires in 30 days$/, /kubeadm certs renew/]],
    ['ends tomorrow', until(1), ['warn', /expires in 24 hours$/, /renew/]],
    ['ends now', until(0.01), ['warn', /expires in less than an hour$/, /renew/]],
    ['has ended, and was not verified', until(-1), ['warn', /it has expired since 2026-02-28T12:00:00Z$/, /renew/]],
    ['without a name', cluster({ certificate: { names: [], expiresAt: inDays(90) } }), ['ok', /^for no name; /]],
    [
      'with many names',
      cluster({ certificate: { names: ['a', 'b', 'c', 'd', 'e', 'f', 'g'], expiresAt: inDays(90) } }),
      ['ok', /^for a, b, c, d, e and 2 more; /],
    ],
    ['no TLS', cluster({ certificate: null }), null],
    ['nobody answered', DEAD_CLUSTER, null],
  ])('%s', (_case, facts, expected) => expectLine(certificate(NOW), facts, expected));
});

describe('version', () => {
  test.each<[string | null, Expected]>([
    ['v1.30.0', ['ok', /Kubernetes v1\.30\.0; 1\.30 to 1\.35 are tested/]],
    ['v1.35.9+k3s1', ['ok', /v1\.35\.9/]],
    ['v1.29.14', ['warn', /older than what is tested/, /upgrade the cluster/]],
    ['v1.36.0', ['warn', /newer than what is tested/, /newer mekhanikube/]],
    ['v2.0.0', ['warn', /newer/, /newer/]],
    [null, ['skip', /does not tell/]],
    ['nonsense', ['skip', /does not tell/]],
  ])('%s', (told, expected) => expectLine(version, cluster({ version: told }), expected));
});

describe('clock', () => {
  test.each<[number | null, Expected]>([
    [0, ['ok', /agree/]],
    [1, ['ok', /agree/]],
    [-60, ['ok', /60 s behind this/]],
    [60, ['ok', /60 s ahead of this/]],
    [61, ['warn', /61 s ahead of this/, /set the clock/]],
    [-3600, ['warn', /3600 s behind this/, /set the clock/]],
    [null, ['skip', /does not tell/]],
  ])('%s seconds', (aheadSeconds, expected) => expectLine(clock, cluster({ aheadSeconds }), expected));
});

describe('credentials', () => {
  test.each<[string, Parameters<typeof cluster>[0] & object, Expected]>([
    [
      'a token',
      { credentials: { kind: 'token', expiresAt: inDays(0.5) } },
      ['ok', /bearer token, which ends in 12 hours/],
    ],
    ['a token for ever', { credentials: { kind: 'token', expiresAt: null } }, ['ok', /without an end/]],
    [
      'a token that is about to end',
      { credentials: { kind: 'token', expiresAt: inDays(0.003) } },
      ['warn', /ends in less than an hour/, /log in again/],
    ],
    [
      'a token that has ended',
      { credentials: { kind: 'token', expiresAt: inDays(-1) } },
      ['warn', /has ended since 2026-02-28T12:00:00Z/, /log in again/],
    ],
    [
      'a certificate',
      { credentials: { kind: 'certificate', expiresAt: inDays(31) } },
      ['ok', /certificate, which ends in 31 days/],
    ],
    [
      'a certificate that ends soon',
      { credentials: { kind: 'certificate', expiresAt: inDays(29) } },
      ['warn', /ends in 29 days/, /new kubeconfig/],
    ],
    ['a password', { credentials: { kind: 'password', expiresAt: null } }, ['ok', /a name and a password/]],
    ['none', { credentials: { kind: 'none', expiresAt: null } }, ['warn', /no credentials/, /log in/]],
  ])('%s', (_case, server, expected) => expectLine(credentials(NOW), cluster(server), expected));
});
