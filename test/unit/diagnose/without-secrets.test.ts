import { expect, test } from 'vitest';
import { factsWithoutSecrets, valueWithoutSecrets } from '../../../src/diagnose/without-secrets.ts';
import { SECRET_MARK } from '../../../src/kube/sensitive.ts';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c';

test('every string of a value is looked at, with the key it stands under', () => {
  const value = { password: 'hunter2', args: [`--token=${JWT}`], nested: { user: 'bob', count: 3, none: null } };
  expect(valueWithoutSecrets(value)).toEqual({
    password: SECRET_MARK,
    args: [`--token=${SECRET_MARK}`],
    nested: { user: 'bob', count: 3, none: null },
  });
});

test('the keys of facts are ours: a fact called secretKey is no secret, a token in a fact is', () => {
  const facts = {
    secretKey: 'api-token-name',
    logs: [{ line: `token ${JWT}` }],
    list: ['password=x1'],
    deep: { t: JWT },
  };
  expect(factsWithoutSecrets(facts)).toEqual({
    secretKey: 'api-token-name',
    logs: [{ line: 'token [masked]' }],
    list: ['password=[masked]'],
    deep: { t: SECRET_MARK },
  });
});
