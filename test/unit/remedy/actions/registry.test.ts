import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { groupOf, isKind, KINDS } from '../../../../src/kube/kinds.ts';
import type { KubeObject } from '../../../../src/kube/object.ts';
import type { Action } from '../../../../src/remedy/action.ts';
import { ACTIONS } from '../../../../src/remedy/actions/index.ts';
import { RISKS } from '../../../../src/remedy/write.ts';
import { made, NOW } from '../../../support/consider.ts';
import { fakeReader } from '../../../support/fake-reader.ts';

const FOLDER = join(import.meta.dirname, '../../../../src/remedy/actions');
const HEADINGS = ['When to use it', 'What it refuses, and why', 'How it is verified', 'The way back'];

/** What the catalogue has not, and actions read all the same where a cluster has it. */
const OTHER_RESOURCES = [
  'apps/controllerrevisions',
  'autoscaling.k8s.io/verticalpodautoscalers',
  'keda.sh/scaledobjects',
  'metrics.k8s.io/pods',
  'storage.k8s.io/volumeattachments',
  '/replicationcontrollers',
];
const RESOURCES = new Set([
  ...Object.values(KINDS).map(({ apiVersion, resource }) => `${groupOf(apiVersion)}/${resource}`),
  ...OTHER_RESOURCES,
]);

const fileOf = (id: string) => id.replaceAll('.', '-');

test('every file is one action, and every action one file of its name', () => {
  const files = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.ts') && name !== 'index.ts')
    .map((name) => name.slice(0, -3));
  expect([...ACTIONS.keys()].map(fileOf).sort()).toEqual(files.sort());
});

describe.each([...ACTIONS.values()])('$id', (action) => {
  test('has a stable id, a title, a source and a risk', () => {
    expect(action.id).toMatch(/^[a-z]+(\.[a-z]+)?$/);
    expect(action.title).toMatch(/^[A-Z].*[^.!]$/);
    expect(action.source).toMatch(/^https:\/\/(kubernetes\.io|github\.com|www\.rfc-editor\.org)\/\S+$/);
    expect(RISKS).toContain(action.risk);
    expect(ACTIONS.get(action.id)).toBe(action);
  });

  test('is for kinds that exist', () => {
    const kinds = action.on === 'any' ? [] : action.on;
    expect(kinds.filter((kind) => !isKind(kind))).toEqual([]);
    expect(action.on).not.toEqual([]);
  });

  test('takes its own example, and no unknown param', () => {
    const { example } = action;
    expect(action.params.safeParse(example).error).toBeUndefined();
    expect(action.params.safeParse({ ...(example as object), surelyUnknown: 1 }).success).toBe(false);
  });

  test('has prose with every heading, and something below each', () => {
    const path = join(FOLDER, `${fileOf(action.id)}.md`);
    expect(existsSync(path)).toBe(true);
    const [head = '', ...sections] = readFileSync(path, 'utf8').split(/^## /m);
    expect(head).toMatch(new RegExp(`^# ${action.id.replace('.', '\\.')}\n\n\\S`));
    expect(sections.map((section) => section.split('\n')[0])).toEqual(HEADINGS);
    for (const section of sections) expect(section.split('\n').slice(1).join('').trim()).not.toBe('');
  });

  test('asks for rights to resources that are known', () => {
    for (const { group, resource, verb } of action.rights) {
      expect(RESOURCES).toContain(`${group}/${resource}`);
      expect(['get', 'list', 'create', 'patch', 'delete']).toContain(verb);
    }
    const texts = action.rights.map((right) => JSON.stringify(right));
    expect(texts).toEqual([...new Set(texts)]);
  });

  test('writes nothing if it is only shown, and needs no right to write then', () => {
    if (action.proposeOnly !== true) return expect(action.proposeOnly).toBeUndefined();
    expect(action.rights.filter(({ verb }) => verb !== 'get' && verb !== 'list')).toEqual([]);
  });
});

/** A target of each kind that is in trouble enough for advice to be given. */
function troubled(kind: string): KubeObject {
  const info = isKind(kind) ? KINDS[kind] : undefined;
  return made(kind, 'web', {
    apiVersion: info?.apiVersion ?? 'v1',
    namespace: info?.namespaced === false ? null : 'shop',
    metadata: { deletionTimestamp: '2026-03-01T11:00:00Z', finalizers: ['example.com/cleanup'] },
    webhooks: [{ name: 'pods.example.com', failurePolicy: 'Fail' }],
    spec: { minAvailable: 2, hard: { pods: '10' }, policyTypes: ['Ingress'] },
  });
}

const ADVICE = [...ACTIONS.values()].filter(({ proposeOnly }) => proposeOnly === true);

test('some actions are only shown', () => {
  expect(ADVICE.length).toBeGreaterThan(3);
});

test('what is only shown never has a write', async () => {
  const states: string[] = [];
  for (const action of ADVICE) states.push(...(await adviceOf(action)));
  expect(states.filter((state) => state === 'proposed').length).toBeGreaterThanOrEqual(ADVICE.length / 2);
});

async function adviceOf(action: Action): Promise<readonly string[]> {
  const kinds = action.on === 'any' ? ['ConfigMap'] : action.on;
  const states: string[] = [];
  for (const kind of kinds) {
    const target = troubled(kind);
    const proposal = await action.consider({
      target,
      params: action.example,
      finding: null,
      reader: fakeReader([target]),
      now: NOW,
    });
    if (proposal.state === 'proposed') expect([action.id, proposal.writes]).toEqual([action.id, []]);
    states.push(proposal.state);
  }
  return states;
}
