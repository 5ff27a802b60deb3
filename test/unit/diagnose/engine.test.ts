import { expect, test } from 'vitest';
import { z } from 'zod';
import { type AnyCheck, defineCheck, type Judgement } from '../../../src/checks/define-check.ts';
import { diagnose } from '../../../src/diagnose/diagnose.ts';
import type { Finding } from '../../../src/findings/finding.ts';
import { type ObjectRef, refText, refTo } from '../../../src/kube/object-ref.ts';
import { snapshotOf } from '../../support/fixture.ts';

/** A check that says what it is told about the pods named, so that only the engine is under test. */
function saying(
  id: string,
  level: AnyCheck['level'],
  words: Readonly<Record<string, Partial<Judgement<{ text: string }>>>>,
  more: Partial<Pick<AnyCheck, 'severity' | 'explains' | 'subject' | 'reads'>> = {},
): AnyCheck {
  const check = defineCheck({
    id,
    title: id,
    severity: more.severity ?? 'high',
    level,
    subject: more.subject ?? 'Pod',
    reads: more.reads ?? [],
    explains: more.explains ?? [],
    source: 'https://kubernetes.io/docs/',
    facts: z.object({ text: z.string() }),
    message: ({ text }) => text,
    fixes: () => [],
    *find(object) {
      const said = words[object.metadata.name];
      if (said !== undefined)
        yield { cause: '', evidence: [], facts: { text: `${id} on ${object.metadata.name}` }, ...said };
    },
  });
  return check;
}

const OWNER = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-6c7b', uid: 'r1', controller: true };
const META = { namespace: 'shop' };
const OBJECTS = [
  { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { ...META, name: 'web', uid: 'd1' } },
  {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      ...META,
      name: 'web-6c7b',
      uid: 'r1',
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'd1', controller: true }],
    },
  },
  ...['a', 'b', 'c'].map((name) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...META, name, uid: `p-${name}`, ownerReferences: [OWNER] },
  })),
  { apiVersion: 'v1', kind: 'Pod', metadata: { ...META, name: 'alone', uid: 'p-alone' } },
];
const pod = (name: string): ObjectRef => refTo('Pod', 'shop', name);
const run = (checks: readonly AnyCheck[], objects: readonly unknown[] = OBJECTS): readonly Finding[] =>
  diagnose(snapshotOf({ takenAt: '2026-01-10T12:00:00Z', objects }), checks).findings;
const shape = (findings: readonly Finding[]) =>
  findings.map(({ check, subject, members, symptoms }) => [
    check,
    refText(subject),
    members.map(({ name }) => name).join(' '),
    symptoms.map((symptom) => symptom.check).join(' '),
  ]);

test('R1: one check and one cause on the pods of one owner are one finding on the top owner', () => {
  expect(shape(run([saying('crash', 'failure', { a: {}, b: {}, alone: {} })]))).toEqual([
    ['crash', 'Deployment shop/web', 'a b', ''],
    ['crash', 'Pod shop/alone', '', ''],
  ]);
});

test('R1: two causes stay two findings, and the id of each does not change with the pods', () => {
  const two = run([saying('crash', 'failure', { a: { cause: 'one' }, b: { cause: 'two' } })]);
  expect(two).toHaveLength(2);
  const later = run([saying('crash', 'failure', { c: { cause: 'one' }, b: { cause: 'two' } })]);
  expect(later.map(({ id }) => id).sort()).toEqual(two.map(({ id }) => id).sort());
});

test('an owner whose uid is another is not climbed through', () => {
  const stranger = OBJECTS.map((object) =>
    object.kind === 'ReplicaSet' ? { ...object, metadata: { ...object.metadata, uid: 'other' } } : object,
  );
  expect(shape(run([saying('crash', 'failure', { a: {} })], stranger))).toEqual([
    ['crash', 'ReplicaSet shop/web-6c7b', 'a', ''],
  ]);
});

test('a shared cause is one finding on it from the second owner on, with one id throughout', () => {
  const shared = refTo('ConfigMap', 'shop', 'settings');
  const one = run([saying('missing', 'cause', { a: { shared } })]);
  const both = run([saying('missing', 'cause', { a: { shared }, alone: { shared } })]);
  expect(shape(one)).toEqual([['missing', 'Deployment shop/web', 'a', '']]);
  expect(shape(both)).toEqual([['missing', 'ConfigMap shop/settings', 'a alone', '']]);
  expect(both[0]?.id).toBe(one[0]?.id);
});

test('R3: on one object the nearer takes in the farther, container by container', () => {
  const checks = [
    saying('oom', 'cause', { a: { container: 'app' } }),
    saying('crash', 'failure', { a: { container: 'app' }, b: { container: 'app' } }),
    saying('sidecar-crash', 'failure', { a: { container: 'proxy' } }),
    saying('not-ready', 'state', { a: {} }),
  ];
  expect(shape(run(checks))).toEqual([
    ['crash', 'Deployment shop/web', 'b', ''],
    ['oom', 'Deployment shop/web', 'a', 'crash not-ready'],
    ['sidecar-crash', 'Deployment shop/web', 'a', ''],
  ]);
});

