import { expect, test } from 'vitest';
import { literalSecretsIn } from '../../../../src/kube/posture/environment.ts';

const env = (...pairs: readonly (readonly [string, string])[]) => ({
  env: pairs.map(([name, value]) => ({ name, value })),
});

test.each([
  'PASSWORD',
  'DB_PASSWORD',
  'db-password',
  'API_KEY',
  'APIKEY',
  'AWS_SECRET_ACCESS_KEY',
  'GITHUB_TOKEN',
  'TOKEN_2',
])('%s is called like a secret', (name) => {
  expect(literalSecretsIn(env([name, 'hunter-two']))).toEqual([name]);
});

test.each(['PASSWORD_FILE', 'SECRET_NAME', 'TOKENIZER', 'KEY', 'COMPASS', 'MONKEY', 'TOKEN_TTL'])(
  '%s is not',
  (name) => {
    expect(literalSecretsIn(env([name, 'hunter-two']))).toBeUndefined();
  },
);

test.each(['', 'true', '3600', '/run/secrets/db', '$(OTHER)'])('a value like %j is none', (value) => {
  expect(literalSecretsIn(env(['PASSWORD', value]))).toBeUndefined();
});

test('what was noted before is noted again, and nothing but names', () => {
  expect(literalSecretsIn({ literalSecrets: ['DB_PASSWORD', 'hunter two', 7, 'x'] })).toEqual(['DB_PASSWORD']);
});
