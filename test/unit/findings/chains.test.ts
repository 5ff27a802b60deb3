import { expect, test } from 'vitest';
import { chainsFrom } from '../../../src/findings/chains.ts';
import { type ObjectRef, refKey, refTo } from '../../../src/kube/object-ref.ts';
import { exampleFinding } from '../explain/knowledge/example-finding.ts';

const web = refTo('Deployment', 'shop', 'web');
const service = refTo('Service', 'shop', 'web');
const ingress = refTo('Ingress', 'shop', 'shop');
const settings = refTo('ConfigMap', 'shop', 'settings');
const pod = refTo('Pod', 'shop', 'web-1');

const finding = exampleFinding({
  check: 'config-map-missing',
  subject: web,
  members: [pod],
  message: 'ConfigMap settings does not exist',
  symptoms: [
    {
      check: 'ingress-backend-down',
      subject: ingress,
      message: 'no backend',
      because: { rule: 'consequence', by: { check: 'service-no-endpoints', subject: service } },
    },
    {
      check: 'service-no-endpoints',
      subject: service,
      message: 'no endpoint',
      because: { rule: 'consequence', by: { check: 'deployment-unavailable', subject: web } },
    },
    {
      check: 'deployment-unavailable',
      subject: web,
      message: 'none of 3',
      because: { rule: 'same-object', by: { check: 'config-map-missing', subject: web } },
    },
  ],
});

const checksOn = (ref: ObjectRef) =>
  chainsFrom(new Set([refKey(ref)]), [finding]).map(({ steps }) => steps.map(({ check, rule }) => [check, rule]));

test('a chain leads from the object, step by step, to the cause', () => {
  expect(checksOn(ingress)).toEqual([
    [
      ['ingress-backend-down', 'consequence'],
      ['service-no-endpoints', 'consequence'],
      ['deployment-unavailable', 'same-object'],
      ['config-map-missing', null],
    ],
  ]);
});

test('a member stands at the cause itself, and a subject at the symptom of its own', () => {
  expect(checksOn(pod)).toEqual([[['config-map-missing', null]]]);
  expect(checksOn(web)).toEqual([
    [
      ['deployment-unavailable', 'same-object'],
      ['config-map-missing', null],
    ],
  ]);
});

test('what no finding speaks of has no chain', () => {
  expect(checksOn(settings)).toEqual([]);
});

test('symptoms that name each other as their reason end at the cause all the same', () => {
  const [first, second] = finding.symptoms;
  if (first === undefined || second === undefined) throw new Error('two symptoms are needed');
  const because = { rule: 'consequence' as const, by: { check: first.check, subject: first.subject } };
  const circle = { ...finding, symptoms: [first, { ...second, because }] };
  const [chain] = chainsFrom(new Set([refKey(ingress)]), [circle]);
  expect(chain?.steps.map(({ check }) => check)).toEqual([
    'ingress-backend-down',
    'service-no-endpoints',
    'config-map-missing',
  ]);
});
