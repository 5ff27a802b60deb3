import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { policySchemaText } from '../../../../scripts/generate-policy-schema.ts';
import { TEMPLATES } from '../../../../src/remedy/policy/templates/templates.ts';
import { document, policy } from './sample.ts';

const validate = new Ajv2020({ strict: false }).compile(JSON.parse(policySchemaText()));

test('the published schema is that of the code', () => {
  const path = join(import.meta.dirname, '../../../../schemas/policy.v1alpha1.schema.json');
  expect(readFileSync(path, 'utf8')).toBe(policySchemaText());
});

test.each(TEMPLATES)('it takes $name', ({ text }) => {
  expect(validate(load(text)) || validate.errors).toBe(true);
});

test.each([
  ['another mode', document({ mode: 'Yolo' })],
  ['an unknown field', document({ mdoe: 'Auto' })],
  ['a number for a length of time', document({ steps: [{ id: 'a', action: 'notify', timeout: 5 }] })],
  ['conditions that are nested too deep', document({ when: { all: [{ all: [{ all: [{ all: [] }] }] }] } })],
])('it refuses %s', (_name, value) => {
  expect(validate(value)).toBe(false);
});

test('what is not said is careful', () => {
  const { spec } = policy();
  expect(spec).toMatchObject({ mode: 'Propose', priority: 100, suspend: false, dryRun: 'Server' });
  expect(spec.safeguards).toEqual({
    concurrency: { policy: 1, namespace: 2, cluster: 3 },
    blastRadius: { maxReplicaFactor: 2, maxResourceFactor: 2, stormThreshold: 5 },
    respect: { pdb: true, resourceQuota: true, limitRange: true, hpa: 'Route', gitops: 'Propose' },
    allowIrreversible: false,
    breaker: { failures: 3, within: 86_400_000, openFor: 21_600_000 },
  });
  expect(spec.approval).toEqual({
    minApprovals: 1,
    groups: [],
    users: [],
    expires: 3_600_000,
    autoApproveRiskUpTo: 'R0',
  });
  expect(spec.revert).toEqual({
    after: null,
    when: null,
    strategy: 'Immediate',
    ifDrifted: 'Abort',
    onPolicyDelete: 'Keep',
  });
  expect(spec.steps[0]).toMatchObject({ timeout: 600_000, retries: 0, onFailure: 'Rollback', params: {} });
});
