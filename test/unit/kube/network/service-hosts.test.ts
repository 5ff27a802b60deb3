import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostsNamedIn } from '../../../../src/kube/network/service-hosts.ts';

const hosts = (raw: Record<string, unknown>) => (hostsNamedIn(raw) ?? []).map(({ host, port }) => [host, port]);
const env = (name: string, value: string) => hosts({ env: [{ name, value }] });

describe('hostsNamedIn', () => {
  test.each([
    [
      'DB_URL',
      'postgres://shop:hunter2@db.shop.svc.cluster.local:5432/shop?x=1',
      [['db.shop.svc.cluster.local', 5432]],
    ],
    ['API', 'http://api:8080/v1', [['api', 8080]]],
    ['API', 'http://api.shop/v1', [['api.shop', undefined]]],
    [
      'BROKERS',
      'kafka-0.kafka:9092,kafka-1.kafka:9092',
      [
        ['kafka-0.kafka', 9092],
        ['kafka-1.kafka', 9092],
      ],
    ],
    [
      'SEEDS',
      'mongodb://u:p@m-0,m-1:27017/db',
      [
        ['m-0', undefined],
        ['m-1', 27017],
      ],
    ],
    ['REDIS_HOST', 'redis', [['redis', undefined]]],
    ['REDIS_ADDR', 'redis:6379', [['redis', 6379]]],
    ['DB', 'db-0.db.shop.svc:5432', [['db-0.db.shop.svc', 5432]]],
    ['HOSTNAME', 'web-1', []],
    ['MODE', 'production', []],
    ['LISTEN_ADDR', '0.0.0.0:80', []],
    ['PROXY_HOST', 'localhost', []],
    ['LOGIN', 'user:12345', []],
    ['IMAGE', 'registry.example.com/shop/web:1', []],
    ['EXTERNAL', 'https://api.pay.example.com/', []],
  ])('%s=%s', (name, value, expected) => {
    expect(env(name, value)).toEqual(expected);
  });

  test('reads the scripts that wait for a Service', () => {
    const script = (text: string) => hosts({ command: ['sh', '-c', text] });
    expect(script('until nc -z db 5432; do sleep 1; done')).toEqual([['db', 5432]]);
    expect(script('nc -w 2 -z db 5432')).toEqual([['db', 5432]]);
    expect(script('nc -zv -w5 db 5432')).toEqual([['db', 5432]]);
    expect(script('nc -zw 5 db 5432')).toEqual([['db', 5432]]);
    expect(script('nc -e cat db 5432 </dev/null')).toEqual([['db', 5432]]);
    expect(script('until nslookup db; do sleep 1; done')).toEqual([['db', undefined]]);
    expect(script('wget -qO- http://$HOST:80/ http://api:80/')).toEqual([['api', 80]]);
    expect(hosts({ args: ['--db-host=db', '--name=web', '--url=http://api'] })).toEqual([
      ['db', undefined],
      ['api', undefined],
    ]);
  });

  test.each([
    'nc -lk -p 5432 -e cat',
    'while true; do nc -l -p 7000 -e cat; done',
    'nc -p 5432 -s 0.0.0.0 -l -e sh',
    'nc -lk 5432',
    'nc -klw 5 db',
  ])('names no host where it listens itself: %s', (text) => {
    expect(hosts({ command: ['sh', '-c', text] })).toEqual([]);
  });

  test('says where', () => {
    expect(hostsNamedIn({ args: ['-v', 'http://api'] })).toEqual([{ host: 'api', from: 'args[1]' }]);
  });

  test.each([
    'postgres://shop:pa/ss@db/shop',
    'redis://:p@ss/word@cache:6379',
    'http://token#x@api',
    'https://user:x?y@api/z',
  ])('keeps nothing where a password may hide the host: %s', (value) => {
    expect(env('URL', value)).toEqual([]);
  });

  test('a password is in none of it', () => {
    const secret = fc.string({ minLength: 6, maxLength: 20 }).map((text) => `Q${text.replaceAll(/\s/g, '_')}Z`);
    fc.assert(
      fc.property(secret, fc.constantFrom('db', 'db.shop.svc', 'db.shop'), (password, host) => {
        const kept = JSON.stringify(
          hostsNamedIn({ env: [{ name: 'DB_URL', value: `postgres://shop:${password}@${host}:5432/x` }] }),
        );
        expect(kept ?? '').not.toContain(password);
        expect(kept ?? '').not.toContain('shop:');
      }),
    );
  });

  test('keeps of a recorded container what it noted, and nothing that has another shape', () => {
    const first = hostsNamedIn({
      env: [
        { name: 'A_HOST', value: 'db:1' },
        { name: 'B', value: 'x.y.svc' },
      ],
    });
    expect(hostsNamedIn({ serviceHosts: first })).toEqual(first);
    expect(
      hostsNamedIn({
        serviceHosts: [{ host: 'pass word', from: 'args[0]' }, { host: 'db', from: 'elsewhere' }, null, { host: 1 }],
      }),
    ).toBeUndefined();
  });

  test('odd containers crash nothing', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('env', 'args', 'command', 'serviceHosts'), fc.anything()), (raw) => {
        expect(() => hostsNamedIn(raw)).not.toThrow();
      }),
    );
  });
});
