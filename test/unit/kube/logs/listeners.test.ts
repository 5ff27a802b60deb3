import { expect, test } from 'vitest';
import { listenerInsteadOf, listenersIn } from '../../../../src/kube/logs/listeners.ts';

test.each([
  [' * Running on http://127.0.0.1:5000/ (Press CTRL+C to quit)', '127.0.0.1', 5000],
  ['Starting development server at http://localhost:8000/', 'localhost', 8000],
  ['Serving HTTP on 0.0.0.0 port 8000 (http://0.0.0.0:8000/) ...', '0.0.0.0', 8000],
  ['2026/01/10 10:23:45 listening on :8080', '', 8080],
  ['{"level":"info","msg":"server started","addr":":9000"}', '', 9000],
  ['Tomcat started on port(s): 8080 (http) with context path', '', 8080],
  ['Listening on port 3000', '', 3000],
  ['[INFO] Listening at: http://[::1]:4000 (1)', '[::1]', 4000],
])('reads %s', (line, address, port) => {
  expect(listenersIn([line])).toEqual([expect.objectContaining({ address, port, line })]);
});

test.each([
  'connected to redis at 127.0.0.1:6379, ready',
  'starting: dial tcp 127.0.0.1:5432: connection refused',
  'server started at 10:23:45',
  'ready in 1200 ms',
  'running migrations 3 of 8080',
  'retrying upstream listening at 127.0.0.1:9000',
])('reads no place where it listens in %s', (line) => {
  expect(listenersIn([line])).toEqual([]);
});

test('a loopback address is for the pod alone, unless it listens at all addresses too', () => {
  const own = 'listening on 127.0.0.1:8080';
  expect(listenerInsteadOf(8080, [own])).toMatchObject({ isLoopback: true, port: 8080 });
  expect(listenerInsteadOf(8080, [own, 'listening on 0.0.0.0:8080'])).toBeUndefined();
});

test('another port counts where it is the only one that is not for something besides', () => {
  expect(listenerInsteadOf(8080, ['listening on :3000'])).toMatchObject({ port: 3000 });
  expect(listenerInsteadOf(8080, ['listening on :3000', 'metrics listening on :9090'])).toMatchObject({ port: 3000 });
  expect(listenerInsteadOf(8080, ['listening on :3000', 'listening on :4000'])).toBeUndefined();
  expect(listenerInsteadOf(8080, [])).toBeUndefined();
});
