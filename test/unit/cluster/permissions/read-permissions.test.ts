import { describe, expect, test } from 'vitest';
import { findCluster, openEndpoint, readPermissions } from '../../../../src/cluster/permissions/index.ts';
import type { Kind } from '../../../../src/kube/object.ts';
import { startFakeApi } from '../../../support/fake-api/fake-api.ts';
import * as fault from '../../../support/fake-api/faults.ts';
import { writeKubeconfig } from '../../../support/fake-api/kubeconfig.ts';
import { type Rights, reviews } from './review-fault.ts';

const signal = new AbortController().signal;
const KINDS: readonly Kind[] = ['Deployment', 'Node', 'Pod'];

async function read(faults: readonly fault.Fault[], namespaces: readonly string[] | null = null, as?: string) {
  const api = await startFakeApi({ faults });
  const found = await findCluster({ kubeconfig: writeKubeconfig({ server: api.url }) }, { env: {}, home: '/none' });
  if (found.state !== 'found') throw new Error(found.message);
  const endpoint = await openEndpoint(found.target, found.facts, { requestTimeoutMs: 10_000, as });
  const facts = await readPermissions(endpoint, { kinds: KINDS, namespaces, ownNamespace: 'own', signal });
  return { facts, requests: api.requests };
}

/** The matrix as lines: `pods own: get list`. */
async function matrix(rights: Rights, namespaces: readonly string[] | null = null) {
  const { facts, requests } = await read([reviews(rights)], namespaces);
  if (facts.state !== 'known') throw new Error(`not known: ${JSON.stringify(facts)}`);
  const lines = facts.matrix.map(({ resource, namespace, get, list }) =>
    `${resource} ${namespace ?? '*'}: ${get ? 'get ' : ''}${list ? 'list' : ''}`.trim(),
  );
  return { lines, requests: requests.length, user: facts.user };
}

const PODS_RULE = { verbs: ['get', 'list', 'watch'], apiGroups: [''], resources: ['pods', 'pods/log'] };

describe('the matrix of rights', () => {
  test('needs two questions for who may do everything', async () => {
    const { lines, requests, user } = await matrix(
      { allows: ({ verb, resource }) => verb === '*' && resource === '*' },
      ['shop'],
    );
    expect(lines).toEqual(['nodes *: get list', 'deployments shop: get list', 'pods shop: get list']);
    expect({ requests, user }).toEqual({ requests: 2, user: 'jane' });
  });

  test('asks for each right to the whole cluster', async () => {
    const asked: Parameters<typeof reviews>[1] = [];
    const { facts } = await read([
      reviews(
        { allows: ({ verb, group, resource }) => verb === 'list' || (group === 'apps' && resource === 'deployments') },
        asked,
      ),
    ]);
    expect(facts).toMatchObject({
      namespaces: null,
      matrix: [
        { kind: 'Deployment', group: 'apps', resource: 'deployments', namespace: null, get: true, list: true },
        { kind: 'Node', group: '', get: false, list: true },
        { kind: 'Pod', group: '', get: false, list: true },
      ],
    });
    // Who we are, everything at once, and two verbs for each of three kinds; no namespace, which would mean less.
    expect(asked.map(({ kind }) => kind).sort()).toEqual([
      ...Array(7).fill('SelfSubjectAccessReview'),
      'SelfSubjectReview',
    ]);
    expect(asked.filter(({ spec }) => spec?.resourceAttributes?.namespace !== undefined)).toEqual([]);
  });

  test('looks in its own namespace where it lacks a right to the whole cluster', async () => {
    const { lines, requests } = await matrix({ rules: (namespace) => (namespace === 'own' ? [PODS_RULE] : []) });
    expect(lines).toEqual(['deployments *:', 'nodes *:', 'pods *:', 'deployments own:', 'pods own: get list']);
    expect(requests).toBe(9);
  });

  test('does not, where only kinds of the cluster are missing', async () => {
    const { lines } = await matrix({ allows: ({ verb, resource }) => verb !== '*' && resource !== 'nodes' });
    expect(lines).toEqual(['deployments *: get list', 'nodes *:', 'pods *: get list']);
  });

  test('asks once for each namespace that was named', async () => {
    const rights = { rules: (namespace: string) => (namespace === 'a' ? [PODS_RULE] : []) };
    const { lines, requests } = await matrix(rights, ['a', 'b']);
    expect(lines).toEqual(['nodes *:', 'deployments a:', 'pods a: get list', 'deployments b:', 'pods b:']);
    // Who, everything, two for nodes, and one a namespace.
    expect(requests).toBe(6);
  });

  test.each([
    [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }, ['deployments a: get list', 'pods a: get list']],
    [{ verbs: ['list'], apiGroups: ['', 'apps'], resources: ['pods'] }, ['deployments a:', 'pods a: list']],
    [{ verbs: ['get', 'list'], apiGroups: ['apps'], resources: ['pods'] }, ['deployments a:', 'pods a:']],
    [{ ...PODS_RULE, resourceNames: ['web-0'] }, ['deployments a:', 'pods a:']],
    [{ ...PODS_RULE, resources: ['pods/log'] }, ['deployments a:', 'pods a:']],
    [{ verbs: ['get'], nonResourceURLs: ['/version'] }, ['deployments a:', 'pods a:']],
  ])('reads the rule %j', async (rule, expected) => {
    const { lines } = await matrix({ rules: () => [rule] }, ['a']);
    expect(lines.slice(1)).toEqual(expected);
  });

  test('asks for each right where the server cannot tell all at once', async () => {
    const { lines } = await matrix(
      {
        incomplete: true,
        rules: () => [PODS_RULE],
        allows: ({ verb, resource, namespace }) => namespace === 'a' && verb === 'list' && resource === 'deployments',
      },
      ['a'],
    );
    expect(lines).toEqual(['nodes *:', 'deployments a: list', 'pods a: get list']);
  });
});

describe('what it cannot know', () => {
  test('does without the name of the user', async () => {
    expect((await matrix({ user: null, allows: () => true })).user).toBeNull();
  });

  test.each([
    ['may not ask', fault.forbidden(/selfsubjectaccessreviews/), /does not let this user ask \(403\)/],
    ['meets an ill server', fault.status(/selfsubjectaccessreviews/, 503, 'x'), /answered 503/],
    ['gets nonsense', fault.text(/selfsubjectaccessreviews/, 201, 'application/json', '{"status":{}}'), /allowed/],
    ['gets no JSON', fault.html(/selfsubjectaccessreviews/, 201), /JSON/],
    ['loses the connection', fault.reset(/selfsubjectaccessreviews/), /closed the connection/],
  ])('%s', async (_what, wrong, reason) => {
    const { facts } = await read([wrong, reviews({})]);
    expect(facts).toEqual({ state: 'unknown', reason: expect.stringMatching(reason) });
  });
});

test('asks as the user that it acts for', async () => {
  const { requests } = await read([reviews({ allows: () => true })], null, 'bob');
  expect(requests.map(({ headers }) => headers['impersonate-user'])).toEqual(['bob', 'bob']);
});
