import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SECRET_MARK, secretSpans, withoutSecrets } from '../../../src/kube/sensitive.ts';
import { PLANTED, PLANTED_NAMES, stringsWith } from '../../support/planted.ts';

const HEX64 = '0123456789abcdef'.repeat(4);
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c';

test.each([
  [`auth with ${JWT} failed`, 'auth with [masked] failed'],
  [`cut off: ${JWT.slice(0, 40)}…`, 'cut off: [masked]…'],
  ['Authorization: Bearer abc123def456, retry', 'Authorization: Bearer [masked], retry'],
  ['authorization: Basic dXNlcjpwYXNz', 'authorization: Basic [masked]'],
  ['curl -u jane:hunter2 host', 'curl -u [masked] host'],
  ['password=hunter2, user=bob', 'password=[masked], user=bob'],
  ['password=a,b;c', 'password=[masked];c'],
  ['token: s3cr3tvalue next', 'token: [masked] next'],
  ['token: automountServiceAccountToken4', 'token: [masked]'],
  ['token: secret: s3cr3tvalue', 'token: secret: [masked]'],
  ['DB_PASSWORD=hunter2 PORT=80', 'DB_PASSWORD=[masked] PORT=80'],
  ['{"apiKey":"abcd1234","user":"bob"}', '{"apiKey":"[masked]","user":"bob"}'],
  ['{\\"apiKey\\":\\"abcd1234\\",\\"user\\":1}', '{\\"apiKey\\":\\"[masked]\\",\\"user\\":1}'],
  ['{"name":"DB_PASSWORD","value":"hunter2"}', '{"name":"DB_PASSWORD","value":"[masked]"}'],
  ['run --password hunter2 --token=abcdef --user bob', 'run --password [masked] --token=[masked] --user bob'],
  ['https://user:p@ss@host/x', 'https://[masked]@host/x'],
  ['postgres://u:p@h/db', 'postgres://[masked]@h/db'],
  ['redis://:pw@cache:6379', 'redis://[masked]@cache:6379'],
  ['root:hunter2@tcp(db:3306)/shop', '[masked]@tcp(db:3306)/shop'],
  ['Server=db;User Id=sa;Password=S3cret!;Encrypt=true', 'Server=db;User Id=sa;Password=[masked];Encrypt=true'],
  ['SharedAccessKey=abcd1234efgh5678=;EntityPath=x', 'SharedAccessKey=[masked];EntityPath=x'],
  ['a wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY b', 'a [masked] b'],
  ['key AKIAIOSFODNN7EXAMPLE used', 'key [masked] used'],
  ['hex 5f4dcc3b5aa765d61d8327deb882cf99 end', 'hex [masked] end'],
  ['x -----BEGIN PRIVATE KEY-----\\nMIIabc\\n-----END PRIVATE KEY----- y', 'x [masked] y'],
  ['x\n-----BEGIN CERTIFICATE-----\nMIIabc\ndef==\n-----END CERTIFICATE-----\ny', 'x\n[masked]\ny'],
  ['cut -----BEGIN RSA PRIVATE KEY-----\nMIIabc', 'cut [masked]'],
])('%j loses its secret and keeps its words', (text, expected) => {
  expect(withoutSecrets(text)).toBe(expected);
});

test.each([
  `registry.corp/shop/web@sha256:${HEX64}`,
  `failed to pull oci://repo@sha256:${HEX64}`,
  `containerd://${HEX64}`,
  `failed to stop sandbox "${HEX64}"`,
  'web-7d78fbdbcf-x2x4z of 1234abcd-12ab-34cd-56ef-1234567890ab',
  'event worker.18ea45e53f24f6c6',
  'Access denied for user root (using password: YES)',
  'password: authentication failed',
  'failed to fetch token: serviceaccounts "billing" not found',
  'the pod has no token: automountServiceAccountToken is false',
  'secret "db-credentials" not found',
  'secretKeyRef: {name: db-credentials, key: password}',
  'Couldn\'t get secret" secret="shop/db-credentials" pod="shop/web"',
  "couldn't find key password in Secret shop/db",
  'MountVolume.SetUp failed for volume "kube-api-access-x2x4z"',
  'DB_PASSWORD_FILE and DB_PASSWORD=/run/secrets/db',
  '/usr/local/lib/python3.11/site-packages/acme/Handler.py',
  'org.springframework.boot.autoconfigure.jdbc.DataSourceProperties2',
  'exit code 137, 128Mi, tokens: 4096, max_tokens=450',
  'Pod db-1 is not ready, so db-2 of 3 is not created: the pods start one after the other',
])('%j is left alone', (text) => {
  expect(withoutSecrets(text)).toBe(text);
});

test('names of objects, images and hosts are no secrets; keys are, wherever they stand', () => {
  // In these the shape of a password assignment or of an address with credentials is what is looked for.
  const plain = PLANTED_NAMES.filter((name) => !name.includes('='));
  for (const name of plain) {
    for (const text of Object.values(stringsWith(name))) expect(withoutSecrets(text)).toBe(text);
  }
  for (const { value } of PLANTED.filter(({ kind }) => kind === 'secret')) {
    for (const text of Object.values(stringsWith(value))) expect(withoutSecrets(text)).not.toContain(value);
  }
});

describe('for any text', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'password',
      'token',
      '=',
      ': ',
      '"',
      '\\"',
      "'",
      '://',
      '@',
      'user',
      ',',
      ' ',
      '\n',
      SECRET_MARK,
      'value',
    ),
    fc.constantFrom(
      JWT,
      'hunter2',
      'AKIAIOSFODNN7EXAMPLE',
      '-----BEGIN KEY-----',
      '-----END KEY-----',
      HEX64,
      '--',
      'Bearer ',
    ),
    fc.string({ maxLength: 8 }),
  );
  const text = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''));

  test('the spans are in order, apart, and inside; what is masked stays masked', () => {
    fc.assert(
      fc.property(text, (original) => {
        let at = -1;
        for (const { start, end } of secretSpans(original)) {
          expect(start).toBeGreaterThan(at);
          expect(end).toBeGreaterThan(start);
          at = end;
        }
        expect(at).toBeLessThanOrEqual(original.length);
        expect(withoutSecrets(original)).not.toContain(JWT);
      }),
      { numRuns: 2000 },
    );
  });

  // Each is the worst that one of the expressions can meet: it begins to match everywhere, and ends nowhere.
  test.each([
    ...[
      'password=',
      'token: ',
      'token=token',
      'a://',
      'a://b:',
      '-----BEGIN ',
      'eyJ',
      'eyJ.',
      '--a-',
      'a:b',
      'Bearer ',
      'AKIA',
    ],
    ...[
      '"password":"',
      '\\"',
      'password,',
      'secret   ',
      'A1',
      'a/',
      'aA0',
      'password"value',
      '-u ',
      'sk-',
      'pass_value:',
    ],
  ])('a long run of %j is gone through in time that grows with its length', (part) => {
    const long = part.repeat(Math.ceil(30_000 / part.length));
    const masked = withoutSecrets(long);
    expect(masked.length).toBeLessThanOrEqual(long.length * SECRET_MARK.length);
    expect(withoutSecrets(`${long} password=hunter2`)).not.toContain('hunter2');
  });
});
