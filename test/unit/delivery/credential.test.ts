import { expect, test } from 'vitest';
import { credentialFrom } from '../../../src/delivery/credential.ts';

const from = (env: Record<string, string>) => credentialFrom(env, 'X');

test('a token is a bearer, a user and a password are basic, nothing is nobody', () => {
  expect(from({ X_TOKEN: 'abc.DEF-1' })?.authorization).toBe('Bearer abc.DEF-1');
  // From RFC 7617.
  expect(from({ X_USERNAME: 'Aladdin', X_PASSWORD: 'open sesame' })?.authorization).toBe(
    'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==',
  );
  expect(from({})).toBeNull();
  expect(from({ X_TOKEN: '', X_USERNAME: '', X_PASSWORD: '' })).toBeNull();
  expect(from({ Y_TOKEN: 'abc' })).toBeNull();
});

test.each([
  [{ X_TOKEN: 'hunter2', X_USERNAME: 'u' }, /X_TOKEN and X_USERNAME or _PASSWORD exclude each other/],
  [{ X_USERNAME: 'hunter2' }, /X_USERNAME is set and X_PASSWORD is not/],
  [{ X_PASSWORD: 'hunter2' }, /X_PASSWORD is set and X_USERNAME is not/],
  [{ X_USERNAME: 'hunter2:b', X_PASSWORD: 'hunter2' }, /X_USERNAME holds a colon/],
  [{ X_TOKEN: 'hunter2\n' }, /X_TOKEN holds .* a line break/],
  [{ X_TOKEN: 'hunter2 ü' }, /X_TOKEN holds a space/],
])('%j is refused, and not repeated', (env, message) => {
  expect(() => from(env)).toThrow(message);
  expect(() => from(env)).toThrow(expect.objectContaining({ code: 'usage' }));
  expect(() => from(env)).not.toThrow(/hunter2/);
});
