import { describe, expect, test } from 'vitest';
import type { ProxyFacts } from '../../../src/doctor/facts.ts';
import { apiServer } from '../../../src/doctor/proxy/api-server.ts';
import { isExempt } from '../../../src/doctor/proxy/exempt.ts';
import { extraCa } from '../../../src/doctor/proxy/extra-ca.ts';
import { modelServer } from '../../../src/doctor/proxy/model-server.ts';
import { isNearby } from '../../../src/doctor/proxy/nearby.ts';
import { variables } from '../../../src/doctor/proxy/variables.ts';
import { expectLine } from './expected.ts';
import { type Expected, PROXY } from './sample.ts';

const proxy = (more: Partial<ProxyFacts>): ProxyFacts => ({ ...PROXY, ...more });
const P = 'proxy.example:3128';

test.each<[string, ProxyFacts, Expected]>([
  ['none', proxy({}), ['ok', /^no proxy is set$/]],
  [
    'all',
    proxy({ httpProxy: P, httpsProxy: P, noProxy: '.svc,10.0.0.0/8' }),
    ['ok', /^HTTPS_PROXY=proxy\.example:3128, HTTP_PROXY=proxy\.example:3128, NO_PROXY=\.svc,10\.0\.0\.0\/8$/],
  ],
])('variables: %s', (_case, facts, expected) => expectLine(variables, facts, expected));

test.each<[string, ProxyFacts, Expected]>([
  ['no proxy', proxy({}), null],
  ['no cluster', proxy({ httpsProxy: P, apiServer: null }), null],
  ['directly', proxy({ httpsProxy: P }), ['ok', /127\.0\.0\.1 is reached directly/]],
  [
    'outside, by right',
    proxy({ httpsProxy: P, apiServer: { host: 'api.example.com', proxy: P } }),
    ['ok', /api\.example\.com is reached through the proxy proxy\.example:3128/],
  ],
  [
    'near, by mistake',
    proxy({ httpsProxy: P, apiServer: { host: '10.1.2.3', proxy: P } }),
    ['warn', /10\.1\.2\.3 is reached through/, /export NO_PROXY="\$NO_PROXY,10\.1\.2\.3"/],
  ],
  ['by the kubeconfig', proxy({ apiServer: { host: '10.1.2.3', proxy: P } }), ['warn', /through/, /NO_PROXY/]],
])('cluster: %s', (_case, facts, expected) => expectLine(apiServer, facts, expected));

test.each<[string, ProxyFacts, Expected]>([
  ['no proxy', proxy({ isNodeTold: true }), null],
  ['no server', proxy({ httpProxy: P, modelServer: null }), null],
  ['Node does not use it', proxy({ httpProxy: P }), ['ok', /reached directly/]],
  ['Node uses it', proxy({ httpProxy: P, isNodeTold: true }), ['warn', /through the proxy/, /NO_PROXY,127\.0\.0\.1"/]],
  ['but not for this', proxy({ httpProxy: P, isNodeTold: true, noProxy: '127.0.0.1' }), ['ok', /directly/]],
  ['nor for this scheme', proxy({ httpsProxy: P, isNodeTold: true }), ['ok', /directly/]],
  [
    'a server outside',
    proxy({ httpsProxy: P, isNodeTold: true, modelServer: { host: 'llm.example.com', port: 443, isTls: true } }),
    ['ok', /llm\.example\.com is reached through/],
  ],
])('model: %s', (_case, facts, expected) => expectLine(modelServer, facts, expected));

test.each<[string, ProxyFacts['extraCa'], Expected]>([
  ['unset', { state: 'unset' }, ['skip', /is not set/]],
  ['present', { state: 'present', path: '/ca', certificates: 2, expired: 0 }, ['ok', /adds 2 certificates of \/ca$/]],
  [
    'some past',
    { state: 'present', path: '/ca', certificates: 2, expired: 1 },
    ['ok', /2 certificates of \/ca, 1 of them expired/],
  ],
  [
    'all past',
    { state: 'present', path: '/ca', certificates: 1, expired: 1 },
    ['warn', /1 certificate of \/ca, 1 of/, /successors/],
  ],
  ['missing', { state: 'missing', path: '/ca' }, ['fail', /\/ca, which cannot be read/, /unset NODE_EXTRA_CA_CERTS/]],
  ['no PEM', { state: 'not-certificates', path: '/ca' }, ['fail', /\/ca, which holds no certificates/, /PEM file/]],
])('extra-ca: %s', (_case, file, expected) => expectLine(extraCa, proxy({ extraCa: file }), expected));

describe('NO_PROXY for Node', () => {
  test.each([
    [null, 'a.example', 80, false],
    ['', 'a.example', 80, false],
    ['*', 'a.example', 80, true],
    ['a.example', 'a.example', 80, true],
    ['A.Example', 'a.example', 80, true],
    ['a.example', 'b.a.example', 80, false],
    ['.example', 'a.example', 80, true],
    ['*.example', 'a.example', 80, true],
    ['.example', 'counterexample', 80, false],
    ['x, a.example', 'a.example', 80, true],
    ['a.example:81', 'a.example', 80, false],
    ['a.example:80', 'a.example', 80, true],
    ['10.0.0.1-10.0.0.9', '10.0.0.9', 80, true],
    ['10.0.0.1-10.0.0.9', '10.0.0.10', 80, false],
    ['10.0.0.0/8', '10.0.0.9', 80, false],
    ['::1', '::1', 80, true],
    ['[::1]:80', '::1', 80, true],
    ['localhost', '127.0.0.1', 80, false],
  ])('%j keeps %s:%d from it: %s', (noProxy, host, port, expected) => {
    expect(isExempt(noProxy, host, port)).toBe(expected);
  });
});

test.each([
  ['127.0.0.1', true],
  ['10.9.8.7', true],
  ['172.16.0.1', true],
  ['172.32.0.1', false],
  ['192.168.1.1', true],
  ['8.8.8.8', false],
  ['::1', true],
  ['fd00::1', true],
  ['2001:db8::1', false],
  ['localhost', true],
  ['ollama', true],
  ['host.docker.internal', true],
  ['api.example.com', false],
])('%s is nearby: %s', (host, expected) => {
  expect(isNearby(host)).toBe(expected);
});
