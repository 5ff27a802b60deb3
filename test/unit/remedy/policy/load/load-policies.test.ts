import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadPolicies } from '../../../../../src/remedy/policy/load/load-policies.ts';
import { parsePolicies } from '../../../../../src/remedy/policy/load/parse-policies.ts';
import { document, FACTS, policy } from '../sample.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'policies-'));
});
afterEach(() => rm(folder, { recursive: true }));

const named = (name: string) => JSON.stringify(document({}, { metadata: { name } }));
const names = ({ policies }: { policies: readonly { metadata: { name: string } }[] }) =>
  policies.map(({ metadata }) => metadata.name);

test('reads YAML and JSON of a folder, several documents each, and nothing else', async () => {
  await writeFile(join(folder, 'a.yaml'), `---\n${named('one')}\n---\n\n---\n${named('two')}\n`);
  await writeFile(join(folder, 'b.json'), named('three'));
  await writeFile(join(folder, 'notes.txt'), 'no policy');
  await writeFile(join(folder, '.hidden.yaml'), 'no policy');
  const read = await loadPolicies(folder, FACTS);
  expect(read.problems).toEqual([]);
  expect(names(read)).toEqual(['one', 'two', 'three']);
});

test('says the line of each problem, and reads the documents that have none', () => {
  const text = `${named('one')}
---
# a comment
apiVersion: mekhanikube.io/v1alpha1
kind: RemediationPolicy
metadata: {name: two}
spec:
  targets:
    - apiVersion: apps/v1
      kind: Deployment
  when:
    all:
      - id: crash
        finding: {check: pod-crash-loop}
        compare: {op: gte}
  steps:
    - {id: a, action: notify}
    - id: b
      action: notfy
      colour: blue
`;
  const { policies, problems } = parsePolicies('two.yaml', text, FACTS);
  expect(policies.map(({ metadata, source }) => [metadata.name, source])).toEqual([['one', 'two.yaml:1']]);
  expect(problems.map(({ where, field }) => [where, field])).toEqual([
    ['two.yaml:15', 'spec.when.all[0].compare'],
    ['two.yaml:20', 'spec.steps[1].colour'],
  ]);
});

test('a text that is no YAML names the line', () => {
  const { problems } = parsePolicies('a.yaml', 'a: 1\nb: [1\nc: 2\n', FACTS);
  expect(problems).toMatchObject([
    { where: expect.stringMatching(/^a\.yaml:[34]$/), message: expect.stringMatching(/^is no YAML: /) },
  ]);
});

test('an alias is refused: it could stand for any amount', () => {
  const { policies, problems } = parsePolicies('a.yaml', 'a: &x [1]\nb: *x\n', FACTS);
  expect(policies).toEqual([]);
  expect(problems[0]?.message).toMatch(/alias/i);
});

test('neither of two policies of one name is taken', async () => {
  await writeFile(join(folder, 'a.yaml'), named('web'));
  await writeFile(join(folder, 'b.yaml'), `${named('web')}\n---\n${named('other')}`);
  const read = await loadPolicies(folder, FACTS);
  expect(names(read)).toEqual(['other']);
  expect(read.problems).toMatchObject([
    { where: `${join(folder, 'b.yaml')}:1`, message: `there is another policy web at ${join(folder, 'a.yaml')}:1` },
  ]);
});

test('a link out of the folder is refused, one within it is read', async () => {
  const outside = await mkdtemp(join(tmpdir(), 'outside-'));
  await writeFile(join(outside, 'secret.yaml'), named('outside'));
  await mkdir(join(folder, '..data'));
  await writeFile(join(folder, '..data', 'in.yaml'), named('inside'));
  await symlink(join(outside, 'secret.yaml'), join(folder, 'out.yaml'));
  await symlink(join('..data', 'in.yaml'), join(folder, 'in.yaml'));
  const read = await loadPolicies(folder, FACTS);
  expect(names(read)).toEqual(['inside']);
  expect(read.problems.map(({ message }) => message)).toEqual(['is a link that leads out of its folder']);
  await rm(outside, { recursive: true });
});

test('a file of more than 1 MiB is refused unread', async () => {
  await writeFile(join(folder, 'big.yaml'), `${named('big')}\n#${'x'.repeat(1024 * 1024)}`);
  const read = await loadPolicies(folder, FACTS);
  expect(read.policies).toEqual([]);
  expect(read.problems[0]?.message).toMatch(/^has \d+ bytes, more than 1 MiB$/);
});

test('a path that is not there is an error of its own', async () => {
  await expect(loadPolicies(join(folder, 'nothing'), FACTS)).rejects.toMatchObject({ code: 'input-unreadable' });
});

describe('the hash', () => {
  test('does not depend on the order of fields, nor on the name', () => {
    const straight = policy({ mode: 'Off', priority: 5 });
    const turned = policy({ priority: 5, mode: 'Off' }, { metadata: { name: 'other' } });
    expect(turned.hash).toBe(straight.hash);
    expect(straight.hash).toMatch(/^[0-9a-f]{64}$/);
  });
  test('depends on every value of the spec, and on the order of lists', () => {
    const steps = [
      { id: 'a', action: 'notify' },
      { id: 'b', action: 'notify' },
    ];
    const hashes = [policy(), policy({ priority: 5 }), policy({ steps }), policy({ steps: [...steps].reverse() })].map(
      ({ hash }) => hash,
    );
    expect(new Set(hashes).size).toBe(4);
  });
});
