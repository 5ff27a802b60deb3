import { expect, test } from 'vitest';
import { awaitedServices } from '../../../../src/kube/startup/awaited-hosts.ts';

const named = (...command: readonly string[]) =>
  awaitedServices({ command }, 'shop').map(
    ({ namespace, name, certain }) => `${namespace}/${name}${certain ? '' : '?'}`,
  );

test.each([
  ['until nc -z -w 2 db 5432; do sleep 2; done', ['shop/db']],
  ['until nslookup db.data.svc.cluster.local; do sleep 2; done', ['data/db']],
  ['until pg_isready -h db.data.svc; do sleep 1; done', ['data/db']],
  ['while ! curl -sf http://user:pass@api:8080/ready; do sleep 1; done', ['shop/api']],
  ['wait-for-it redis:6379 --timeout=0', ['shop/redis']],
  ['dockerize -wait tcp://queue.data:5672', ['data/queue?']],
  ['nc -z db 5432 && nc -z db 5433', ['shop/db']],
])('%s', (command, expected) => {
  expect(named('sh', '-c', command)).toEqual(expected);
});

test.each([
  'until nc -z 10.0.0.7 5432; do sleep 1; done',
  'curl http://localhost:8080/ready',
  'wget https://downloads.example.com/data.tar.gz',
  'cp -r /seed/. /data',
  'until [ -f /shared/ready ]; do sleep 1; done',
  'date +%H:%M:%S; sleep 3600',
])('%s names no Service', (command) => {
  expect(named('sh', '-c', command)).toEqual([]);
});

test('without a command nothing can be seen', () => {
  expect(awaitedServices({}, 'shop')).toEqual([]);
});
