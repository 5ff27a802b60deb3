import { describe, expect, test } from 'vitest';
import { tellingLine } from '../../../../src/kube/logs/log-patterns.ts';

const told = (...lines: string[]) => {
  const found = tellingLine(lines);
  return found === undefined ? undefined : [found.pattern, found.host, found.port];
};

test.each([
  ['exec /app/server: exec format error', 'log-exec-format', null, null],
  ['java.lang.OutOfMemoryError: Java heap space', 'log-oom-runtime', null, null],
  ['FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory', 'log-oom-runtime', null, null],
  ['write /data/wal: no space left on device', 'log-disk', null, null],
  ['listen tcp :8080: bind: address already in use', 'log-bind', null, null],
  ['Error: listen EACCES: permission denied 0.0.0.0:80', 'log-bind', null, null],
  [
    'pods is forbidden: User "system:serviceaccount:shop:api" cannot list resource "pods" in API group ""',
    'log-forbidden',
    null,
    null,
  ],
  [
    String.raw`E0110 reflector.go:166] err="pods is forbidden: User \"system:serviceaccount:shop:api\" cannot list resource"`,
    'log-forbidden',
    null,
    null,
  ],
  ['dial tcp: lookup db.shop.svc on 10.96.0.10:53: no such host', 'log-dns', 'db.shop.svc', null],
  ["wget: bad address 'db:5432'", 'log-dns', 'db', 5432],
  ['Error: getaddrinfo ENOTFOUND cache', 'log-dns', 'cache', null],
  ['java.net.UnknownHostException: kafka-0.kafka', 'log-dns', 'kafka-0.kafka', null],
  ['psql: error: could not translate host name "pg" to address: Name or service not known', 'log-dns', 'pg', null],
  ['curl: (6) Could not resolve host: payments.shop', 'log-dns', 'payments.shop', null],
  ['panic: dial tcp 10.96.4.5:5432: connect: connection refused', 'log-conn-refused', '10.96.4.5', 5432],
  ['Error: connect ECONNREFUSED 10.96.4.5:6379', 'log-conn-refused', '10.96.4.5', 6379],
  [
    "requests.exceptions.ConnectionError: HTTPConnectionPool(host='api', port=8080): Max retries exceeded with url: /v1 (Caused by NewConnectionError('[Errno 111] Connection refused'))",
    'log-conn-refused',
    'api',
    8080,
  ],
  [
    "OperationalError: (2003, \"Can't connect to MySQL server on 'mysql:3306' (111)\")",
    'log-conn-refused',
    'mysql',
    3306,
  ],
  [
    'redis.exceptions.ConnectionError: Error 111 connecting to redis:6379. Connection refused.',
    'log-conn-refused',
    'redis',
    6379,
  ],
  [
    'java.net.ConnectException: Failed to connect to api/10.96.0.77:80: Connection refused',
    'log-conn-refused',
    'api',
    80,
  ],
  ["wget: can't connect to remote host (10.96.4.5): Connection refused", 'log-conn-refused', '10.96.4.5', null],
  ['connection to server at "db" (10.96.1.1), port 5432 failed: Connection refused', 'log-conn-refused', 'db', 5432],
  ['Get "http://api.shop.svc:8080/x": dial tcp 10.96.4.9:8080: i/o timeout', 'log-timeout', 'api.shop.svc', 8080],
  ['read tcp 10.0.0.3:41234->10.96.4.9:443: i/o timeout', 'log-timeout', '10.96.4.9', 443],
  ['x509: certificate signed by unknown authority', 'log-x509', null, null],
  ['FATAL:  password authentication failed for user "app"', 'log-auth', null, null],
  ['could not acquire migration lock', 'log-migration-lock', null, null],
  ['Error: DATABASE_URL is not set', 'log-env', null, null],
  ['sh: DB_URL: parameter not set', 'log-env', null, null],
  ["KeyError: 'API_TOKEN_FILE'", 'log-env', null, null],
  ['open /etc/app/config.yaml: no such file or directory', 'log-file', null, null],
  ['touch: /data/x: Read-only file system', 'log-file', null, null],
  ['panic: runtime error: index out of range [3] with length 3', 'log-panic', null, null],
  ["thread 'main' panicked at src/main.rs:4:5:", 'log-panic', null, null],
])('%s', (line, pattern, host, port) => {
  expect(told('starting', line, 'bye')).toEqual([pattern, host, port]);
});

test.each([
  'finished with 0 errors',
  'level=info msg="retrying: connection refused"',
  '{"level":"debug","msg":"no such host"}',
  'INFO connection refused by peer, failing over',
  'failover after connection refused',
  'err=nil while reading panic: log',
  'listening on 0.0.0.0:8080',
])('tells nothing: %s', (line) => {
  expect(told(line)).toBeUndefined();
});

describe('of several lines', () => {
  test('the one nearest to the end wins', () => {
    expect(told('FATAL: password authentication failed', 'open /x: no such file or directory')?.[0]).toBe('log-file');
  });

  test('the fields of one error stand together, and one of them names the host', () => {
    const lines = [
      'Error: connect ECONNREFUSED 10.1.2.3:5432',
      '    at TCPConnectWrap (net.js:1)',
      "  code: 'ECONNREFUSED',",
    ];
    expect(told(...lines)).toEqual(['log-conn-refused', '10.1.2.3', 5432]);
  });

  test('a place in a program or a time of day is no host', () => {
    expect(told('main.go:42 12:30 connection refused')).toEqual(['log-conn-refused', null, null]);
  });
});
