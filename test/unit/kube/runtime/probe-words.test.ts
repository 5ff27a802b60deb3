import { expect, test } from 'vitest';
import { containersOf } from '../../../../src/kube/containers.ts';
import { refTo } from '../../../../src/kube/object-ref.ts';
import { askedBy, askedText, correctProbe, partsText } from '../../../../src/kube/runtime/probe-words.ts';
import type { Probe } from '../../../../src/kube/runtime/probes.ts';

const HTTP: Probe = { httpGet: { port: 8080, scheme: 'HTTP' } };
const HTTPS: Probe = { httpGet: { port: 8080, scheme: 'HTTPS' } };
const COMMAND: Probe = { exec: { command: ['/check'] } };
const CONTAINER = { ports: [{ name: 'web', containerPort: 8080 }] };
const web = refTo('Deployment', 'shop', 'web');

function asked(probe: Probe, text: string | null, ...log: readonly string[]) {
  const [view] = containersOf({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
    spec: { containers: [CONTAINER] },
  });
  if (view === undefined) throw new Error('no container');
  return askedBy(view, probe, text, log);
}

test('the scheme is wrong only where the answer proves it', () => {
  const plain = 'Get "https://10.0.0.7:8080/": http: server gave HTTP response to HTTPS client';
  expect(asked(HTTPS, plain).spoken).toBe('HTTP');
  // A redirect led there.
  expect(asked(HTTP, plain).spoken).toBeNull();
  const refusal = 'http: TLS handshake error from 10.0.0.1:5: client sent an HTTP request to an HTTPS server';
  const answered = 'HTTP probe failed with statuscode: 400';
  expect([asked(HTTP, answered).spoken, asked(HTTP, answered, refusal).spoken]).toEqual([null, 'HTTPS']);
  expect(asked(HTTP, 'HTTP probe failed with statuscode: 503', refusal).spoken).toBeNull();
});

test('a probe is hasty where the default second ran out, not where its command speaks of a time', () => {
  const late =
    'Get "http://10.0.0.7:8080/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)';
  expect([asked(HTTP, late).hasty, asked({ ...HTTP, timeoutSeconds: 5 }, late).hasty]).toEqual([true, false]);
  expect(asked(COMMAND, 'command "/check" timed out after 1s').hasty).toBe(true);
  expect(asked(COMMAND, ';; connection timed out; no servers could be reached').hasty).toBe(false);
  expect(asked({ grpc: { port: 9 } }, 'timeout: health rpc did not complete within 1s').hasty).toBe(true);
});

test('what may be wrong depends on how a probe asks', () => {
  expect(
    [HTTP, COMMAND, { tcpSocket: { port: 5 } }, { grpc: { port: 9 } }].map((probe) => partsText(asked(probe, null))),
  ).toEqual(['path, port or scheme', 'command', 'port', 'port or service']);
});

test('a wrong scheme is patched, and a time that ran out is named', () => {
  const plain = 'http: server gave HTTP response to HTTPS client';
  expect(correctProbe(web, 'readiness', 'app', asked(HTTPS, plain), '')).toEqual({
    text: 'Set scheme: HTTP in the readiness probe of Deployment shop/web',
    command: `kubectl patch -n shop deployment/web -p '${JSON.stringify({
      spec: { template: { spec: { containers: [{ name: 'app', readinessProbe: { httpGet: { scheme: 'HTTP' } } }] } } },
    })}'`,
  });
  expect(correctProbe(refTo('Pod', 'shop', 'web'), 'readiness', 'app', asked(HTTPS, plain), '').text).toContain(
    'scheme: HTTP',
  );
  expect(correctProbe(web, 'liveness', 'app', asked(COMMAND, 'command timed out'), ', if so').text).toBe(
    'Correct the liveness probe, if so in Deployment shop/web; raise timeoutSeconds from 1, if the answer only takes longer',
  );
});

test('where the program listens instead is told by its log, and only where nobody answers', () => {
  const refused = 'dial tcp 10.0.0.7:8080: connect: connection refused';
  const loopback = 'INFO: Uvicorn running on http://127.0.0.1:8080 (Press CTRL+C to quit)';
  const itself = asked(HTTP, refused, loopback);
  expect(itself.listens).toEqual({ address: '127.0.0.1', port: 8080, forItself: true });
  expect(askedText(itself)).toBe('; by its log it listens at 127.0.0.1:8080, where only its own pod reaches it');
  expect(correctProbe(web, 'readiness', 'app', itself, '')).toEqual({
    text: 'Have the program listen at all addresses (0.0.0.0:8080)',
    command: null,
  });
  const elsewhere = asked({ tcpSocket: { port: 'web' } }, refused, 'Server listening on port 3000');
  expect(elsewhere.listens).toEqual({ address: '', port: 3000, forItself: false });
  expect(askedText(elsewhere)).toBe('; by its log it listens at port 3000');
  expect(correctProbe(web, 'readiness', 'app', elsewhere, ', if so').text).toBe(
    'Correct the port of the readiness probe (3000, by the log) in Deployment shop/web',
  );
  expect(asked(HTTP, 'HTTP probe failed with statuscode: 404', loopback).listens).toBeNull();
  expect(asked({ httpGet: { port: 8080, host: '127.0.0.1' } }, refused, loopback).listens).toBeNull();
  expect(asked({ tcpSocket: { port: 'none' } }, refused, loopback).listens).toBeNull();
  expect(asked(HTTP, null, loopback).listens).toBeNull();
});
