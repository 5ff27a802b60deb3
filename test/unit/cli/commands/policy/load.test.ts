import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { factsHere, requirePolicies } from '../../../../../src/cli/commands/policy/load.ts';

test('one problem is enough to try nothing, and the error says where', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'policies-'));
  const file = join(folder, 'a.yaml');
  await writeFile(
    file,
    'apiVersion: mekhanikube.io/v1alpha1\nkind: RemediationPolicy\nmetadata: {name: a}\nspec: {mdoe: Off}\n',
  );
  await expect(requirePolicies(folder)).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringMatching(/a\.yaml:4: .* \(and 2 more\)$/),
    hint: `see all of them: mekhanikube policy validate ${folder}`,
  });
  await rm(folder, { recursive: true });
});

test('params are judged by the action itself', () => {
  const { checkParams } = factsHere();
  expect(checkParams('scale', { replicas: 3 })).toBeNull();
  expect(checkParams('rollout.undo', { toRevisoin: 'previous' })).toBe(
    'unknown field toRevisoin: did you mean toRevision?',
  );
  expect(checkParams('rollout.undo', { toRevision: 'first' })).toMatch(/^toRevision: /);
});
