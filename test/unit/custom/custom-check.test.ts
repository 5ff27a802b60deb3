import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CHECKS } from '../../../src/checks/index.ts';
import { parseCustomCheck } from '../../../src/custom/custom-check.ts';
import { extraFields, missingFields } from '../../../src/custom/extra.ts';
import { runTests } from '../../../src/custom/run-tests.ts';
import { chooseChecks, STANDARD } from '../../../src/diagnose/choose-checks.ts';
import { diagnose } from '../../../src/diagnose/diagnose.ts';
import { refText } from '../../../src/kube/object-ref.ts';
import { keep } from '../../../src/snapshot/keep.ts';
import { snapshotOf } from '../../support/fixture.ts';

const EXAMPLES = join(import.meta.dirname, '../../../examples/checks');
const NOW = '2026-01-10T12:00:00Z';
const parse = (text: string) => parseCustomCheck('check.yaml', text, new Set(CHECKS.map(({ id }) => id)));

const check = (condition: string, on = '{ kind: Deployment }', message = 'It is wrong: {value}') => `
apiVersion: mekhanikube.io/v1alpha1
kind: Check
metadata: { name: my-check }
spec:
  title: It is wrong
  severity: medium
  for: ${on}
  ${condition}
  message: '${message}'
  prose: { means: It means that. }
`;

describe.each(globSync('*.yaml', { cwd: EXAMPLES }).sort())('the example %s', (file) => {
  const custom = parse(readFileSync(join(EXAMPLES, file), 'utf8'));

  test('is named as its file, and passes its own tests', () => {
    expect(`${custom.check.id}.yaml`).toBe(file);
    const results = runTests(custom, NOW);
    expect(results.length).toBeGreaterThan(0);
    expect(results.filter(({ problems }) => problems.length > 0)).toEqual([]);
  });
});

test.each([
  ['cel: object.spec.replicas > 1\n  jsonPath: { path: .spec.replicas, moreThan: 1 }', 'spec: needs cel or jsonPath'],
  ['docs: https://example.com', 'spec: needs cel or jsonPath'],
  ['cel: object.spec.replicas >', 'spec.cel: '],
  ['cel: other.spec.replicas > 1', 'spec.cel: Unknown variable: other'],
  ['cel: object.metadata.name.matches("(a+)+")', 'spec.cel: matches is not taken'],
  ['jsonPath: { path: .spec.replicas }', 'spec.jsonPath: needs one comparison'],
  ['jsonPath: { path: .spec.replicas, equals: 1, moreThan: 1 }', 'spec.jsonPath: needs one comparison'],
  ['jsonPath: { path: ".spec[?(@.a)]", exists: true }', 'spec.jsonPath.path: cannot read the path from "[?'],
  ['jsonPath: { path: .spec.replicas, atLeast: 1 }', 'unknown field "atLeast"'],
])('%s is refused: %s', (condition, problem) => {
  expect(() => parse(check(condition))).toThrow(/^check\.yaml:\d+: /);
  expect(() => parse(check(condition))).toThrow(problem);
});

test.each([
  ['{ kind: Deploymint }', 'spec.for.kind: there is no kind "Deploymint"'],
  ['{ kind: Backup }', 'spec.for.kind: there is no kind "Backup"'],
])('%s is refused: %s', (on, problem) => {
  expect(() => parse(check('cel: object.spec.a == 1', on))).toThrow(problem);
});

test('a name that is taken, a broken place in the message, and values of Secrets are refused', () => {
  expect(() => parse(check('cel: object.spec.a == 1').replace('my-check', 'pod-crash-loop'))).toThrow('already');
  expect(() => parse(check('cel: object.spec.a == 1', undefined, 'It has {.spec.a'))).toThrow('brace');
  expect(() => parse(check('cel: object.data.password == "x"', '{ kind: Secret }'))).toThrow('only metadata is read');
});

describe('its judgement', () => {
  const deployment = (spec: object, metadata: object = {}) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop', ...metadata },
    spec,
  });
  const judge = (text: string, ...objects: object[]) => {
    const custom = parse(text);
    const extra = extraFields([custom]);
    const kept = objects.map((object) => keep(object, undefined, extra));
    const snapshot = snapshotOf({ takenAt: NOW, objects: [] });
    return diagnose({ ...snapshot, objects: { Deployment: kept } as never }, [custom.check]);
  };

  test('stands on an object that meets its condition, with the values in the sentence', () => {
    const text = check(
      'jsonPath: { path: .spec.replicas, moreThan: 3 }',
      undefined,
      'It wants {value} of {.metadata.name}',
    );
    const { findings } = judge(text, deployment({ replicas: 4 }));
    expect(findings.map(({ subject, message, severity }) => [refText(subject), message, severity])).toEqual([
      ['Deployment shop/web', 'It wants 4 of web', 'medium'],
    ]);
    expect(findings[0]?.evidence).toMatchObject([{ path: 'spec.replicas', value: 4 }]);
    expect(judge(text, deployment({ replicas: 3 })).findings).toEqual([]);
  });

  test('sees fields that no check of the catalogue reads, all annotations but the last-applied manifest', () => {
    const text = check('cel: object.metadata.annotations.size() == 1 && object.spec.revisionHistoryLimit == 0');
    const annotations = { team: 'web', 'kubectl.kubernetes.io/last-applied-configuration': '{}' };
    expect(judge(text, deployment({ revisionHistoryLimit: 0 }, { annotations })).findings).toHaveLength(1);
    expect(missingFields(parse(text))).toEqual([
      ['metadata', 'annotations'],
      ['spec', 'revisionHistoryLimit'],
    ]);
  });

  test('is told as a failure of the check where the expression cannot be worked out', () => {
    const { findings, coverage } = judge(check('cel: object.spec.missing.deeper > 1'), deployment({}));
    expect(findings).toEqual([]);
    expect(coverage.checks.crashed).toMatchObject([{ check: 'my-check', reason: expect.stringContaining('missing') }]);
  });

  test('explains nothing else on the object, and nothing explains it', () => {
    const custom = parse(check('jsonPath: { path: .spec.nodeName, exists: true }', '{ kind: Pod }'));
    const crashing = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web', namespace: 'shop', uid: 'a' },
      spec: { nodeName: 'worker', containers: [{ name: 'web', image: 'web' }] },
      status: {
        phase: 'Running',
        conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: '2026-01-10T11:00:00Z' }],
        containerStatuses: [{ name: 'web', restartCount: 9, state: { waiting: { reason: 'CrashLoopBackOff' } } }],
      },
    };
    const { findings } = diagnose(snapshotOf({ takenAt: NOW, objects: [crashing] }), [
      ...chooseChecks(CHECKS, STANDARD),
      custom.check,
    ]);
    expect(findings.map((finding) => finding.check).sort()).toEqual(['my-check', 'pod-crash-loop']);
  });
});

test('a failing test says what was found instead', () => {
  const tests = `
tests:
  - name: wrong on purpose
    objects: [{ apiVersion: apps/v1, kind: Deployment, metadata: { name: web, namespace: shop }, spec: { replicas: 4 } }]
    finds: [{ subject: Deployment shop/api }]
`;
  const custom = parse(check('jsonPath: { path: .spec.replicas, moreThan: 3 }') + tests);
  expect(runTests(custom, NOW)).toEqual([
    {
      check: 'my-check',
      name: 'wrong on purpose',
      problems: ['does not find Deployment shop/api', 'finds Deployment shop/web as well: It is wrong: 4'],
    },
  ]);
});