test('what works nonetheless explains nothing', () => {
  const checks = [saying('pull-secret', 'cause', { a: { latent: true } }), saying('not-ready', 'state', { a: {} })];
  expect(run(checks).map(({ check }) => check)).toEqual(['not-ready', 'pull-secret']);
});

test('R2: a rollup is folded when every object has a finding, and takes its severity along', () => {
  const rollup = saying(
    'down',
    'rollup',
    { web: { explainedBy: [pod('a'), pod('b')] } },
    { subject: 'Deployment', severity: 'critical' },
  );
  const [finding, ...rest] = run([saying('crash', 'failure', { a: {}, b: {} }), rollup]);
  expect(rest).toEqual([]);
  expect(finding).toMatchObject({
    check: 'crash',
    severity: 'critical',
    symptoms: [{ check: 'down', message: 'down on web' }],
  });
});

test('R2: where some objects are unexplained both stay, and the remainder is counted', () => {
  const rollup = saying(
    'down',
    'rollup',
    { web: { explainedBy: [pod('a'), pod('b'), pod('c')] } },
    { subject: 'Deployment' },
  );
  const findings = run([saying('crash', 'failure', { a: {} }), rollup]);
  const crash = findings.find(({ check }) => check === 'crash');
  const down = findings.find(({ check }) => check === 'down');
  expect(crash?.symptoms).toEqual([]);
  expect(down?.message).toBe('down on web; 2 of 3 not explained by another finding');
  expect(down?.causes).toMatchObject([{ id: crash?.id, check: 'crash' }]);
});

test('symptoms of symptoms stand under the first cause', () => {
  const service = refTo('Deployment', 'shop', 'web');
  const checks = [
    saying('crash', 'failure', { a: {} }),
    saying('down', 'rollup', { web: { explainedBy: [pod('a')] } }, { subject: 'Deployment' }),
    saying('far', 'rollup', { alone: { explainedBy: [service] } }),
  ];
  expect(shape(run(checks))).toEqual([['crash', 'Deployment shop/web', 'a', 'down far']]);
});

test('R9: two that explain each other both stay in sight', () => {
  const checks = [
    saying('one', 'rollup', { a: { explainedBy: [pod('alone')] } }),
    saying('two', 'rollup', { alone: { explainedBy: [pod('a')] } }),
  ];
  const findings = run(checks);
  expect(findings).toHaveLength(1);
  expect(findings[0]?.symptoms).toHaveLength(1);
});

test('R9: what is only possible takes in nothing that is certain, and is never more than medium', () => {
  const checks = [saying('guess', 'cause', { a: { confidence: 'possible' } }), saying('crash', 'failure', { a: {} })];
  expect(run(checks).map(({ check, severity }) => [check, severity])).toEqual([
    ['crash', 'high'],
    ['guess', 'medium'],
  ]);
});

test('R10: what is left over shows only where nothing else speaks of the owner', () => {
  const residue = saying('warning', 'residue', { b: {}, alone: {} });
  expect(shape(run([saying('crash', 'failure', { a: {} }), residue]))).toEqual([
    ['crash', 'Deployment shop/web', 'a', ''],
    ['warning', 'Pod shop/alone', '', ''],
  ]);
});

test('a check that throws is an entry, not the end', () => {
  const broken: AnyCheck = {
    ...saying('broken', 'cause', {}),
    // biome-ignore lint/correctness/useYield: it throws before it could
    *find() {
      throw new Error('oops');
    },
  };
  const diagnosis = diagnose(snapshotOf({ takenAt: '2026-01-10T12:00:00Z', objects: OBJECTS }), [
    broken,
    saying('crash', 'failure', { a: {} }),
  ]);
  expect(diagnosis.findings.map(({ check }) => check)).toEqual(['crash']);
  expect(diagnosis.coverage.checks.crashed).toMatchObject([{ check: 'broken', reason: 'oops' }]);
});

test('a check whose kinds were not read is skipped with the reason', () => {
  const snapshot = snapshotOf({ takenAt: '2026-01-10T12:00:00Z', objects: OBJECTS, forbidden: ['ConfigMap'] });
  const diagnosis = diagnose(snapshot, [saying('needs', 'cause', { a: {} }, { reads: ['ConfigMap'] })]);
  expect(diagnosis.findings).toEqual([]);
  expect(diagnosis.coverage.checks).toMatchObject({
    run: [],
    skipped: [{ check: 'needs', reason: 'may not list configmaps' }],
  });
});

test('in a namespace that is being deleted only what is being deleted itself is judged', () => {
  const ending = { deletionTimestamp: '2026-01-10T11:00:00Z' };
  const objects = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', ...ending } },
    { apiVersion: 'v1', kind: 'Pod', metadata: { ...META, name: 'a' } },
    { apiVersion: 'v1', kind: 'Pod', metadata: { ...META, name: 'b', ...ending } },
  ];
  expect(shape(run([saying('stuck', 'cause', { a: {}, b: {} })], objects))).toEqual([['stuck', 'Pod shop/b', '', '']]);
});
