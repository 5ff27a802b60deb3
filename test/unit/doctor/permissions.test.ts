import { describe, expect, test } from 'vitest';
import type { Permission } from '../../../src/cluster/permissions/index.ts';
import type { RightsFacts } from '../../../src/doctor/facts.ts';
import { bindCommand } from '../../../src/doctor/permissions/bind-command.ts';
import { listing } from '../../../src/doctor/permissions/listing.ts';
import { secrets } from '../../../src/doctor/permissions/secrets.ts';
import { single } from '../../../src/doctor/permissions/single.ts';
import { expectLine } from './expected.ts';
import { type Expected, RIGHTS } from './sample.ts';

/** `pods * get list`: the kind, where, and the verbs that are given. */
function rights(
  rows: readonly string[],
  namespaces: readonly string[] | null = null,
  user: string | null = 'jane',
): RightsFacts {
  const kinds: Record<string, string> = { nodes: 'Node', pods: 'Pod', secrets: 'Secret' };
  const matrix = rows.map((row): Permission => {
    const [resource = '', place, ...verbs] = row.split(' ');
    const namespace = place === '*' || place === undefined ? null : place;
    return {
      kind: kinds[resource] ?? '',
      group: '',
      resource,
      namespace,
      get: verbs.includes('get'),
      list: verbs.includes('list'),
    };
  });
  return { ...RIGHTS, permissions: { state: 'known', user, namespaces, matrix } };
}

const ALL = ['nodes * get list', 'pods * get list', 'secrets * get list'];
const UNASKED: RightsFacts = { ...RIGHTS, permissions: { state: 'unasked' } };
const UNKNOWN: RightsFacts = { ...RIGHTS, permissions: { state: 'unknown', reason: 'it answered 503' } };

describe('list', () => {
  test.each<[string, RightsFacts, Expected]>([
    ['everything', rights(ALL), ['ok', /may list all 2 kinds that the checks need, in the whole cluster/]],
    [
      'everything in the namespaces that were named',
      rights(['nodes * get list', 'pods a get list', 'pods b get list'], ['a', 'b']),
      ['ok', /may list all 2 kinds that the checks need, in a and b/],
    ],
    ['all but Secrets', rights(['nodes * get list', 'pods * get list', 'secrets *']), ['ok', /all 2 kinds/]],
    [
      'no nodes',
      rights(['nodes *', 'pods * get list', 'secrets * get list']),
      [
        'warn',
        /^may not list nodes everywhere; 1 check is skipped: node-not-ready$/,
        /kubectl apply -f deploy\/reader-role\.yaml && kubectl create clusterrolebinding mekhanikube-reader --clusterrole=mekhanikube-reader --user=jane$/,
      ],
    ],
    [
      'no pods',
      rights(['nodes * get list', 'pods * get', 'secrets *']),
      ['warn', /^may not list pods everywhere; 2 checks are skipped: pod-crash-loop, secret-missing$/, /--user=jane/],
    ],
    [
      'pods in its own namespace only: no check is skipped',
      rights(['nodes * get list', 'pods *', 'pods own get list', 'secrets *', 'secrets own']),
      ['warn', /^may not list pods everywhere, but for some of them in own$/, /mekhanikube-reader/],
    ],
    [
      'pods in one of two namespaces',
      rights(['nodes * list', 'pods a list', 'pods b'], ['a', 'b']),
      [
        'warn',
        /^may not list pods everywhere, but for some of them in a$/,
        /create rolebinding mekhanikube-reader -n b/,
      ],
    ],
    ['nothing', rights(['nodes *', 'pods * get', 'secrets *']), ['fail', /may list nothing/, /clusterrolebinding/]],
    [
      'nothing in its own namespace either',
      rights(['nodes *', 'pods *', 'pods own']),
      ['fail', /may list nothing/, /--user=jane/],
    ],
    ['unknown', UNKNOWN, ['warn', /could not be asked for: it answered 503/, /kubectl auth can-i --list/]],
    ['nobody to ask', UNASKED, ['skip', /no cluster/]],
  ])('%s', (_case, facts, expected) => expectLine(listing, facts, expected));
});

describe('get', () => {
  test.each<[string, RightsFacts, Expected]>([
    ['everything', rights(ALL), ['ok', /may get single objects/]],
    ['not pods', rights(['nodes * get list', 'pods * list']), ['warn', /may list, but not get pods:/, /--user=jane/]],
    ['not what may not be listed either', rights(['nodes * get list', 'pods *']), ['ok', /may get/]],
    ['not Secrets', rights(['nodes * get list', 'secrets * list']), ['ok', /may get/]],
    ['nothing', rights(['nodes *', 'pods *']), null],
    ['unknown', UNKNOWN, null],
    ['nobody to ask', UNASKED, null],
  ])('%s', (_case, facts, expected) => expectLine(single, facts, expected));
});

describe('secrets', () => {
  test.each<[string, RightsFacts, Expected]>([
    ['given', rights(ALL), ['ok', /may list Secrets/]],
    [
      'not given',
      rights(['pods * get list', 'secrets *']),
      ['skip', /optional: without them secret-missing judges nothing/, /clusterrole=mekhanikube-reader-secrets/],
    ],
    ['not asked for', rights(['pods * get list']), null],
    ['unknown', UNKNOWN, null],
  ])('%s', (_case, facts, expected) => expectLine(secrets, facts, expected));
});

describe('the command that gives the role', () => {
  test.each([
    ['jane', null, '--user=jane'],
    ['system:serviceaccount:ci:reader', null, '--serviceaccount=ci:reader'],
    ['jane doe; rm -rf $HOME', null, "--user='jane doe; rm -rf $HOME'"],
    ["o'hara `id`", null, "--user='o'\\''hara `id`'"],
    [null, null, '--user=USER'],
  ])('is for %s', (user, namespaces, end) => {
    expect(bindCommand('mekhanikube-reader', user, namespaces).endsWith(` ${end}`)).toBe(true);
  });

  test('binds it in each namespace that was named', () => {
    expect(bindCommand('mekhanikube-reader-secrets', 'jane', ['a', 'b'])).toBe(
      'kubectl apply -f deploy/reader-role.yaml && ' +
        'kubectl create rolebinding mekhanikube-reader-secrets -n a --clusterrole=mekhanikube-reader-secrets --user=jane && ' +
        'kubectl create rolebinding mekhanikube-reader-secrets -n b --clusterrole=mekhanikube-reader-secrets --user=jane',
    );
  });
});
